import { describe, expect, it } from '@jest/globals';
import { whyNotRecover, type RecordedUpgrade } from '../../../../src/domain/recovery/index.js';
import { aTaHost, anAuthority, anImage, NEW, OLD } from '../../../support/builders.js';

const upgrade: RecordedUpgrade = {
  runId: 'run-1',
  host: aTaHost('ta-1').ref,
  cluster: aTaHost().cluster,
  from: OLD,
  target: NEW,
  phase: 'parked',
  problem: 'overdue: host is notResponding',
};
const healthy = [aTaHost('ta-1'), aTaHost('ta-2'), aTaHost('ta-3')];
const away = aTaHost('ta-1', { connection: 'notResponding', inMaintenance: true });
const checks = (facts: Partial<Parameters<typeof whyNotRecover>[0]>) =>
  whyNotRecover({ host: 'ta-1', taHosts: healthy, authority: anAuthority(), ...facts }).map(
    ({ rule, check }) => `${rule} ${check}`,
  );
const withHost = (host = away) => [host, ...healthy.slice(1)];

describe('REC-0: only a host whose upgrade did not succeed', () => {
  it.each<[situation: string, facts: Parameters<typeof checks>[0], refused: string[]]>([
    ['it hangs after its upgrade', { taHosts: withHost(), upgrade }, []],
    ['it hangs, and nobody has recorded an upgrade', { taHosts: withHost() }, []],
    ['it is connected, and its run has parked it', { upgrade }, []],
    [
      'its cluster is not equal',
      { authority: anAuthority({ images: [anImage(OLD, { health: 'ERROR' })] }) },
      [],
    ],
    ['its cluster does not serve', { authority: anAuthority({ keyProviderService: 'ERROR' }) }, []],
    ['an earlier recovery has removed it', { taHosts: healthy.slice(1), upgrade }, []],
    ['it is healthy', {}, ['REC-0 ta-host-healthy']],
    [
      'it is healthy, and its upgrade succeeded',
      { upgrade: { ...upgrade, phase: 'done' } },
      ['REC-0 upgrade-succeeded'],
    ],
    [
      'it fell silent after an upgrade that succeeded',
      { taHosts: withHost(), upgrade: { ...upgrade, phase: 'done' } },
      ['REC-0 upgrade-succeeded'],
    ],
    [
      'it is late, within its limit',
      { taHosts: withHost(), upgrade: { ...upgrade, phase: 'remediating' } },
      ['REC-0 upgrade-not-given-up'],
    ],
    ['it is no Trust Authority host', { host: 'esx-1' }, ['REC-1 not-a-ta-host']],
  ])('%s', (_, facts, refused) => {
    expect(checks(facts)).toEqual(refused);
  });
});

describe('INV-4: only with every other Trust Authority host in service', () => {
  it.each<[situation: string, facts: Parameters<typeof checks>[0]]>([
    ['it is the only one', { taHosts: [away], upgrade }],
    ['another one is away', { taHosts: [away, aTaHost('ta-2', { connection: 'disconnected' })], upgrade }],
    ['another one is in maintenance', { taHosts: [away, aTaHost('ta-2', { inMaintenance: true })], upgrade }],
  ])('%s', (_, facts) => {
    expect(checks(facts)).toEqual(['INV-4 last-healthy-ta-host']);
  });

  it('names who is out, and what to do', () => {
    const [finding] = whyNotRecover({
      host: 'ta-1',
      taHosts: [away, aTaHost('ta-2', { connection: 'disconnected' })],
      authority: anAuthority(),
      upgrade,
    });
    expect(finding).toMatchObject({
      severity: 'blocker',
      message: expect.stringContaining('ta-2 is disconnected'),
    });
    expect(finding?.remedy).toContain('first');
  });
});
