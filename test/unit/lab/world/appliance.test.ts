import { describe, expect, it } from '@jest/globals';
import { LabError } from '../../../../src/lab/world/model.js';
import { LabBench } from '../../../support/lab-world.js';

const TARGET = '8.0.3.00000';

describe('a vCenter update', () => {
  const staged = (options = {}): LabBench => {
    const lab = new LabBench(options);
    lab.world.stageUpdate(lab.vcenter('wl-vc'), lab.session(), TARGET);
    lab.minutes(16);
    return lab;
  };

  it('must be staged before it is installed', () => {
    const lab = new LabBench();
    expect(() => lab.world.installUpdate(lab.vcenter('wl-vc'), lab.session(), TARGET)).toThrow(/not staged/);
  });

  it('goes up, refused, bad gateway, up with the new version, then up to date', () => {
    const lab = staged();
    const vcenter = lab.vcenter('wl-vc');
    lab.world.installUpdate(vcenter, lab.session(), TARGET);
    const seen: string[] = [];
    for (let minute = 0; minute < 40; minute += 1) {
      lab.minutes(1);
      const now = `${vcenter.api} ${vcenter.version} ${vcenter.update.state}`;
      if (seen.at(-1) !== now) seen.push(now);
    }
    expect(seen).toEqual([
      'up 8.0.2.00000 INSTALL_IN_PROGRESS',
      'refused 8.0.2.00000 INSTALL_IN_PROGRESS',
      'bad-gateway 8.0.2.00000 INSTALL_IN_PROGRESS',
      'up 8.0.3.00000 INSTALL_IN_PROGRESS',
      'up 8.0.3.00000 UP_TO_DATE',
    ]);
    expect(vcenter).toMatchObject({ build: '24022515', apiVersion: '8.0.3.0' });
    expect(lab.effects('wl-vc')).toEqual([
      'vcenter.stage.started',
      'vcenter.stage.ended',
      'vcenter.install.started',
      'vcenter.api.down',
      'vcenter.api.up',
      'vcenter.install.ended',
    ]);
  });

  it('forgets sessions and tasks, while hosts go on', () => {
    const lab = staged();
    const vcenter = lab.vcenter('wl-vc');
    const session = lab.session();
    lab.world.installUpdate(vcenter, session, TARGET);
    const task = lab.world.enterMaintenance(lab.host('esx-1'), session, 0);
    lab.minutes(16);
    expect(lab.world.session(vcenter, session.id)).toBeUndefined();
    expect(lab.world.task(vcenter, task.moid)).toBeUndefined();
    expect(lab.world.task(vcenter, task.cisId)).toBeUndefined();
    expect(lab.host('esx-1').inMaintenance).toBe(true);
    expect(lab.reports('esx-1')).toEqual({ 'ta-1': 'attested', 'ta-2': 'attested', 'ta-3': 'attested' });
  });

  it('is refused when it is already installed', () => {
    const lab = staged();
    lab.world.installUpdate(lab.vcenter('wl-vc'), lab.session(), TARGET);
    lab.minutes(40);
    expect(() => lab.world.stageUpdate(lab.vcenter('wl-vc'), lab.session(), TARGET)).toThrow(
      /already installed/,
    );
  });

  it('changes the principal when the topology says so', () => {
    const updates = [{ version: TARGET, name: 'U3', build: '24022515', changesPrincipal: true }];
    const lab = staged({ updates });
    const before = lab.vcenter('wl-vc').principal;
    lab.world.installUpdate(lab.vcenter('wl-vc'), lab.session(), TARGET);
    lab.minutes(40);
    expect(lab.vcenter('wl-vc').principal.certificates).not.toEqual(before.certificates);
    expect(lab.effects('wl-vc')).toContain('vcenter.principal.changed');
  });
});

describe('an outage', () => {
  it('lasts for its seconds, or until the fault is removed', () => {
    const lab = new LabBench();
    lab.world.faults.add({ kind: 'outage', target: 'wl-vc', seconds: 300 });
    expect([lab.vcenter('wl-vc').api, lab.vcenter('ta-vc').api]).toEqual(['refused', 'up']);
    lab.minutes(6);
    expect(lab.vcenter('wl-vc').api).toBe('up');
    const fault = lab.world.faults.add({ kind: 'outage', target: 'wl-vc', seconds: 86_400 });
    lab.world.faults.remove(fault.id);
    expect(lab.vcenter('wl-vc').api).toBe('up');
    expect(lab.effects('wl-vc').filter((effect) => effect.startsWith('vcenter.api'))).toHaveLength(4);
  });
});

describe('a backup', () => {
  it('runs alone and succeeds', () => {
    const lab = new LabBench();
    const vcenter = lab.vcenter('ta-vc');
    const start = () =>
      lab.world.startBackup(vcenter, lab.session('ta-vc'), 'before upgrade', 'sftp://backup/ta');
    const job = start();
    expect(start).toThrow(LabError);
    lab.minutes(16);
    expect(vcenter.backups.get(job)).toMatchObject({ state: 'SUCCEEDED', comment: 'before upgrade' });
  });
});
