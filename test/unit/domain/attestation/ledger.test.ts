import { describe, expect, it } from '@jest/globals';
import {
  expectedAttestation,
  ledgerAfterBoot,
  isHiddenBoot,
  ledgerFromInventory,
  observedBoot,
} from '../../../../src/domain/attestation/index.js';
import type { BootEvidence, LedgerRow } from '../../../../src/domain/model/inventory.js';
import { aLedgerRow, aTrustedHost, BOOTED_AT, NEW, OLD } from '../../../support/builders.js';

const host = aTrustedHost('esx-1');
const at = '2026-01-11T00:00:00Z';
const LATER = '2026-01-10T20:00:00Z';
const boot = (type: BootEvidence['type'], bootTime = LATER): BootEvidence => ({
  type,
  source: type === 'unknown' ? 'none' : 'event',
  bootTime,
});

describe('QB-3: what a boot does to the ledger', () => {
  it.each<[string, BootEvidence['type'], string | undefined, string | undefined]>([
    ['a full boot is measured with what is installed', 'full', OLD, NEW],
    ['a Quick Boot leaves the old measurement', 'quick', OLD, OLD],
    ['DG-14: an unknown boot counts as Quick Boot', 'unknown', OLD, OLD],
    ['a Quick Boot does not make an unknown one known', 'quick', undefined, undefined],
  ])('%s', (_, type, before, after) => {
    const { measured: __, ...rest } = aLedgerRow(host);
    const row: LedgerRow = { ...rest, ...(before !== undefined && { measured: before }) };
    const next = ledgerAfterBoot(row, { installed: NEW, boot: boot(type), at });
    expect(next).toMatchObject({ installed: NEW, at, boot: { type } });
    expect(expectedAttestation(next)).toBe(after);
  });
});

describe('DG-3: the ledger as read from the inventory', () => {
  const now = (type: BootEvidence['type'], change = {}) =>
    aTrustedHost('esx-1', { installed: NEW, bootTime: LATER, boot: boot(type), ...change });

  it('a host never seen is known only after a full boot', () => {
    expect(ledgerFromInventory(now('full'), undefined, at).measured).toBe(NEW);
    expect(ledgerFromInventory(now('quick'), undefined, at).measured).toBeUndefined();
    expect(ledgerFromInventory(now('unknown'), undefined, at).measured).toBeUndefined();
  });

  it('QB-3: full-booted on the old, quick-booted to the new: installed new, measured old', () => {
    expect(ledgerFromInventory(now('quick'), aLedgerRow(host), at)).toMatchObject({
      installed: NEW,
      measured: OLD,
    });
  });

  it('evidence of the same boot is only ever improved', () => {
    const known = ledgerFromInventory(now('full'), undefined, at);
    const forgotten = ledgerFromInventory(now('unknown'), known, '2026-02-01T00:00:00Z');
    expect(forgotten).toMatchObject({ measured: NEW, boot: { type: 'full', source: 'event' } });
  });

  it('QB-3: a boot that the boot time does not tell of is a Quick Boot, and stays one', () => {
    const row = aLedgerRow(host, { boot: boot('full', BOOTED_AT) });
    const hidden = now('full', { bootTime: BOOTED_AT, boot: boot('full', BOOTED_AT) });
    const first = ledgerFromInventory(hidden, row, at);
    expect(first).toMatchObject({
      installed: NEW,
      measured: OLD,
      boot: { type: 'quick', source: 'boot-time' },
    });
    expect(ledgerFromInventory(hidden, first, at)).toMatchObject({ measured: OLD, boot: { type: 'quick' } });
    expect(ledgerFromInventory(now('full'), first, at)).toMatchObject({ measured: NEW });
  });

  it('a host that cannot be read keeps its row', () => {
    const { installed: _, ...unread } = host;
    const row = aLedgerRow(host);
    expect(ledgerFromInventory(unread, row, at)).toBe(row);
    expect(ledgerFromInventory(unread, undefined, at)).not.toHaveProperty('measured');
  });

  it('an evidence without time gets the boot time of the host', () => {
    const { bootTime: _, ...timeless } = boot('full');
    expect(
      ledgerFromInventory(now('full', { boot: timeless, bootTime: BOOTED_AT }), undefined, at).boot.bootTime,
    ).toBe(BOOTED_AT);
  });
});

