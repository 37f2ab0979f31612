import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../../support/eventually.js';
import { RestBench } from '../../../support/lab-rest.js';

describe('inventory', () => {
  let bench: RestBench;
  afterEach(() => bench.stop());
  const get = (path: string) => bench.call('wl-vc', `GET /vcenter${path}`);

  it('filters with repeated keys and shows the power state of connected hosts only', async () => {
    bench = await RestBench.start();
    const [one, two] = [bench.host('esx-1'), bench.host('esx-2')];
    two.connection = 'notResponding';
    const found = (await get(`/host?hosts=${one.moid}&hosts=${two.moid}`)).body;
    expect(found).toEqual([
      { host: one.moid, name: 'esx-1', connection_state: 'CONNECTED', power_state: 'POWERED_ON' },
      { host: two.moid, name: 'esx-2', connection_state: 'NOT_RESPONDING' },
    ]);
    expect((await get(`/host?clusters=${bench.cluster().moid}`)).body).toHaveLength(3);
    expect((await get('/host?standalone=true')).body).toEqual([]);
    expect((await get('/cluster?names=Prod')).body).toEqual([
      { cluster: bench.cluster().moid, name: 'Prod', ha_enabled: true, drs_enabled: true },
    ]);
    expect((await get('/folder?type=HOST')).body).toEqual([
      { folder: 'group-h5', name: 'host', type: 'HOST' },
    ]);
    expect((await get('/datacenter')).body).toHaveLength(1);
  });

  it('shows virtual machines with their memory', async () => {
    bench = await RestBench.start({ cluster: { vms: [{ name: 'db', host: 'esx-1', memoryGiB: 4 }] } });
    const [vm] = (await get(`/vm?hosts=${bench.host('esx-1').moid}`)).body;
    expect(vm).toMatchObject({ name: 'db', power_state: 'POWERED_ON', memory_size_MiB: 4096 });
    expect((await get(`/vm/${vm.vm}/power`)).body).toEqual({ state: 'POWERED_ON' });
    expect((await get('/vm/vm-999')).status).toBe(404);
  });

  it('answers UNABLE_TO_ALLOCATE_RESOURCE for too many matches, and works when filtered', async () => {
    bench = await RestBench.start({}, { limits: { host: 2 } });
    const all = await get('/host');
    expect([all.status, all.body.error_type]).toEqual([500, 'UNABLE_TO_ALLOCATE_RESOURCE']);
    expect(all.body.messages[0].id).toBe('com.vmware.api.vcenter.host.too_many_matches');
    expect((await get('/host?names=esx-1')).status).toBe(200);
  });

  it('disconnects and connects a host and answers when that is done', async () => {
    bench = await RestBench.start();
    const host = bench.host('esx-1');
    const act = async (action: string) => {
      const answer = bench.call('wl-vc', `POST /vcenter/host/${host.moid}?action=${action}`);
      let done = false;
      void answer.then(() => (done = true));
      await eventually(`${action} of the host`, () => {
        bench.world.clock.step(5);
        return done;
      });
      return answer;
    };
    expect((await act('connect')).body.error_type).toBe('ALREADY_IN_DESIRED_STATE');
    expect((await act('disconnect')).status).toBe(204);
    expect(host.connection).toBe('disconnected');
    expect((await act('connect')).status).toBe(204);
    expect(host.connection).toBe('connected');
    expect((await act('nothing')).body.error_type).toBe('OPERATION_NOT_FOUND');
  });
});
