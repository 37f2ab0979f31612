import { describe, expect, it } from '@jest/globals';
import { installedVersion, LabError } from '../../../../src/lab/world/model.js';
import { LabBench, NEW, OLD } from '../../../support/lab-world.js';

const vm = (name: string, host: string, more = {}) => ({ name, host, memoryGiB: 4, ...more });

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof LabError) return error.fault.rest;
    throw error;
  }
  return 'none';
}

describe('apply on one host', () => {
  it('enters maintenance, installs, boots and leaves maintenance by itself', () => {
    const lab = new LabBench({ cluster: { vms: [vm('a', 'esx-1'), vm('b', 'esx-1')] } });
    const task = lab.apply(['esx-1']);
    lab.minutes(60);
    expect(task.state).toBe('success');
    expect(lab.effects('esx-1').slice(0, 9)).toEqual([
      'host.maintenance.requested',
      'host.maintenance.entered',
      'host.install',
      'host.reboot',
      'host.connection',
      'host.booted',
      'host.connection',
      'host.maintenance.requested',
      'host.maintenance.exited',
    ]);
    expect(lab.host('esx-1').inMaintenance).toBe(false);
    expect(installedVersion(lab.host('esx-1'))).toBe(NEW);
    expect(lab.host('esx-2').banks[0]).toBe(OLD);
    expect(lab.entries('host.maintenance.entered', 'esx-1')[0]?.detail).toEqual({ by: 'vlcm' });
  });

  it('leaves a host in maintenance that was there before', () => {
    const lab = new LabBench();
    const commit = lab.commitNew();
    lab.world.enterMaintenance(lab.host('esx-1'), lab.session(), 0);
    lab.minutes(5);
    lab.apply(['esx-1'], commit);
    lab.minutes(60);
    expect(installedVersion(lab.host('esx-1'))).toBe(NEW);
    expect(lab.host('esx-1').inMaintenance).toBe(true);
    expect(lab.effects('esx-1')).not.toContain('host.maintenance.exited');
  });

  it('moves VMs away and DRS brings some back after a while', () => {
    const vms = ['a', 'b', 'c', 'd', 'e', 'f'].map((name, index) => vm(name, `esx-${(index % 3) + 1}`));
    const lab = new LabBench({ cluster: { vms } });
    lab.apply(['esx-1']);
    lab.minutes(120);
    const moves = lab
      .entries('vm.moved')
      .map(({ detail }) => `${String(detail['from'])}>${String(detail['to'])}`);
    expect(moves.filter((move) => move.startsWith('esx-1>'))).toHaveLength(2);
    expect(moves.filter((move) => move.endsWith('>esx-1')).length).toBeGreaterThan(0);
  });

  it('names every host when the host list is empty', () => {
    const lab = new LabBench();
    const commit = lab.commitNew();
    const task = lab.world.apply(lab.cluster(), lab.session(), { commit, hosts: [], acceptEula: true });
    expect(lab.entries('cluster.apply.requested')[0]?.detail['hosts']).toEqual(['esx-1', 'esx-2', 'esx-3']);
    lab.minutes(240);
    expect(task.state).toBe('success');
    expect(lab.entries('host.booted').map(({ subject }) => subject)).toEqual(['esx-1', 'esx-2', 'esx-3']);
  });

  it('takes one software operation per cluster', () => {
    const lab = new LabBench();
    const commit = lab.commitNew();
    lab.apply(['esx-1'], commit);
    expect(refusal(() => lab.apply(['esx-2'], commit))).toBe('NOT_ALLOWED_IN_CURRENT_STATE');
  });

  it('refuses what is already in the desired state', () => {
    const lab = new LabBench();
    const commit = lab.commitNew();
    lab.apply(['esx-1'], commit);
    lab.minutes(60);
    expect(refusal(() => lab.apply(['esx-1'], commit))).toBe('ALREADY_IN_DESIRED_STATE');
  });

  it('fails with the host in failed_hosts when the old boot bank comes up, and skips the rest', () => {
    const lab = new LabBench();
    lab.world.faults.add({ kind: 'boot-old-bank', target: 'esx-1' });
    const task = lab.apply(['esx-1', 'esx-2']);
    lab.minutes(60);
    const result = task.result as { failed_hosts: string[]; skipped_hosts: string[] };
    expect(task.state).toBe('error');
    expect(result.failed_hosts).toEqual([lab.host('esx-1').moid]);
    expect(result.skipped_hosts).toEqual([lab.host('esx-2').moid]);
    expect(lab.entries('host.booted', 'esx-1')[0]?.detail).toMatchObject({
      type: 'full',
      installed: OLD,
      measured: OLD,
      fallback: NEW,
    });
    expect(lab.host('esx-1').inMaintenance).toBe(true);
  });

  it('never downgrades: an older image is incompatible', () => {
    const lab = new LabBench({ cluster: { version: NEW, image: NEW } });
    const session = lab.session();
    const draft = lab.world.createDraft(lab.cluster(), session);
    lab.world.setDraftImage(lab.cluster(), session, draft, '8.0.2-0.0.22380479');
    lab.world.commitDraft(lab.cluster(), session, draft, 'back');
    lab.minutes(1);
    expect(lab.world.compliance(lab.cluster())).toMatchObject({ status: 'INCOMPATIBLE' });
    const task = lab.world.apply(lab.cluster(), session, { hosts: [], acceptEula: true });
    lab.minutes(5);
    expect(task.state).toBe('error');
    expect(lab.effects()).not.toContain('host.install');
  });

  it('has one draft per user', () => {
    const lab = new LabBench();
    const session = lab.session();
    lab.world.createDraft(lab.cluster(), session);
    expect(refusal(() => lab.world.createDraft(lab.cluster(), session))).toBe('ALREADY_EXISTS');
  });
});

