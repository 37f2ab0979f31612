import { describe, expect, it } from '@jest/globals';
import type { EsxHost } from '../../../../src/domain/model/inventory.js';
import type { GuardFacts } from '../../../../src/domain/safety/index.js';
import { isHostDone, isUnprovenBoot, whyNotLeaveMaintenance } from '../../../../src/domain/safety/index.js';
import {
  aLedgerRow,
  anAuthority,
  anImage,
  aStep,
  aTaHost,
  aTrustedHost,
  ATTESTED,
  BOOTED_AT,
  goodFacts,
  NEW,
  NOT_ATTESTED,
  OLD,
} from '../../../support/builders.js';

const upgraded = (change: Partial<EsxHost> = {}) => aTrustedHost('esx-2', { installed: NEW, ...change });
const planned = aTrustedHost('esx-2');
const facts = (host: EsxHost, change: Partial<GuardFacts> = {}) =>
  goodFacts(host, { ours: true, ledgerRow: aLedgerRow(host), ...change });
const stale = { ...ATTESTED, attestedAt: '2026-01-10T07:59:59Z' };

describe('DG-9: a trusted host leaves maintenance only when attested after its boot', () => {
  it.each<[string, EsxHost | null, string | null]>([
    ['attested', upgraded({ inMaintenance: true }), null],
    ['ATT-2: not attested', upgraded({ attestation: NOT_ATTESTED }), 'attestation'],
    [
      'DG-14: attestation unknown',
      upgraded({ attestation: { status: 'unknown', services: [] } }),
      'attestation',
    ],
    ['a report from before the boot', upgraded({ attestation: stale }), 'attestation'],
    ['DG-14: boot time unread', { ...upgraded(), bootTime: undefined } as unknown as EsxHost, 'attestation'],
    ['fallen back to the old boot bank', upgraded({ installed: OLD }), 'host-differs-from-plan'],
    ['not connected yet', upgraded({ connection: 'notResponding' }), 'host-not-connected'],
    ['unread', null, 'host-unreadable'],
  ])('%s', (_, host, kind) => {
    const found = whyNotLeaveMaintenance(aStep(planned), { ...facts(host ?? upgraded()), host });
    expect(found?.kind ?? null).toBe(kind);
  });

  it('a fallen-back boot bank is told apart', () => {
    expect(whyNotLeaveMaintenance(aStep(planned), facts(upgraded({ installed: OLD })))?.have).toContain(
      'old boot bank',
    );
  });

  it('ATT-1: a missing base image is named as the cause', () => {
    const given = facts(upgraded({ attestation: NOT_ATTESTED }), {
      authority: anAuthority({ images: [anImage(OLD)] }),
    });
    expect(whyNotLeaveMaintenance(aStep(planned), given)).toMatchObject({
      kind: 'base-image-missing',
      rule: 'ATT-1',
      subject: NEW,
    });
  });

  it('a TA host has nothing to prove before', () => {
    const host = aTaHost('ta-1', { installed: NEW, inMaintenance: true });
    expect(whyNotLeaveMaintenance(aStep(host), goodFacts(host, { authority: null }))).toBeNull();
  });
});

