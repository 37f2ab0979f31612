import { beforeEach, describe, expect, it } from '@jest/globals';
import { judge } from '../../../../src/lab/referee/index.js';
import type { FaultSpec } from '../../../../src/lab/faults/rule.js';
import { LabBench, NEW } from '../../../support/lab-world.js';

let lab: LabBench;
beforeEach(() => {
  lab = new LabBench();
});
const fault = (spec: FaultSpec): (() => void) => {
  const { id } = lab.world.faults.add(spec);
  return () => void lab.world.faults.remove(id);
};
const reboot = (name: string) => lab.world.reboot(lab.host(name), lab.session(), true);
const enter = (name: string) => lab.world.enterMaintenance(lab.host(name), lab.session(), 0);

describe('vCenter faults', () => {
  it('restart-vcenter: connections are refused, then a proxy answers; sessions are gone', () => {
    const session = lab.session();
    fault({ kind: 'restart-vcenter', target: 'wl-vc', seconds: 300 });
    const states = [0, 1, 2, 3].map((i) => {
      lab.minutes(i === 0 ? 0 : 2);
      return lab.vcenter('wl-vc').api;
    });
    expect(states).toEqual(['refused', 'refused', 'bad-gateway', 'up']);
    expect(lab.world.session(lab.vcenter('wl-vc'), session.id)).toBeUndefined();
    expect(lab.vcenter('ta-vc').api).toBe('up');
  });

  it('outage ends when it is healed', () => {
    const heal = fault({ kind: 'outage', target: 'wl-vc', seconds: 604_800 });
    lab.minutes(600);
    expect(lab.vcenter('wl-vc').api).toBe('refused');
    heal();
    expect(lab.vcenter('wl-vc').api).toBe('up');
  });

  it('an outage that is anchored to a request waits for it, and strikes the server that was asked', () => {
    fault({ kind: 'outage', operation: '*?action=apply' });
    expect(lab.vcenter('wl-vc').api).toBe('up');
    const exchange = { operation: 'POST /api/x?action=apply', server: 'wl-vc', subjects: [] };
    const rule = lab.world.faults.onExchange(exchange);
    if (rule) lab.world.faults.befall(rule, exchange);
    expect([lab.vcenter('wl-vc').api, lab.vcenter('ta-vc').api]).toEqual(['refused', 'up']);
  });

  it('fail-backup: the job fails and says why', () => {
    fault({ kind: 'fail-backup', target: 'wl-vc' });
    const start = () => lab.world.startBackup(lab.vcenter('wl-vc'), lab.session(), 'x', 'nfs://backup/vc');
    const first = start();
    lab.minutes(60);
    expect(lab.vcenter('wl-vc').backups.get(first)).toMatchObject({
      state: 'FAILED',
      reason: expect.stringContaining('No space left'),
    });
    const second = start();
    lab.minutes(60);
    expect(lab.vcenter('wl-vc').backups.get(second)?.state).toBe('SUCCEEDED');
  });
});

describe('host faults', () => {
  it('never-reconnects: the host is up, and vCenter does not reach it until healed', () => {
    const heal = fault({ kind: 'never-reconnects', target: 'esx-1' });
    const apply = lab.apply(['esx-1']);
    lab.minutes(45);
    expect(lab.host('esx-1')).toMatchObject({ power: 'poweredOn', connection: 'notResponding' });
    const reconnect = lab.world.reconnect(lab.host('esx-1'), lab.session());
    lab.minutes(5);
    expect([reconnect.state, apply.state]).toEqual(['error', 'running']);
    heal();
    lab.minutes(20);
    expect([lab.host('esx-1').connection, apply.state]).toEqual(['connected', 'success']);
  });

  it('attests-late: no TA host is asked before its time, or before it is healed', () => {
    fault({ kind: 'attests-late', target: 'esx-1', seconds: 7_200 });
    const heal = fault({ kind: 'attests-late', target: 'esx-2', seconds: 86_400 });
    reboot('esx-1');
    reboot('esx-2');
    lab.minutes(60);
    expect([lab.reports('esx-1'), lab.reports('esx-2')]).toEqual([
      { 'ta-1': 'none', 'ta-2': 'none', 'ta-3': 'none' },
      { 'ta-1': 'none', 'ta-2': 'none', 'ta-3': 'none' },
    ]);
    heal();
    lab.minutes(10);
    expect(lab.reports('esx-2')['ta-1']).toBe('attested');
    expect(lab.reports('esx-1')['ta-1']).toBe('none');
    lab.minutes(75);
    expect(lab.reports('esx-1')['ta-1']).toBe('attested');
  });

  it('attests-on-some: one report is good, the others are not', () => {
    const heal = fault({ kind: 'attests-on-some', target: 'esx-1', hosts: ['ta-2'] });
    reboot('esx-1');
    lab.minutes(60);
    expect(lab.reports('esx-1')).toEqual({
      'ta-1': 'notAttested',
      'ta-2': 'attested',
      'ta-3': 'notAttested',
    });
    heal();
    lab.minutes(10);
    expect(new Set(Object.values(lab.reports('esx-1')))).toEqual(new Set(['attested']));
  });

  it('vsan-resync: refused until it is over', () => {
    fault({ kind: 'vsan-resync', target: 'Prod', seconds: 3_600 });
    const refused = enter('esx-1');
    lab.minutes(20);
    expect(refused.error?.messageId).toBe('vim.hostd.vsanDecommissioning.lackOfDurability');
    lab.minutes(50);
    const entered = enter('esx-1');
    lab.minutes(20);
    expect(entered.state).toBe('success');
  });

  it('pin-vm: the evacuation fails and names the VM', () => {
    lab = new LabBench({ cluster: { vms: [{ name: 'db-1', host: 'esx-1' }] } });
    const heal = fault({ kind: 'pin-vm', target: 'db-1' });
    const refused = enter('esx-1');
    lab.minutes(60);
    expect(refused.error).toMatchObject({
      message: expect.stringContaining('db-1'),
      data: { vms: ['db-1'] },
    });
    heal();
    const entered = enter('esx-1');
    lab.minutes(60);
    expect(entered.state).toBe('success');
  });
});