describe('boot type', () => {
  it.each`
    situation                                 | quickBoot | supported | type       | measured
    ${'Quick Boot off'}                       | ${false}  | ${true}   | ${'full'}  | ${NEW}
    ${'Quick Boot on'}                        | ${true}   | ${true}   | ${'quick'} | ${OLD}
    ${'Quick Boot on, the host cannot do it'} | ${true}   | ${false}  | ${'full'}  | ${NEW}
  `('$situation: $type boot, measured $measured', ({ quickBoot, supported, type, measured }: any) => {
    const hosts = [{ name: 'esx-1', quickBootSupported: supported }, { name: 'esx-2' }];
    const lab = new LabBench({ cluster: { quickBoot, hosts } });
    lab.apply(['esx-1']);
    lab.minutes(60);
    expect(lab.entries('host.booted', 'esx-1')[0]?.detail).toMatchObject({
      type,
      installed: NEW,
      measured,
      fallback: OLD,
    });
    const reason =
      type === 'quick'
        ? 'esx.audit.host.quickboot.reason.management'
        : 'esx.audit.host.reboot.reason.management';
    expect(lab.vcenter('wl-vc').events.map(({ typeId }) => typeId)).toContain(reason);
  });

  it('is full when an operator reboots', () => {
    const lab = new LabBench({ cluster: { quickBoot: true } });
    lab.world.enterMaintenance(lab.host('esx-1'), lab.session(), 0);
    lab.minutes(5);
    lab.world.reboot(lab.host('esx-1'), lab.session(), false);
    lab.minutes(40);
    expect(lab.entries('host.booted', 'esx-1')[0]?.detail).toMatchObject({ type: 'full', measured: OLD });
  });
});

describe('a host that hangs at boot', () => {
  it('stays away until the fault is removed, then boots fully', () => {
    const lab = new LabBench({ cluster: { quickBoot: true } });
    const fault = lab.world.faults.add({ kind: 'hang-at-boot', target: 'esx-1' });
    const task = lab.apply(['esx-1']);
    lab.minutes(120);
    expect(lab.host('esx-1').connection).toBe('notResponding');
    expect(task.state).toBe('error');
    lab.world.faults.remove(fault.id);
    lab.minutes(30);
    expect(lab.host('esx-1').connection).toBe('connected');
    expect(lab.host('esx-1').measured).toBe(NEW);
  });
});
