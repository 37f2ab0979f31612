import { describe, expect, it } from '@jest/globals';
import type { RunningTask, TaskList } from '../../../../src/domain/model/running-task.js';
import { foreignTaskOn, foreignTasks, ownTasks, whyNotAloneAt } from '../../../../src/domain/safety/index.js';
import { aWorkloadCluster } from '../../../support/builders.js';

const cluster = aWorkloadCluster();
const [host] = cluster.hosts;
if (host === undefined) throw new Error('no host');
const task = (change: Partial<RunningTask> = {}): RunningTask => ({
  id: 'task-1',
  operation: 'HostSystem.enterMaintenanceMode',
  entity: { type: 'HostSystem', moid: host.ref.moid, name: 'esx-1' },
  user: 'VSPHERE.LOCAL\\ana',
  since: '2026-01-01T10:00:00Z',
  ...change,
});
const list = (...tasks: RunningTask[]): TaskList => ({
  vcenter: 'wl-vc',
  login: 'VSPHERE.LOCAL\\svc-vta',
  tasks,
});
const onCluster = { type: 'ClusterComputeResource', moid: cluster.ref.moid, name: 'workload' };

describe('DG-12: other administrators at work', () => {
  it.each<[string, RunningTask, boolean]>([
    ['somebody on a host of the cluster', task(), true],
    [
      'a remediation of the cluster',
      task({ operation: 'com.vmware.esx.settings.clusters.software.apply', entity: onCluster }),
      true,
    ],
    ['a host elsewhere', task({ entity: { type: 'HostSystem', moid: 'host-999', name: 'x' } }), false],
    ['a virtual machine', task({ entity: { type: 'VirtualMachine', moid: 'vm-1', name: 'vm' } }), false],
    ['ourselves', task({ user: 'VSPHERE.LOCAL\\svc-vta' }), false],
    ['ourselves, written as an address', task({ user: 'svc-vta@vsphere.local' }), false],
    ['our name in another domain', task({ user: 'CORP\\svc-vta' }), true],
    ['nobody: a schedule or vCenter itself', task({ user: '' }), false],
    ['a service of vCenter', task({ user: 'com.vmware.vim.eam' }), false],
    [
      'a check, which only reads',
      task({ operation: 'com.vmware.esx.settings.clusters.software.check$task' }),
      false,
    ],
  ])('%s', (_, running, isForeign) => {
    expect(foreignTaskOn(list(running), cluster)).toEqual(
      isForeign ? { foreignTask: expect.stringContaining(running.user ?? '') } : {},
    );
  });

  it('names task, user and time, and how many more', () => {
    expect(foreignTaskOn(list(task(), task({ id: 'task-2' })), cluster).foreignTask).toBe(
      'HostSystem.enterMaintenanceMode on esx-1 by VSPHERE.LOCAL\\ana since 2026-01-01T10:00:00Z, and 1 more',
    );
  });

  it('nobody asked: nothing is said', () => {
    expect(foreignTaskOn(undefined, cluster)).toEqual({});
  });

  it('holds a whole vCenter, wherever in it somebody works', () => {
    const elsewhere = task({ entity: { type: 'HostSystem', moid: 'host-999', name: 'x' } });
    expect(whyNotAloneAt(list(elsewhere))).toMatchObject({
      kind: 'foreign-activity',
      subject: 'wl-vc',
      rule: 'DG-12',
    });
    expect(whyNotAloneAt(list(task({ user: 'svc-vta@vsphere.local' })))).toBeNull();
  });

  it('what is ours is not foreign, and the other way round', () => {
    const all = list(task(), task({ id: 'task-2', user: 'svc-vta' }));
    expect(foreignTasks(all, 'vcenter').map(({ id }) => id)).toEqual(['task-1']);
    expect(ownTasks(all).map(({ id }) => id)).toEqual(['task-2']);
  });
});
