import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RestBench } from '../../../support/lab-rest.js';
import { NEW_IMAGE } from '../../../support/lab-world.js';
import { imageDatabaseOf } from '../../../../src/lab/world/image-database.js';

const OLD_IMAGE = '8.0.2-0.0.22380479';

describe('base images', () => {
  let bench: RestBench;
  let base: string;
  beforeEach(async () => {
    bench = await RestBench.start();
    base = `/vcenter/trusted-infrastructure/trust-authority-clusters/${bench.cluster('TA').moid}/attestation/os/esx/base-images`;
  });
  afterEach(() => bench.stop());
  const imgdb = async () => Buffer.from(imageDatabaseOf('8.0.3-24022510')).toString('base64');
  const importImage = async () => bench.task('ta-vc', `POST ${base}?action=import-from-imgdb`, await imgdb());

  it('imports, lists, shows and removes one', async () => {
    const imported = await importImage();
    expect(imported).toMatchObject({
      status: 'SUCCEEDED',
      result: NEW_IMAGE,
      operation: 'import_from_imgdb$task',
    });

    // Health is NONE for a while after a change.
    bench.minutes(1);
    const list = await bench.task('ta-vc', `GET ${base}`);
    expect(list.result).toEqual([
      { version: OLD_IMAGE, display_name: expect.any(String), health: 'OK' },
      { version: NEW_IMAGE, display_name: expect.any(String), health: 'OK' },
    ]);
    const one = await bench.task('ta-vc', `GET ${base}/${encodeURIComponent(NEW_IMAGE)}`);
    expect(one.result).toEqual({ display_name: expect.any(String), health: 'OK', details: [] });

    const removed = await bench.task('ta-vc', `DELETE ${base}/${NEW_IMAGE}`);
    expect(removed.status).toBe('SUCCEEDED');
    expect(removed).not.toHaveProperty('result');
    expect((await bench.task('ta-vc', `GET ${base}?version=${NEW_IMAGE}`)).result).toEqual([]);
  });

  it('fails the task with ALREADY_EXISTS on a second import, and with INVALID_ARGUMENT on garbage', async () => {
    await importImage();
    expect(await importImage()).toMatchObject({ status: 'FAILED', error: { error_type: 'ALREADY_EXISTS' } });
    const garbage = await bench.task(
      'ta-vc',
      `POST ${base}?action=import-from-imgdb`,
      Buffer.from('x').toString('base64'),
    );
    expect(garbage).toMatchObject({ status: 'FAILED', error: { error_type: 'INVALID_ARGUMENT' } });
    const noBase64 = await bench.call('ta-vc', `POST ${base}?action=import-from-imgdb&vmw-task=true`, '***');
    expect([noBase64.status, noBase64.body.error_type]).toEqual([400, 'INVALID_ARGUMENT']);
  });

  it('shows ERROR while a host was away during the import, naming it', async () => {
    bench.host('ta-2').connection = 'disconnected';
    await importImage();
    bench.host('ta-2').connection = 'connected';
    const one = await bench.task('ta-vc', `GET ${base}/${NEW_IMAGE}`);
    expect(one.result.health).toBe('ERROR');
    expect(JSON.stringify(one.result.details)).toContain('ta-2');
  });

  it('tells the last attested time only from 8.0.1 on, and only when there was one', async () => {
    bench.minutes(10);
    const time = (await bench.task('ta-vc', `GET ${base}/${OLD_IMAGE}`)).result.last_attested_time;
    expect(Date.parse(time)).toBeGreaterThan(Date.parse('2026-01-01T00:00:00Z') - 8.64e7);
    bench.vcenter('ta-vc').apiVersion = '8.0.0.0';
    expect((await bench.task('ta-vc', `GET ${base}/${OLD_IMAGE}`)).result).not.toHaveProperty(
      'last_attested_time',
    );
  });

  it('answers NOT_FOUND for an unknown image as a failed task and for an unknown cluster on the call', async () => {
    const unknown = await bench.task('ta-vc', `GET ${base}/8.0.0-0.0.1`);
    expect(unknown).toMatchObject({ status: 'FAILED', error: { error_type: 'NOT_FOUND' } });
    const cluster = await bench.call(
      'ta-vc',
      `GET ${base.replace(/domain-c\d+/, 'domain-c999')}?vmw-task=true`,
    );
    expect([cluster.status, cluster.body.error_type]).toEqual([404, 'NOT_FOUND']);
  });

  it('writes the size of an image database to the wire log, not the file', async () => {
    await importImage();
    const sent = bench.wire.find(({ path }) => path.includes('import-from-imgdb'));
    expect(sent?.requestBody).toBe(`<base64 ${imageDatabaseOf('8.0.3-24022510').length} bytes>`);
  });
});
