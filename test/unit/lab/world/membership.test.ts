import { describe, expect, it } from '@jest/globals';
import { actByHand } from '../../../../src/lab/control/people.js';
import type { LabTask } from '../../../../src/lab/world/model.js';
import { LabBench, NEW, OLD } from '../../../support/lab-world.js';

class Recovering extends LabBench {
  enter(name: string): void {
    this.world.enterMaintenance(this.host(name), this.session('ta-vc'), 0);
    this.minutes(5);
  }
  remove(name: string): LabTask {
    return this.settled(this.world.removeHost(this.host(name), this.session('ta-vc')));
  }
  /** Adds it with the login of a host, unless told otherwise. */
  add(name: string, more: { password?: string } = {}): LabTask {
    const [root] = this.world.hostUsers(this.vcenter('ta-vc'));
    if (!root) throw new Error('hosts have no login');
    const connection = { hostName: name, userName: root.name, password: root.password, ...more };
    return this.settled(this.world.addHost(this.cluster('TA'), this.session('ta-vc'), connection));
  }
  apart(name: string) {
    const host = this.vcenter('ta-vc').apart.get(name);
    if (!host) throw new Error(`${name} is in the inventory`);
    return host;
  }
  private settled(task: LabTask): LabTask {
    this.minutes(2);
    return task;
  }
}

describe('a host that leaves the inventory', () => {
  it('has to be in maintenance mode or disconnected, and to carry no virtual machine', () => {
    const lab = new Recovering();
    expect(() => lab.remove('ta-1')).toThrow('neither in maintenance mode nor disconnected');
    const withVm = new Recovering({ cluster: { vms: [{ name: 'a', host: 'esx-1', memoryGiB: 4 }] } });
    withVm.host('esx-1').connection = 'disconnected';
    expect(() => withVm.remove('esx-1')).toThrow('Virtual machine a is registered');
  });

  it('is no Trust Authority host any more, and trusted hosts still attest with the others', () => {
    const lab = new Recovering();
    lab.enter('ta-3');
    expect(lab.remove('ta-3').state).toBe('success');
    expect([...lab.vcenter('ta-vc').hosts.values()].map(({ name }) => name)).toEqual(['ta-1', 'ta-2']);
    expect(lab.apart('ta-3').ta).toBeUndefined();
    expect(lab.entries('host.removed')[0]).toMatchObject({
      subject: 'ta-3',
      login: 'svc@vsphere.local',
      detail: { cluster: 'TA' },
    });
    lab.minutes(24 * 60);
    expect(lab.reports('esx-1')).toEqual({ 'ta-1': 'attested', 'ta-2': 'attested' });
    const health = lab.world.taHealth(lab.cluster('TA'), { kind: 'attestationService' });
    expect(health.health).toBe('OK');
  });
});

describe('a host that comes in again', () => {
  it('has another moid, no vTA configuration, and is known to the services registered for it', () => {
    const lab = new Recovering();
    const { moid } = lab.host('ta-3');
    lab.enter('ta-3');
    lab.remove('ta-3');
    const task = lab.add('ta-3');
    expect(task).toMatchObject({ state: 'success', result: lab.host('ta-3').moid });
    expect(lab.host('ta-3').moid).not.toBe(moid);
    expect(lab.host('ta-3')).toMatchObject({ connection: 'connected', inMaintenance: true });
    expect(lab.host('ta-3').ta).toBeUndefined();
    expect(lab.entries('host.added')[0]?.detail).toEqual({
      cluster: 'TA',
      version: OLD,
      newCertificate: false,
    });
    const services = [...lab.vcenter('wl-vc').taServices.values()];
    const known = services.filter(({ hostname }) => hostname === 'ta-3').map(({ taHostMoid }) => taHostMoid);
    expect(known).toEqual([lab.host('ta-3').moid, lab.host('ta-3').moid]);
  });

  it('is refused while it does not answer, with a wrong password, and a second time', () => {
    const lab = new Recovering();
    lab.enter('ta-3');
    lab.remove('ta-3');
    expect(lab.add('ta-3', { password: 'wrong' }).error).toMatchObject({ vim: 'InvalidLogin' });
    lab.world.installAfresh(lab.apart('ta-3'), OLD);
    expect(lab.add('ta-3').error).toMatchObject({ vim: 'NoHost' });
    lab.minutes(60);
    expect(lab.add('ta-3').state).toBe('success');
    expect(lab.add('ta-3').error).toMatchObject({ vim: 'AlreadyConnected' });
    expect(lab.entries('host.added')).toHaveLength(1);
  });
});

describe('what a person does at the console', () => {
  const failed = () => {
    const lab = new Recovering();
    lab.enter('ta-3');
    lab.world.faults.add({ kind: 'hang-at-boot', target: 'ta-3' });
    lab.world.upgradeByHand(lab.host('ta-3'), lab.session('ta-vc'), NEW);
    lab.minutes(120);
    return lab;
  };

  it('rolls a host back that hangs, one level only', () => {
    const lab = failed();
    expect(lab.host('ta-3').power).toBe('booting');
    expect(actByHand(lab.world, { do: 'roll-back', host: 'ta-3' })).toHaveProperty('begun');
    lab.minutes(60);
    expect(lab.host('ta-3')).toMatchObject({ power: 'poweredOn', banks: [OLD, null], measured: OLD });
    expect(lab.entries('host.restored')[0]?.detail).toEqual({ way: 'rollback', version: OLD });
    expect(actByHand(lab.world, { do: 'roll-back', host: 'ta-3' })).toEqual({
      refused: 'Host ta-3 has nothing in its alternate boot bank.',
    });
  });

  it('installs a removed host afresh: another certificate, out of maintenance mode, unknown until it is added', () => {
    const lab = failed();
    const before = lab.host('ta-3');
    const { trustedCa } = before;
    lab.world.disconnect(before, lab.session('ta-vc'));
    lab.minutes(5);
    lab.remove('ta-3');
    expect(actByHand(lab.world, { do: 'install-afresh', host: 'ta-3', version: OLD })).toHaveProperty(
      'begun',
    );
    lab.minutes(60);
    expect(lab.apart('ta-3')).toMatchObject({ power: 'poweredOn', certificates: 2, inMaintenance: false });
    expect(lab.apart('ta-3').trustedCa).not.toEqual(trustedCa);
    expect(lab.add('ta-3').state).toBe('success');
    expect(lab.entries('host.added')[0]?.detail).toMatchObject({ newCertificate: true });
  });
});
