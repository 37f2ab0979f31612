import { afterEach, describe, expect, it } from '@jest/globals';
import type { Release } from '../../../../src/lab/topology/release-numbers.js';
import { RestBench } from '../../../support/lab-rest.js';

let bench: RestBench | undefined;
afterEach(async () => {
  await bench?.stop();
  bench = undefined;
});

/** The call needs no session, so none is sent. */
const hello = async (body: unknown, release: Release = '8.0.2') => {
  bench = await RestBench.start({ release });
  return bench.raw('wl-vc', 'POST', '/api/vcenter/system?action=hello', {}, body);
};

describe('POST /api/vcenter/system?action=hello', () => {
  it.each([
    [['8.0.3.0', '8.0.2.0', '8.0.1.0'], '8.0.2.0'],
    [['8.0.1.0', '8.0.2.0'], '8.0.1.0'],
    [['9.0.0.0', '8.0.3.0', 'dev'], ''],
  ])('of %j takes the first that it knows: %j', async (api_releases, api_release) => {
    await expect(hello({ api_releases })).resolves.toMatchObject({ status: 200, body: { api_release } });
  });

  it.each([
    ['no release', { api_releases: [] }],
    ['129 releases', { api_releases: Array.from({ length: 129 }, () => '8.0.1.0') }],
    ['a release of 65 characters', { api_releases: ['8'.repeat(65)] }],
    ['no list', {}],
    ['a field that it does not have', { api_releases: ['8.0.1.0'], version: '8' }],
  ])('refuses %s', async (_, body) => {
    await expect(hello(body)).resolves.toMatchObject({
      status: 400,
      body: { error_type: 'INVALID_ARGUMENT' },
    });
  });

  it('takes 128 releases of 64 characters', async () => {
    const api_releases = [...Array.from({ length: 127 }, () => '9'.repeat(64)), '8.0.1.0'];
    await expect(hello({ api_releases })).resolves.toMatchObject({ body: { api_release: '8.0.1.0' } });
  });

  it('is not there before 8.0.2', async () => {
    await expect(hello({ api_releases: ['8.0.1.0'] }, '8.0.1')).resolves.toMatchObject({
      status: 404,
      body: { error_type: 'OPERATION_NOT_FOUND' },
    });
  });
});
