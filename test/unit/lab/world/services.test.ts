import { describe, expect, it } from '@jest/globals';
import { judge } from '../../../../src/lab/referee/index.js';
import { serves } from '../../../../src/lab/world/queries.js';
import { LabBench } from '../../../support/lab-world.js';

const ALL = (status: string) => ({ 'ta-1': status, 'ta-2': status, 'ta-3': status });

const bench = () => {
  const lab = new LabBench({ hosts: 1 });
  const act = (host: string, service: string, action: 'start' | 'stop' | 'restart'): void =>
    lab.world.setService(lab.host(host), lab.session('ta-vc'), service, action);
  const health = () => {
    const cluster = [...lab.vcenter('ta-vc').clusters.values()][0];
    if (!cluster) throw new Error('no TA cluster');
    return lab.world.taHealth(cluster, { kind: 'attestationService' });
  };
  const inv4 = (forced: readonly string[] = []) =>
    judge(lab.world.journal.entries, { forced })
      .violations.filter(({ rule }) => rule === 'INV-4')
      .map(({ subject }) => subject);
  return { lab, act, health, inv4 };
};

describe('services of a Trust Authority host', () => {
  it('are out while they restart, and tell it by the health of the cluster', () => {
    const { lab, act, health, inv4 } = bench();
    act('ta-1', 'attestd', 'restart');
    expect(health()).toMatchObject({
      health: 'WARNING',
      details: [{ text: expect.stringContaining('ta-1') }],
    });
    lab.minutes(1);
    expect(health().health).toBe('OK');
    expect(lab.entries('host.service', 'ta-1').map(({ detail }) => detail)).toEqual([
      { service: 'attestd', running: false, action: 'restart' },
      { service: 'attestd', running: true },
    ]);
    expect(inv4()).toEqual([]);
  });

  it('do not come up while service-hangs is in force', () => {
    const { lab, act, health } = bench();
    const { id } = lab.world.faults.add({ kind: 'service-hangs', target: 'ta-2' });
    act('ta-2', 'kmxd', 'restart');
    lab.minutes(60);
    expect(lab.host('ta-2').services.get('kmxd')?.running).toBe(false);
    lab.world.faults.remove(id);
    expect(lab.host('ta-2').services.get('kmxd')?.running).toBe(true);
    expect(health().health).toBe('OK');
  });

  it('that do not answer are cured by a restart', () => {
    const { lab, act, health } = bench();
    lab.world.faults.add({ kind: 'service-unhealthy', target: 'ta-3' });
    expect(lab.host('ta-3').services.get('attestd')?.running).toBe(true);
    expect(health().health).toBe('WARNING');
    act('ta-3', 'attestd', 'restart');
    lab.minutes(1);
    expect(serves(lab.host('ta-3'), 'attestd')).toBe(true);
    expect(health().health).toBe('OK');
  });

  it('of a stopped host attest nobody until they are started', () => {
    const { lab, act, health } = bench();
    for (const name of ['ta-1', 'ta-2', 'ta-3']) act(name, 'attestd', 'stop');
    expect(health().health).toBe('ERROR');
    lab.world.reboot(lab.host('esx-1'), lab.session(), true);
    lab.minutes(40);
    expect(lab.reports('esx-1')).toEqual(ALL('unknown'));
    act('ta-2', 'attestd', 'start');
    lab.minutes(5);
    expect(lab.reports('esx-1')).toMatchObject({ 'ta-2': 'attested' });
  });
});

describe('INV-4: the referee counts services that are stopped by order', () => {
  it('a second host must not be out at the same time', () => {
    const { lab, act, inv4 } = bench();
    act('ta-1', 'attestd', 'restart');
    act('ta-2', 'attestd', 'restart');
    lab.minutes(5);
    expect(inv4()).toEqual(['ta-2']);
    expect(inv4(['ta-2'])).toEqual([]);
  });

  it('services of the same host may be, one after another', () => {
    const { lab, act, inv4 } = bench();
    act('ta-1', 'attestd', 'restart');
    act('ta-1', 'kmxd', 'restart');
    lab.minutes(5);
    expect(inv4()).toEqual([]);
  });
});

it('SVC-4: a client service that does not answer keeps a trusted host from attesting until it is restarted by hand', () => {
  const { lab } = bench();
  lab.world.reboot(lab.host('esx-1'), lab.session(), true);
  // After the boot, which would cure it, and before the first attempt.
  lab.minutes(18);
  lab.world.faults.add({ kind: 'service-unhealthy', target: 'esx-1' });
  lab.minutes(30);
  expect(lab.reports('esx-1')).toEqual(ALL('unknown'));
  lab.world.restartServiceByHand(lab.host('esx-1'), lab.session(), 'kmxa');
  lab.minutes(5);
  expect(lab.reports('esx-1')).toEqual(ALL('attested'));
});
