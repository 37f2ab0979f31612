import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RestBench } from '../../../support/lab-rest.js';

describe('the appliance', () => {
  let bench: RestBench;
  beforeEach(async () => {
    bench = await RestBench.start();
  });
  afterEach(() => bench.stop());
  const get = async (path: string) => (await bench.call('ta-vc', `GET /appliance${path}`)).body;
  const post = (path: string, body?: unknown) => bench.call('ta-vc', `POST /appliance${path}`, body);
  const pending = '/update/pending/8.0.3.00000';
  const user_data = { user_data: { 'vmdir.password': 'Secret-Of-Sso-1' } };

  it('tells version, uptime and health', async () => {
    bench.minutes(2);
    expect(await get('/system/version')).toMatchObject({ version: '8.0.2.00000', build: '22385739' });
    expect(await get('/system/uptime')).toBe(120);
    expect(await get('/health/system')).toBe('green');
    expect(await get('/health/software-packages')).toBe('orange');
    expect(await get('/health/mem/messages')).toEqual([]);
    expect((await bench.call('ta-vc', 'GET /appliance/health/nothing/messages')).status).toBe(404);
    expect((await bench.call('ta-vc', 'GET /vcenter/services')).body.vpxd).toMatchObject({
      state: 'STARTED',
      health: 'HEALTHY',
    });
  });

  it('pre-checks, stages and installs an update, and loses its sessions on the way', async () => {
    expect(await get('/update')).toMatchObject({ state: 'UPDATES_PENDING', version: '8.0.2.00000' });
    expect((await bench.call('ta-vc', 'GET /appliance/update/pending')).status).toBe(400);
    expect(await get('/update/pending?source_type=LOCAL')).toMatchObject([
      { version: '8.0.3.00000', size: 8192 },
    ]);
    expect(await get(pending)).toMatchObject({ staged: false, eulas: [] });
    expect((await post(`${pending}?action=precheck`)).body).toMatchObject({
      issues: {},
      questions: [{ data_item: 'vmdir.password', type: 'PASSWORD' }],
    });
    expect((await post(`${pending}?action=install`, user_data)).body.error_type).toBe(
      'NOT_ALLOWED_IN_CURRENT_STATE',
    );
    expect((await bench.call('ta-vc', 'GET /appliance/update/staged')).body.error_type).toBe(
      'NOT_ALLOWED_IN_CURRENT_STATE',
    );

    expect((await post(`${pending}?action=stage`)).status).toBe(204);
    expect(await get('/update')).toMatchObject({
      state: 'STAGE_IN_PROGRESS',
      version: '8.0.3.00000',
      task: { status: 'RUNNING' },
    });
    bench.minutes(20);
    expect(await get('/update/staged')).toMatchObject({ staging_complete: true, version: '8.0.3.00000' });
    expect((await post(`${pending}?action=validate`, user_data)).body).toEqual({});
    expect((await post(`${pending}?action=install`, {})).status).toBe(400);
    expect((await post(`${pending}?action=install`, user_data)).status).toBe(204);
    expect(JSON.stringify(bench.wire)).not.toContain('Secret-Of-Sso-1');
    bench.minutes(60);
    expect((await bench.call('ta-vc', 'GET /appliance/update')).status).toBe(401);
    const { body: token } = await bench.login('ta-vc');
    const update = await bench.raw('ta-vc', 'GET', '/api/appliance/update', {
      'vmware-api-session-id': token as string,
    });
    expect(update.body).toMatchObject({ state: 'UP_TO_DATE', version: '8.0.3.00000' });
    expect(update.body).not.toHaveProperty('task');
  });

  it('stages and installs in one call', async () => {
    expect((await post(`${pending}?action=stage-and-install`, user_data)).status).toBe(204);
    bench.minutes(20);
    expect(bench.vcenter('ta-vc').update.state).toBe('INSTALL_IN_PROGRESS');
  });

  it('answers NOT_FOUND when no update is left, and ALREADY_IN_DESIRED_STATE for the running version', async () => {
    bench.vcenter('ta-vc').updates = [];
    const none = await bench.call('ta-vc', 'GET /appliance/update/pending?source_type=LAST_CHECK');
    expect([none.status, none.body.error_type]).toEqual([404, 'NOT_FOUND']);
    const same = await bench.call('ta-vc', 'GET /appliance/update/pending/8.0.2.00000');
    expect(same.body.error_type).toBe('ALREADY_IN_DESIRED_STATE');
  });

  it('runs one backup at a time and answers the job itself', async () => {
    const job = {
      parts: ['common'],
      location_type: 'SFTP',
      location: 'sftp://backup.example/vc',
      comment: 'before',
    };
    const started = await post('/recovery/backup/job', { ...job, location_password: 'Backup-Secret-1' });
    expect(started.status).toBe(201);
    expect(started.body).toMatchObject({ id: expect.any(String), state: 'INPROGRESS', progress: 0 });
    expect((await post('/recovery/backup/job', job)).body.error_type).toBe('FEATURE_IN_USE');
    bench.minutes(20);
    expect(await get(`/recovery/backup/job/${started.body.id}`)).toMatchObject({
      state: 'SUCCEEDED',
      end_time: expect.any(String),
    });
    expect(await get('/recovery/backup/job')).toEqual([started.body.id]);
    expect((await get('/recovery/backup/job/details'))[started.body.id]).toMatchObject({
      status: 'SUCCEEDED',
      duration: 900,
    });
    expect((await post('/recovery/backup?action=validate', { ...job, parts: ['nothing'] })).status).toBe(400);
    expect((await post('/recovery/backup/job', { ...job, backup_password: 'weak' })).status).toBe(400);
    expect(JSON.stringify(bench.wire)).not.toContain('Backup-Secret-1');
  });
});
