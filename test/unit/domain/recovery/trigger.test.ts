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
    ['an earlier recovery has added it again', { isAddedAgain: true }, []],
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

describe('REC-0: what is said when it may not be recovered', () => {
  const findings = (facts: Partial<Parameters<typeof whyNotRecover>[0]>) =>
    whyNotRecover({ host: 'ta-1', taHosts: healthy, authority: anAuthority(), ...facts });
  const { installed: _, ...unread } = aTaHost('ta-1');

  it.each<[situation: string, facts: Partial<Parameters<typeof whyNotRecover>[0]>, finding: object]>([
    [
      'it is no Trust Authority host',
      { host: 'esx-1', taHosts: [aTaHost('ta-2'), aTaHost('ta-1')] },
      {
        rule: 'REC-1',
        check: 'not-a-ta-host',
        subject: 'esx-1',
        severity: 'blocker',
        message: 'esx-1 is no Trust Authority host; these are: ta-1, ta-2.',
        remedy:
          'Name a host of the Trust Authority Cluster. A trusted host is upgraded again or repaired in its cluster.',
      },
    ],
    [
      'it is healthy',
      {},
      {
        rule: 'REC-0',
        check: 'ta-host-healthy',
        subject: 'ta-1',
        severity: 'blocker',
        message: `ta-1 is connected on ${OLD}, and the vTA configuration and services of its cluster are OK: nothing of it has failed.`,
        remedy:
          'Leave it in its cluster. A host whose upgrade stopped is retried or verified by its run (vta host show).',
      },
    ],
    [
      'it is healthy, and does not say its version',
      { taHosts: withHost(unread) },
      {
        rule: 'REC-0',
        check: 'ta-host-healthy',
        subject: 'ta-1',
        severity: 'blocker',
        message:
          'ta-1 is connected on an unknown version, and the vTA configuration and services of its cluster are OK: nothing of it has failed.',
        remedy: expect.any(String),
      },
    ],
    [
      'its upgrade succeeded, wherever it is now',
      { taHosts: withHost(), upgrade: { ...upgrade, phase: 'done' } },
      {
        rule: 'REC-0',
        check: 'upgrade-succeeded',
        subject: 'ta-1',
        severity: 'blocker',
        message: 'The last upgrade of ta-1, by run run-1, succeeded: the procedure is for one that did not.',
        remedy: `Repair ta-1 on ${NEW}. If it has to go back all the same, give the version with --to.`,
      },
    ],
    [
      'its run has not given it up',
      { taHosts: withHost(), upgrade: { ...upgrade, phase: 'remediating' } },
      {
        rule: 'REC-0',
        check: 'upgrade-not-given-up',
        subject: 'ta-1',
        severity: 'blocker',
        message: 'Run run-1 has left ta-1 remediating, before its hard limit: it may come back by itself.',
        remedy:
          'Wait until its run parks it, or give its version with --to when nobody upgrades it any more.',
      },
    ],
    [
      'it is the only one',
      { taHosts: [away], upgrade },
      {
        rule: 'INV-4',
        check: 'last-healthy-ta-host',
        subject: 'ta-1',
        severity: 'blocker',
        message: 'ta-1 is the only Trust Authority host: without it nothing attests and no key is given out.',
        remedy: 'Bring every other Trust Authority host into service first.',
      },
    ],
    [
      'others are out of service',
      {
        taHosts: [
          away,
          aTaHost('ta-3', { inMaintenance: true }),
          aTaHost('ta-2', { connection: 'disconnected' }),
        ],
        upgrade,
      },
      {
        rule: 'INV-4',
        check: 'last-healthy-ta-host',
        subject: 'ta-1',
        severity: 'blocker',
        message:
          'Another Trust Authority host is out of service: ta-2 is disconnected; ta-3 is in maintenance.',
        remedy: 'Bring every other Trust Authority host into service first.',
      },
    ],
  ])('%s', (_situation, facts, finding) => {
    expect(findings(facts)).toEqual([finding]);
  });

  it.each<[situation: string, facts: Partial<Parameters<typeof whyNotRecover>[0]>]>([
    ['the attestation service is not OK', { authority: anAuthority({ attestationService: 'WARNING' }) }],
    [
      'its run skipped it while it was away',
      { taHosts: withHost(), upgrade: { ...upgrade, phase: 'skipped' } },
    ],
    [
      'it was removed in the middle of its upgrade',
      { taHosts: healthy.slice(1), upgrade: { ...upgrade, phase: 'remediating' } },
    ],
  ])('it may be recovered: %s', (_situation, facts) => {
    expect(findings(facts)).toEqual([]);
  });

  it('one that a run upgrades now is told healthy where it is connected', () => {
    expect(findings({ upgrade: { ...upgrade, phase: 'remediating' } }).map(({ check }) => check)).toEqual([
      'ta-host-healthy',
    ]);
  });
});
