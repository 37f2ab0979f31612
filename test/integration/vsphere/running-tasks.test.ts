import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTrustedZone } from '../../../src/activities/index.js';
import type { HostRef } from '../../../src/domain/model/inventory.js';
import type { TaskList } from '../../../src/domain/model/running-task.js';
import { foreignTasks, ownTasks, whyNotAloneAt } from '../../../src/domain/safety/index.js';
import { inActivity } from '../../support/fake-vsphere.js';
import { startLabVSphere, type LabVSphere } from '../../support/lab-vsphere.js';
import { memoryBlobs } from '../../support/memory-blobs.js';
import type { Tamper } from '../../support/tampering-proxy.js';

const STRANGER = 'someone.else@corp.example';
const login = /(<userName[^>]*>)(svc-[\w-]+)@vsphere\.local(<)/g;

/** Our login as one part of vCenter writes it, and as another does. */
const inDomainForm =
  (method: string): Tamper =>
  ({ soapMethod, body }) =>
    soapMethod === method ? { body: body.replaceAll(login, '$1VSPHERE.LOCAL\\$2$3') } : undefined;

const forms: readonly { readonly name: string; readonly tamper?: Tamper }[] = [
  { name: 'as we log in, everywhere' },
  {
    name: 'as an address in the session, as DOMAIN\\name on tasks',
    tamper: inDomainForm('RetrievePropertiesEx'),
  },
  { name: 'as DOMAIN\\name in the session, as an address on tasks', tamper: inDomainForm('Login') },
];

describe.each(forms)('DG-12: who runs tasks, our login written $name', ({ tamper }) => {
  let bench: LabVSphere;
  let zone: ReturnType<typeof createTrustedZone>;
  let hosts: readonly HostRef[];
  beforeAll(async () => {
    bench = await startLabVSphere({ speed: 10, ...(tamper ? { tamper } : {}) });
    zone = createTrustedZone({ vsphere: bench.vsphere, blobs: memoryBlobs(), timeScale: 10 });
    const [cluster] = await bench.vsphere.hosts.readClusters(bench.wl, ['Prod-A']);
    hosts = cluster?.hosts.map(({ ref }) => ref) ?? [];
  });
  afterAll(() => bench.stop());

  const host = (index: number): HostRef => {
    const found = hosts[index];
    if (!found) throw new Error(`no host ${index}`);
    return found;
  };
  const look = (): Promise<TaskList> => inActivity(zone.lookAtTasks, { vcenter: bench.wl });
  const begin = (index: number) =>
    inActivity(zone.startMaintenance, { vcenter: bench.wl, host: host(index) });
  /** Until then the clock goes so slowly that whatever was begun runs. */
  const endAll = async (): Promise<void> => {
    const { clock, faults } = bench.lab.world;
    faults.clear();
    clock.pause();
    clock.step(3 * 3_600);
    clock.resume();
    expect((await look()).tasks).toEqual([]);
  };
  const guard = async (index: number) => {
    const { ref } = (await bench.vsphere.hosts.readClusters(bench.wl, ['Prod-A']))[0] ?? {};
    if (!ref) throw new Error('no cluster');
    const input = { vcenter: bench.wl, cluster: ref, host: host(index), withTasks: true };
    return inActivity(zone.lookAtHost, input);
  };

  it('where nothing runs there is nothing', async () => {
    const list = await look();
    expect(list).toEqual({ vcenter: 'wl-vc', login: expect.stringMatching(/svc-/), tasks: [] });
    expect(whyNotAloneAt(list)).toBeNull();
  });

  it('tasks of two hosts that we have in hand are ours, and keep neither waiting', async () => {
    const started = [await begin(0), await begin(1)];
    const list = await look();
    expect(ownTasks(list)).toEqual(
      started.map(({ task }, index) => ({
        id: task?.id,
        operation: 'HostSystem.enterMaintenanceMode',
        entity: { type: 'HostSystem', moid: host(index).moid, name: host(index).name },
        user: expect.stringMatching(/svc-/),
        since: expect.stringMatching(/^\d{4}-.*Z$/),
      })),
    );
    expect(foreignTasks(list, 'vcenter')).toEqual([]);
    expect(whyNotAloneAt(list)).toBeNull();
    expect(await guard(1)).not.toHaveProperty('foreignTask');
    await endAll();
  });

  it('a task of the Automation API is ours too', async () => {
    const [cluster] = await bench.vsphere.hosts.readClusters(bench.wl, ['Prod-A']);
    if (!cluster) throw new Error('no cluster');
    const operation = 'POST /api/esx/settings/clusters/*action=commit';
    bench.lab.world.faults.add({ kind: 'hang-task', operation });
    await bench.vsphere.lifecycle.startCommit(bench.wl, cluster.ref, '8.0.3-24022510', 'm');
    const list = await look();
    expect(ownTasks(list)).toHaveLength(1);
    expect(foreignTasks(list, 'vcenter')).toEqual([]);
    await endAll();
  });

  it.each([
    { does: 'enter-maintenance', operation: 'HostSystem.enterMaintenanceMode', on: 'HostSystem' },
    { does: 'remediate', operation: 'software.apply', on: 'ClusterComputeResource' },
  ] as const)('another administrator who does $does is named, and held against his cluster', async (row) => {
    await begin(3);
    bench.lab.world.faults.add({ kind: 'foreign-administrator', target: host(2).name, does: row.does });
    const list = await look();
    expect(ownTasks(list)).toHaveLength(1);
    const foreign = foreignTasks(list, 'vcenter');
    expect(foreign).toEqual([
      expect.objectContaining({ user: STRANGER, operation: expect.stringContaining(row.operation) }),
    ]);
    expect(foreign[0]?.entity?.type).toBe(row.on);
    expect(whyNotAloneAt(list)).toMatchObject({
      kind: 'foreign-activity',
      have: expect.stringContaining(STRANGER),
    });
    expect((await guard(0)).foreignTask).toContain(STRANGER);
    const scope = { cluster: 'domain-c999', hosts: ['host-999'] };
    expect(foreignTasks(list, scope)).toEqual([]);
    await endAll();
    expect(whyNotAloneAt(await look())).toBeNull();
  });
});
