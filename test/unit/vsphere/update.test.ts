import { afterEach, describe, expect, it } from '@jest/globals';
import {
  aVCenter,
  aVSphere,
  fakeServer,
  json,
  withLogin,
  type FakeServer,
} from '../../support/fake-vcenter.js';

describe('DG-14: the state of an update', () => {
  let server: FakeServer | undefined;
  const vsphere = aVSphere();
  afterEach(async () => {
    await server?.close();
  });
  const read = async (task: object | undefined) => {
    server = await fakeServer(
      withLogin(({ path }, response) =>
        path.endsWith('/update/staged')
          ? json(response, 200, { version: '8.0.3', staging_complete: true })
          : json(response, 200, { state: 'UPDATES_PENDING', version: '8.0.3', ...(task ? { task } : {}) }),
      ),
    );
    return vsphere.appliance.readUpdate(aVCenter(server));
  };

  it.each([
    ['no task', undefined, {}],
    ['an ended staging', { operation: 'stage', status: 'SUCCEEDED', start_time: '2026-01-01T10:00:00Z' }, {}],
    [
      'an ended install',
      { operation: 'install', status: 'SUCCEEDED', start_time: '2026-01-01T10:00:00Z' },
      { install: { startedAt: '2026-01-01T10:00:00.000Z' } },
    ],
    [
      'a failed install',
      { operation: 'stage-and-install', status: 'FAILED', error: 'rolled back' },
      { install: {}, error: 'rolled back' },
    ],
  ])('with %s', async (_, task, told) => {
    expect(await read(task)).toEqual({
      state: 'UPDATES_PENDING',
      version: '8.0.3',
      staged: '8.0.3',
      ...told,
    });
  });
});
