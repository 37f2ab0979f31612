import { describe, expect, it } from '@jest/globals';
import { LabError } from '../../../../src/lab/world/model.js';
import { LabBench } from '../../../support/lab-world.js';

const vm = (name: string, host: string, more = {}) => ({ name, host, memoryGiB: 4, ...more });

describe('entering maintenance mode', () => {
  it('takes as long as the memory of its VMs needs', () => {
    const minutesFor = (memoryGiB: number): number => {
      const lab = new LabBench({ cluster: { vms: [vm('a', 'esx-1', { memoryGiB })] } });
      const task = lab.world.enterMaintenance(lab.host('esx-1'), lab.session(), 0);
      for (let minute = 0; minute < 60; minute += 1) {
        if (task.state === 'success') return minute;
        lab.minutes(1);
      }
      return Number.POSITIVE_INFINITY;
    };
    expect(minutesFor(4)).toBeLessThan(minutesFor(256));
  });

  it.each`
    situation                                | cluster                                                                                                                       | reason
    ${'a pinned VM that runs'}               | ${{ vms: [vm('a', 'esx-1', { pinned: true })] }}                                                                              | ${/cannot move a off/}
    ${'a VM with a device'}                  | ${{ vms: [vm('a', 'esx-1', { devices: ['vgpu'] })] }}                                                                         | ${/cannot move a off/}
    ${'a VM on a local disk'}                | ${{ vms: [vm('a', 'esx-1', { storage: 'local' })] }}                                                                          | ${/cannot move a off/}
    ${'a VM that must run there'}            | ${{ vms: [vm('a', 'esx-1')], rules: [{ name: 'r', kind: 'on', vms: ['a'], hosts: ['esx-1'] }] }}                              | ${/can take a/}
    ${'a reservation that fits nowhere'}     | ${{ vms: [vm('a', 'esx-1', { reservedGiB: 2048 })] }}                                                                         | ${/can take a/}
    ${'CPU features that no other host has'} | ${{ hosts: [{ name: 'esx-1' }, { name: 'esx-2', cpu: 'intel-skylake' }], vms: [vm('a', 'esx-1', { cpu: 'intel-icelake' })] }} | ${/can take a/}
    ${'DRS off with a VM there'}             | ${{ drs: 'off', vms: [vm('a', 'esx-1')] }}                                                                                    | ${/not enabled/}
    ${'manual DRS with a VM there'}          | ${{ drs: 'manual', vms: [vm('a', 'esx-1')] }}                                                                                 | ${/not fully automated/}
  `('is refused by $situation', ({ cluster, reason }: any) => {
    const lab = new LabBench({ cluster });
    const task = lab.world.enterMaintenance(lab.host('esx-1'), lab.session(), 0);
    lab.minutes(10);
    expect(task.state).toBe('error');
    expect(task.error?.message).toMatch(reason);
    expect(lab.host('esx-1').inMaintenance).toBe(false);
    expect(lab.entries('host.maintenance.failed', 'esx-1')[0]?.detail['reason']).toMatch(reason);
  });

  it.each`
    situation                     | cluster
    ${'a pinned VM that is off'}  | ${{ vms: [vm('a', 'esx-1', { pinned: true, power: 'poweredOff' })] }}
    ${'DRS off on an empty host'} | ${{ drs: 'off' }}
    ${'a rule that is a wish'}    | ${{ vms: [vm('a', 'esx-1')], rules: [{ name: 'r', kind: 'on', vms: ['a'], hosts: ['esx-1'], mandatory: false }] }}
  `('succeeds with $situation', ({ cluster }: any) => {
    const lab = new LabBench({ cluster });
    const task = lab.world.enterMaintenance(lab.host('esx-1'), lab.session(), 0);
    lab.minutes(10);
    expect(task.state).toBe('success');
  });

  it('times out when the caller sets a limit', () => {
    const lab = new LabBench({ cluster: { vms: [vm('a', 'esx-1', { pinned: true })] } });
    const task = lab.world.enterMaintenance(lab.host('esx-1'), lab.session(), 30);
    lab.minutes(1);
    expect(task.error?.vim).toBe('Timedout');
  });

  it('can be cancelled and tried again', () => {
    const lab = new LabBench({ cluster: { vms: [vm('a', 'esx-1', { memoryGiB: 64 })] } });
    const task = lab.world.enterMaintenance(lab.host('esx-1'), lab.session(), 0);
    lab.minutes(1);
    lab.world.cancelTask(task);
    expect(task).toMatchObject({ state: 'error', cancelled: true });
    const again = lab.world.enterMaintenance(lab.host('esx-1'), lab.session(), 0);
    lab.minutes(30);
    expect(again.state).toBe('success');
  });

  it('is refused at once when it is under way or done', () => {
    const lab = new LabBench();
    const session = lab.session();
    lab.world.enterMaintenance(lab.host('esx-1'), session, 0);
    expect(() => lab.world.enterMaintenance(lab.host('esx-1'), session, 0)).toThrow(LabError);
    lab.minutes(5);
    expect(() => lab.world.enterMaintenance(lab.host('esx-1'), session, 0)).toThrow(/already/);
  });

  it('lets one vSAN host at a time in', () => {
    const lab = new LabBench({ cluster: { vsan: true } });
    const first = lab.world.enterMaintenance(lab.host('esx-1'), lab.session(), 0);
    const second = lab.world.enterMaintenance(lab.host('esx-2'), lab.session(), 0);
    lab.minutes(5);
    expect([first.state, second.state]).toEqual(['success', 'error']);
    expect(second.error?.messageId).toBe('vim.hostd.vsanDecommissioning.noResources');
  });

  it('fails once under evacuation-blocked, which an empty host does not use up', () => {
    const lab = new LabBench({ cluster: { vms: [vm('a', 'esx-1')] } });
    lab.world.faults.add({ kind: 'evacuation-blocked' });
    const states = ['esx-3', 'esx-1', 'esx-1'].map((name) => {
      const task = lab.world.enterMaintenance(lab.host(name), lab.session(), 0);
      lab.minutes(5);
      return task.state;
    });
    expect(states).toEqual(['success', 'error', 'success']);
  });
});
