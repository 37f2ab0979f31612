import { afterEach, describe, expect, it } from '@jest/globals';
import type { ClusterRef } from '../../../src/domain/model/inventory.js';
import {
  aVCenter,
  aVSphere,
  fakeServer,
  json,
  withLogin,
  type FakeServer,
} from '../../support/fake-vcenter.js';

const cluster: ClusterRef = { vcenter: 'vc-test', moid: 'domain-c8', name: 'trusted-1' };
const taskId = '52f9f1b0-160a:com.vmware.vcenter.x';
const message = (text: string) => ({ id: 'm', default_message: text, args: [] });

describe('tasks of the Automation API', () => {
  let server: FakeServer | undefined;
  const vsphere = aVSphere();
  /** Starts a task on every task operation; answers its readings one after another, the last for ever. */
  const start = async (...readings: readonly unknown[]) => {
    server = await fakeServer(
      withLogin((request, response, count) => {
        if (request.path.includes('vmw-task=true')) return json(response, 202, taskId);
        const reading = readings[Math.min(count, readings.length - 1)];
        return reading === undefined
          ? json(response, 404, { error_type: 'NOT_FOUND', messages: [] })
          : json(response, 200, reading);
      }),
    );
    return aVCenter(server);
  };
  const looks = () => server?.seen.filter(({ path }) => path.startsWith('/api/cis/tasks/')) ?? [];
  afterEach(async () => {
    await vsphere.close();
    await server?.close();
    server = undefined;
  });
  const readTask = (vcenter: ReturnType<typeof aVCenter>) =>
    vsphere.tasks.readTask(vcenter, { kind: 'cis', id: taskId });

  it.each`
    info                                                                                                        | reading
    ${{ status: 'PENDING' }}                                                                                    | ${{ state: 'running' }}
    ${{ status: 'BLOCKED', progress: { total: 200, completed: 80, message: message('moving') }, result: null }} | ${{ state: 'running', progress: 40, message: 'moving' }}
    ${{ status: 'SUCCEEDED', end_time: '2026-05-01T10:00:00Z', result: '7' }}                                   | ${{ state: 'succeeded', result: '7', endedAt: '2026-05-01T10:00:00.000Z' }}
    ${{ status: 'FAILED', error: { error_type: 'ALREADY_EXISTS', messages: [message('is there')] } }}           | ${{ state: 'failed', error: 'is there', errorType: 'ALREADY_EXISTS' }}
    ${{ status: 'FAILED', error: 'as a text' }}                                                                 | ${{ state: 'failed', error: 'as a text' }}
    ${{ status: 'FAILED' }}                                                                                     | ${{ state: 'failed', error: 'the task failed without giving a reason' }}
  `('$info.status reads as $reading', async ({ info, reading }) => {
    await expect(readTask(await start(info))).resolves.toEqual(reading);
  });

  it('a task that the server does not know is gone', async () => {
    await expect(readTask(await start(undefined))).resolves.toEqual({ state: 'gone' });
  });

  it('waits for the result of a read that is a task', async () => {
    const vcenter = await start(
      { status: 'PENDING' },
      { status: 'RUNNING', progress: { total: 100, completed: 1, message: message('') } },
      { status: 'SUCCEEDED', result: { health: 'ERROR', details: [] } },
    );
    await expect(vsphere.trustedSide.readAppliedConfig(vcenter, cluster)).resolves.toBe('ERROR');
    expect(looks()).toHaveLength(3);
    expect(looks()[0]?.path).toBe(`/api/cis/tasks/${encodeURIComponent(taskId)}`);
  });

  it('DG-14: a health that is not known to us is NONE', async () => {
    const vcenter = await start({ status: 'SUCCEEDED', result: { health: 'MARVELLOUS' } });
    await expect(vsphere.trustedSide.readAppliedConfig(vcenter, cluster)).resolves.toBe('NONE');
  });

  it('a read whose task fails is an error of the task’s kind', async () => {
    const vcenter = await start({ status: 'FAILED', error: { error_type: 'RESOURCE_BUSY', messages: [] } });
    await expect(vsphere.trustedSide.readAppliedConfig(vcenter, cluster)).rejects.toMatchObject({
      kind: 'passing',
      errorType: 'RESOURCE_BUSY',
    });
  });

  it('a caller that gives up ends the wait with its own reason', async () => {
    const vcenter = await start({ status: 'RUNNING' });
    const giveUp = new AbortController();
    const read = vsphere.trustedSide.readAppliedConfig(vcenter, cluster, { signal: giveUp.signal });
    setTimeout(() => giveUp.abort(new Error('no longer wanted')), 150);
    await expect(read).rejects.toThrow('no longer wanted');
  });

  it('finds a running import of this cluster, with or without $task in its name', async () => {
    const info = (operation: string, target: string, status = 'RUNNING') => ({
      service: 's',
      operation,
      status,
      target: { type: 'ClusterComputeResource', id: target },
    });
    const vcenter = await start({
      a: info('import_from_imgdb$task', 'domain-c9'),
      b: info('list$task', 'domain-c8'),
      c: info('import_from_imgdb', 'domain-c8', 'FAILED'),
      d: info('import_from_imgdb$task', 'domain-c8'),
    });
    await expect(vsphere.trustAuthority.findImport(vcenter, cluster)).resolves.toEqual({
      kind: 'cis',
      id: 'd',
    });
    expect(JSON.parse(server?.seen.at(-1)?.body ?? '')).toMatchObject({
      filter_spec: { services: [expect.stringContaining('base_images')] },
    });
  });
});