describe('trust faults', () => {
  const image = { kind: 'image', key: NEW } as const;
  const settings = { kind: 'tpmSettings' } as const;

  it('partial-import: the task succeeds, the health does not, and a second import repairs it', async () => {
    fault({ kind: 'partial-import' });
    lab.apply(['esx-1']);
    lab.minutes(120);
    const imgdb = lab.world.imageDatabase(lab.host('esx-1'));
    const imported = () => {
      const task = lab.world.importImage(lab.cluster('TA'), lab.session('ta-vc'), imgdb);
      lab.minutes(30);
      return task.state;
    };
    expect(imported()).toBe('success');
    expect(lab.entries('image.imported').at(-1)?.detail).toMatchObject({ missing: ['ta-3'] });
    expect(lab.world.taHealth(lab.cluster('TA'), image).health).toBe('ERROR');
    expect(imported()).toBe('success');
    expect(lab.world.taHealth(lab.cluster('TA'), image).health).toBe('OK');
  });

  it('ta-host-drift: the hosts are inconsistent until it is healed', () => {
    const heal = fault({ kind: 'ta-host-drift', target: 'ta-2' });
    expect(lab.world.taHealth(lab.cluster('TA'), settings).health).toBe('ERROR');
    heal();
    expect(lab.world.taHealth(lab.cluster('TA'), settings).health).toBe('OK');
  });
});

describe('a foreign administrator', () => {
  const byOthers = () =>
    lab.world.journal.entries.filter(({ login }) => login === 'someone.else@corp.example');

  it('reboots a host under a name of his own, and nobody is judged for it', () => {
    fault({ kind: 'foreign-administrator', target: 'ta-1', does: 'reboot' });
    fault({ kind: 'foreign-administrator', target: 'ta-2', does: 'reboot' });
    lab.minutes(30);
    expect(byOthers().map(({ effect, subject }) => `${effect} ${subject}`)).toEqual([
      'host.reboot ta-1',
      'host.reboot ta-2',
    ]);
    expect(lab.vcenter('ta-vc').tasks.get('task-101')?.user).toBe('someone.else@corp.example');
    const { violations, sets } = judge(lab.world.journal.entries);
    expect([violations, sets.unexpected]).toEqual([[], []]);
  });

  it('remediates a host beside the order of the upgrade', () => {
    lab.commitNew();
    fault({ kind: 'foreign-administrator', target: 'esx-2', does: 'remediate' });
    lab.minutes(120);
    expect(lab.host('esx-2').measured).toBe(NEW);
    expect(judge(lab.world.journal.entries).violations).toEqual([]);
  });

  it('puts a host into maintenance mode, and takes it out again when healed', () => {
    const heal = fault({ kind: 'foreign-administrator', target: 'esx-3', does: 'enter-maintenance' });
    lab.minutes(60);
    expect(lab.host('esx-3').inMaintenance).toBe(true);
    expect(judge(lab.world.journal.entries).violations).toEqual([]);
    heal();
    lab.minutes(30);
    expect(lab.host('esx-3').inMaintenance).toBe(false);
  });

  it('leaves the product to be judged by the estate as it is', () => {
    fault({ kind: 'foreign-administrator', target: 'ta-1', does: 'enter-maintenance' });
    lab.minutes(30);
    lab.world.enterMaintenance(lab.host('ta-2'), lab.session('ta-vc'), 0);
    lab.minutes(30);
    const { violations } = judge(lab.world.journal.entries);
    expect(new Set(violations.map(({ rule }) => rule))).toContain('ORD-7');
  });
});
