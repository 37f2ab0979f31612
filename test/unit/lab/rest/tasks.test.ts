import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RestBench } from '../../../support/lab-rest.js';

const service = 'com.vmware.esx.settings.clusters.software';

describe('tasks as VMware’s SDK checks them', () => {
  let bench: RestBench;
  beforeEach(async () => {
    bench = await RestBench.start();
  });
  afterEach(() => bench.stop());
  const scan = async (): Promise<string> =>
    (
      await bench.call(
        'wl-vc',
        `POST /esx/settings/clusters/${bench.cluster().moid}/software?action=scan&vmw-task=true`,
      )
    ).body as string;
  const info = async (id: string, query = '') =>
    (await bench.call('wl-vc', `GET /cis/tasks/${id}${query}`)).body;

  it('has progress and start time while running, the end time and a result only at the end', async () => {
    const id = await scan();
    const running = await info(id);
    expect(running).toMatchObject({
      status: 'RUNNING',
      service,
      operation: 'scan$task',
      progress: { total: 100, completed: 0, message: { id: expect.any(String) } },
      start_time: '2026-01-01T00:00:00.000Z',
      target: { type: 'ClusterComputeResource', id: bench.cluster().moid },
      user: 'VSPHERE.LOCAL\\svc',
    });
    expect(running).not.toHaveProperty('end_time');
    expect(running).not.toHaveProperty('result');

    const ended = await bench.finished('wl-vc', id);
    expect(ended).toMatchObject({
      status: 'SUCCEEDED',
      progress: { completed: 100 },
      end_time: expect.any(String),
    });
    expect(ended.result.status).toBe('COMPLIANT');
    expect(await info(id, '?exclude_result=true')).not.toHaveProperty('result');
  });

  it('has neither progress nor start time while pending', async () => {
    const id = await scan();
    const task = bench.world.task(bench.vcenter('wl-vc'), id);
    if (task !== undefined) task.state = 'queued';
    const pending = await info(id);
    expect(pending.status).toBe('PENDING');
    expect(pending).not.toHaveProperty('progress');
    expect(pending).not.toHaveProperty('start_time');
  });

  it('carries an error object when it failed', async () => {
    bench.world.faults.add({ kind: 'fail-task', operation: 'POST /api/esx/settings/*?action=scan' });
    const failed = await bench.finished('wl-vc', await scan());
    expect(failed).toMatchObject({
      status: 'FAILED',
      error: { error_type: 'ERROR', messages: [{ args: [] }] },
    });
    expect(failed).not.toHaveProperty('result');
  });

  it('lists by service, status and target, keyed by ID; operations with or without $task', async () => {
    const id = await scan();
    const list = async (filter_spec: unknown) =>
      (await bench.call('wl-vc', 'POST /cis/tasks?action=list', { filter_spec })).body;
    const target = { type: 'ClusterComputeResource', id: bench.cluster().moid };
    expect(Object.keys(await list({ services: [service], status: ['RUNNING'], targets: [target] }))).toEqual([
      id,
    ]);
    expect(Object.keys(await list({ tasks: [id], operations: ['scan'] }))).toEqual([id]);
    expect(Object.keys(await list({ tasks: [id], operations: ['scan$task'] }))).toEqual([id]);
    expect(await list({ services: [service], status: ['FAILED'] })).toEqual({});
  });

  it('refuses a list without anchor or over two providers', async () => {
    const list = (body: unknown) => bench.call('wl-vc', 'POST /cis/tasks?action=list', body);
    expect((await list({ filter_spec: { status: ['RUNNING'] } })).body.error_type).toBe('INVALID_ARGUMENT');
    expect((await list(undefined)).status).toBe(400);
    const two = await list({ filter_spec: { services: [service, 'com.vmware.vcenter.vm'] } });
    expect(two.body.error_type).toBe('INVALID_ARGUMENT');
  });

  it('answers 404 for a task that it does not know, and refuses to cancel what cannot be cancelled', async () => {
    expect((await bench.call('wl-vc', 'GET /cis/tasks/nobody:knows')).status).toBe(404);
    const id = await scan();
    expect((await bench.call('wl-vc', `POST /cis/tasks/${id}?action=cancel`)).body.error_type).toBe(
      'UNSUPPORTED',
    );
    await bench.finished('wl-vc', id);
    const late = await bench.call('wl-vc', `POST /cis/tasks/${id}?action=cancel`);
    expect(late.body.error_type).toBe('NOT_ALLOWED_IN_CURRENT_STATE');
  });
});
