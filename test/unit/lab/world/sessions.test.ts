import { describe, expect, it } from '@jest/globals';
import { LabError } from '../../../../src/lab/world/model.js';
import { LabBench } from '../../../support/lab-world.js';

describe('sessions', () => {
  it('need the right password', () => {
    const lab = new LabBench();
    expect(() => lab.world.login(lab.vcenter('wl-vc'), 'svc@vsphere.local', 'wrong', 'rest')).toThrow(
      LabError,
    );
  });

  it('end when idle, and not while used', () => {
    const lab = new LabBench();
    const vcenter = lab.vcenter('wl-vc');
    const used = lab.session();
    const idle = lab.session();
    for (let minute = 0; minute < 40; minute += 1) {
      lab.minutes(1);
      lab.world.session(vcenter, used.id);
    }
    expect(lab.world.session(vcenter, used.id)).toBe(used);
    expect(lab.world.session(vcenter, idle.id)).toBeUndefined();
    expect(lab.entries('session.ended')).toHaveLength(1);
  });

  it.each`
    user                     | password        | privilege                               | allowed
    ${'svc@vsphere.local'}   | ${'svc-pass'}   | ${'TrustedAdmin.ConfigureHostMetadata'} | ${true}
    ${'svc@vsphere.local'}   | ${'svc-pass'}   | ${'Host.Config.Maintenance'}            | ${true}
    ${'admin@vsphere.local'} | ${'admin-pass'} | ${'Host.Config.Maintenance'}            | ${true}
    ${'admin@vsphere.local'} | ${'admin-pass'} | ${'TrustedAdmin.ReadTrustedHosts'}      | ${false}
  `('$user has $privilege: $allowed', ({ user, password, privilege, allowed }: any) => {
    const lab = new LabBench();
    const session = lab.world.login(lab.vcenter('wl-vc'), user, password, 'rest');
    const ask = () => lab.world.requirePrivilege(session, privilege);
    if (allowed) expect(ask).not.toThrow();
    else expect(ask).toThrow(/TrustedAdmins|missing/);
  });

  it('of a host are separate from those of vCenter', () => {
    const lab = new LabBench();
    const [root] = lab.world.hostUsers(lab.vcenter('wl-vc'));
    expect(lab.world.hostUser(lab.host('esx-1'), 'root', root?.password ?? '')).toBe(root);
    expect(lab.world.hostUser(lab.host('esx-1'), 'svc@vsphere.local', 'svc-pass')).toBeUndefined();
  });
});

describe('tasks', () => {
  it('are found by either ID of the same work, and forgotten after a while', () => {
    const lab = new LabBench({ timing: { taskRetentionSeconds: 3_600 } });
    const vcenter = lab.vcenter('wl-vc');
    const task = lab.world.enterMaintenance(lab.host('esx-1'), lab.session(), 0);
    expect(lab.world.task(vcenter, task.moid)).toBe(task);
    expect(lab.world.task(vcenter, task.cisId)).toBe(task);
    expect(lab.world.task(lab.vcenter('ta-vc'), task.cisId)).toBeUndefined();
    lab.minutes(55);
    expect(lab.world.task(vcenter, task.moid)?.state).toBe('success');
    lab.minutes(10);
    expect(lab.world.task(vcenter, task.moid)).toBeUndefined();
  });
});