describe('INV-3: what a host ran before, and since when it runs what it does', () => {
  const since = (row: LedgerRow) => row.installedSince;
  const now = (type: BootEvidence['type'], bootTime = LATER) =>
    aTrustedHost('esx-1', { installed: NEW, bootTime, boot: boot(type, bootTime) });

  it('an upgrade leaves the version before, since its boot', () => {
    const after = { installed: NEW, boot: boot('full'), at };
    expect(since(ledgerAfterBoot(aLedgerRow(host), after))).toEqual({ at: LATER, before: OLD });
    expect(since(ledgerFromInventory(now('quick'), aLedgerRow(host), at))).toEqual({
      at: LATER,
      before: OLD,
    });
  });

  it('a reboot on the same version changes nothing', () => {
    const upgraded = ledgerAfterBoot(aLedgerRow(host), { installed: NEW, boot: boot('quick'), at });
    const next = ledgerFromInventory(now('full', '2026-01-12T00:00:00Z'), upgraded, '2026-01-13T00:00:00Z');
    expect(next).toMatchObject({ measured: NEW, installedSince: { at: LATER, before: OLD } });
  });

  it('a rollback leaves the version that was rolled back', () => {
    const upgraded = ledgerAfterBoot(aLedgerRow(host), { installed: NEW, boot: boot('full'), at });
    const back = { installed: OLD, boot: boot('full', '2026-01-12T00:00:00Z'), at };
    expect(since(ledgerAfterBoot(upgraded, back))).toEqual({ at: '2026-01-12T00:00:00Z', before: NEW });
  });

  it('a boot that the boot time does not tell of counts from its observation', () => {
    const row = aLedgerRow(host, { boot: boot('full', BOOTED_AT) });
    expect(since(ledgerFromInventory(now('full', BOOTED_AT), row, at))).toEqual({ at, before: OLD });
  });

  it('a host never seen has run its version since its boot at least; before that nobody knows', () => {
    expect(since(ledgerFromInventory(now('full'), undefined, at))).toEqual({ at: LATER });
    expect(since(ledgerFromInventory(host, aLedgerRow(host), at))).toEqual({ at: BOOTED_AT });
  });
});

describe('QB-4, DG-3: since when a host is in debt', () => {
  const next = (type: BootEvidence['type'], row: LedgerRow, bootTime: string | undefined = LATER) => {
    const { bootTime: _, ...timeless } = boot(type);
    return ledgerAfterBoot(row, {
      installed: NEW,
      boot: bootTime === undefined ? timeless : { ...timeless, bootTime },
      at,
    }).owedSince;
  };

  it('since the boot that made it, or since it was seen', () => {
    expect(next('quick', aLedgerRow(host))).toBe(LATER);
    expect(
      ledgerAfterBoot(aLedgerRow(host), { installed: NEW, boot: { type: 'quick', source: 'event' }, at }),
    ).toMatchObject({ owedSince: at });
    expect(next('full', aLedgerRow(host))).toBeUndefined();
  });

  it('an old debt keeps its age; one without a beginning is as old as its row', () => {
    const indebted = aLedgerRow(host, { installed: NEW, measured: OLD });
    expect(next('quick', { ...indebted, owedSince: BOOTED_AT })).toBe(BOOTED_AT);
    expect(next('quick', indebted)).toBe(indebted.at);
  });

  it('a host never seen owes since its boot, an unread one since now', () => {
    const seen = aTrustedHost('esx-1', { installed: NEW, bootTime: LATER, boot: boot('quick') });
    expect(ledgerFromInventory(seen, undefined, at)).toEqual({
      host: seen.ref,
      installed: NEW,
      installedSince: { at: LATER },
      boot: boot('quick'),
      at,
      owedSince: LATER,
    });
    const { installed: _, ...unread } = aTrustedHost('esx-1', { boot: { type: 'unknown', source: 'none' } });
    expect(ledgerFromInventory(unread, undefined, at)).toEqual({
      host: unread.ref,
      boot: { type: 'unknown', source: 'none' },
      at,
      owedSince: at,
    });
  });
});

describe('QB-3: a boot that the boot time does not tell of', () => {
  it.each<[string, Parameters<typeof isHiddenBoot>[0], Parameters<typeof isHiddenBoot>[1], boolean]>([
    [
      'another version, the same time',
      { installed: OLD, bootTime: LATER },
      { installed: NEW, bootTime: LATER },
      true,
    ],
    [
      'the same time written otherwise',
      { installed: OLD, bootTime: LATER },
      { installed: NEW, bootTime: '2026-01-10T20:00:00.000Z' },
      true,
    ],
    [
      'another version, another time',
      { installed: OLD, bootTime: BOOTED_AT },
      { installed: NEW, bootTime: LATER },
      false,
    ],
    ['the same version', { installed: NEW, bootTime: LATER }, { installed: NEW, bootTime: LATER }, false],
    ['an unknown version before', { bootTime: LATER }, { installed: NEW, bootTime: LATER }, false],
    ['unknown times', { installed: OLD }, { installed: NEW }, false],
  ])('%s', (_, before, after, hidden) => {
    expect(isHiddenBoot(before, after)).toBe(hidden);
  });

  it('is a Quick Boot at that time; one that is known to be quick keeps its evidence', () => {
    const before = { installed: OLD, bootTime: LATER };
    const after = { installed: NEW, bootTime: LATER };
    expect(observedBoot(before, { ...after, boot: boot('full') })).toEqual({
      type: 'quick',
      source: 'boot-time',
      bootTime: LATER,
    });
    const known = boot('quick');
    expect(observedBoot(before, { ...after, boot: known })).toBe(known);
    const told = boot('full');
    expect(observedBoot({ ...before, bootTime: BOOTED_AT }, { ...after, boot: told })).toBe(told);
  });

  it('INV-3: an unknown version before is no version before', () => {
    const { installed: _, ...row } = aLedgerRow(host);
    expect(ledgerAfterBoot(row, { installed: NEW, boot: boot('full'), at }).installedSince).toEqual({
      at: LATER,
    });
  });
});