describe('a host is done', () => {
  it('when upgraded, attested and out of maintenance', () => {
    expect(isHostDone(aStep(planned), facts(upgraded()))).toBeNull();
    expect(isHostDone(aStep(planned), facts(upgraded({ inMaintenance: true })))).toMatchObject({
      kind: 'host-in-maintenance',
    });
  });

  it('QB-3: after Quick Boot, still attested on the old measured version', () => {
    const host = upgraded({ boot: { type: 'quick', source: 'event', bootTime: BOOTED_AT } });
    const step = aStep(planned, { boot: 'quick', measuredAfter: OLD });
    expect(isHostDone(step, facts(host, { ledgerRow: aLedgerRow(host, { measured: OLD }) }))).toBeNull();
  });

  it('INV-2: nor while what it runs is not trusted, though it attests with what it was booted fully on', () => {
    const host = upgraded({ boot: { type: 'quick', source: 'event', bootTime: BOOTED_AT } });
    const step = aStep(planned, { boot: 'quick', measuredAfter: OLD });
    const ledgerRow = aLedgerRow(host, { measured: OLD });
    for (const authority of [anAuthority({ images: [anImage(OLD)] }), null]) {
      expect(whyNotLeaveMaintenance(step, facts(host, { ledgerRow, authority }))).not.toBeNull();
    }
    const gone = anAuthority({ images: [anImage(OLD)] });
    expect(whyNotLeaveMaintenance(step, facts(host, { ledgerRow, authority: gone }))).toMatchObject({
      kind: 'base-image-missing',
      rule: 'INV-2',
      subject: NEW,
    });
  });

  it('QB-5: not when a planned full boot was a Quick Boot', () => {
    const host = upgraded({ boot: { type: 'quick', source: 'event', bootTime: BOOTED_AT } });
    expect(
      isHostDone(aStep(planned), facts(host, { ledgerRow: aLedgerRow(host, { measured: OLD }) })),
    ).toMatchObject({ rule: 'QB-5' });
  });

  it('QB-5: nor when the ledger knows the Quick Boot and only the events near an old boot time say full', () => {
    const host = upgraded({ boot: { type: 'full', source: 'event', bootTime: BOOTED_AT } });
    const row = aLedgerRow(host, { measured: OLD, boot: { type: 'quick', source: 'none' } });
    expect(isHostDone(aStep(planned), facts(host, { ledgerRow: row }))).toMatchObject({ rule: 'QB-5' });
  });

  it('DG-9: not with the report of before a boot that the boot time does not tell of', () => {
    const host = upgraded();
    const { attestedAt = '' } = host.attestation;
    expect(isHostDone(aStep(planned), facts(host, { oldReport: attestedAt }))).toMatchObject({
      rule: 'DG-9',
    });
    const earlier = new Date(Date.parse(attestedAt) - 1_000).toISOString();
    expect(isHostDone(aStep(planned), facts(host, { oldReport: earlier }))).toBeNull();
  });

  describe('DG-6: the test host must prove its full boot', () => {
    const host = upgraded({ boot: { type: 'unknown', source: 'none' } });
    const step = aStep(planned, { isTestHost: true });
    const lag = aLedgerRow(host, { measured: OLD });
    it('a production host without evidence is done, and stays a debt', () => {
      expect(isHostDone(aStep(planned), facts(host, { ledgerRow: lag }))).toBeNull();
    });
    it('the test host without evidence is not', () => {
      const why = isHostDone(step, facts(host, { ledgerRow: lag }));
      expect(why).toMatchObject({ kind: 'operator-decision', rule: 'DG-6' });
      expect(isUnprovenBoot(why)).toBe(true);
      expect(isUnprovenBoot(isHostDone(step, facts(upgraded({ inMaintenance: true }))))).toBe(false);
    });
    it('somebody attesting with the new image since the boot is evidence', () => {
      const authority = anAuthority({
        images: [anImage(OLD), anImage(NEW, { lastAttestedAt: '2026-01-10T08:06:00Z' })],
      });
      expect(isHostDone(step, facts(host, { ledgerRow: lag, authority }))).toBeNull();
    });
  });

  describe('QB-5: a host rebooted for a full boot must prove it, from all sources', () => {
    const host = upgraded({ boot: { type: 'unknown', source: 'none', bootTime: BOOTED_AT } });
    const step = aStep(upgraded(), {
      executor: 'reboot',
      expects: { ...aStep(upgraded()).expects, measured: OLD },
    });
    const boot = (type: 'full' | 'quick', source: 'event' | 'tpm') =>
      ({ type, source, bootTime: BOOTED_AT, ...(source === 'event' && { event: 'esx.audit' }) }) as const;
    const judged = (now: EsxHost['boot'], before: EsxHost['boot']) =>
      isHostDone(
        step,
        facts({ ...host, boot: now }, { ledgerRow: aLedgerRow(host, { measured: OLD, boot: before }) }),
      );

    it.each([
      ['an event says full', boot('full', 'event'), host.boot, null],
      ['the TPM said full', host.boot, boot('full', 'tpm'), null],
      ['an event says quick', boot('quick', 'event'), host.boot, 'host-differs-from-plan'],
      ['the TPM said quick', host.boot, boot('quick', 'tpm'), 'host-differs-from-plan'],
      ['DG-14: nothing says how', host.boot, host.boot, 'operator-decision'],
      [
        'DG-14: event and TPM contradict each other',
        boot('full', 'event'),
        boot('quick', 'tpm'),
        'operator-decision',
      ],
    ])('%s', (_, now, before, kind) => {
      const why = judged(now, before);
      expect(why?.kind ?? null).toBe(kind);
      expect(isUnprovenBoot(why)).toBe(kind === 'operator-decision');
    });

    it('DG-14: what contradicts itself is shown', () => {
      expect(judged(boot('full', 'event'), boot('quick', 'tpm'))?.have).toMatch(
        /event says full.*|tpm says quick/,
      );
    });

    it('others attesting with its version prove nothing of it', () => {
      const image = anImage(NEW, { lastAttestedAt: '2026-01-10T08:06:00Z' });
      const given = facts(host, {
        ledgerRow: aLedgerRow(host, { measured: OLD, boot: host.boot }),
        authority: anAuthority({ images: [anImage(OLD), image] }),
      });
      expect(isHostDone(step, given)).toMatchObject({ kind: 'operator-decision', rule: 'QB-5' });
    });
  });

  it('ORD-3: a TA host only when all images and settings are OK on all TA hosts', () => {
    const host = aTaHost('ta-1', { installed: NEW });
    expect(isHostDone(aStep(host), goodFacts(host))).toBeNull();
    const differing = anAuthority({ images: [anImage(OLD, { health: 'ERROR' })] });
    expect(isHostDone(aStep(host), goodFacts(host, { authority: differing }))).toMatchObject({
      rule: 'INV-5',
    });
    expect(isHostDone(aStep(host), goodFacts(host, { authority: null }))).toMatchObject({
      kind: 'vcenter-away',
    });
  });
});
