import { describe, expect, it } from '@jest/globals';
import {
  baseImageRemovalBlockers,
  imagesStillNeeded,
  keptImageDebts,
  quickBootDebts,
} from '../../../../src/domain/attestation/index.js';
import type { LedgerRow } from '../../../../src/domain/model/inventory.js';
import { aLedgerRow, anImage, aTrustedHost, NEW, OLD } from '../../../support/builders.js';

const row = (name: string, installed?: string, measured?: string): LedgerRow => {
  const { installed: _, measured: __, ...rest } = aLedgerRow(aTrustedHost(name));
  return {
    ...rest,
    ...(installed !== undefined && { installed }),
    ...(measured !== undefined && { measured }),
  };
};
const BETWEEN = '8.0.3-24000000';

describe('QB-4: a base image stays while any host needs it', () => {
  it.each<[string, LedgerRow[], string[]]>([
    ['all fully booted on new', [row('a', NEW, NEW)], []],
    ['one only quick-booted', [row('a', NEW, NEW), row('b', NEW, OLD)], ['b']],
    ['INV-3: one not upgraded', [row('c', OLD, OLD), row('a', NEW, NEW)], ['c']],
    ['INV-2: installed counts too', [row('a', OLD, NEW)], ['a']],
    ['DG-14: last full boot unknown', [row('c', NEW)], ['c']],
    ['installed version unknown', [row('c', undefined, NEW)], ['c']],
    ['sorted by name', [row('z', NEW, OLD), row('b', NEW, OLD)], ['b', 'z']],
  ])('%s', (_, ledger, blockers) => {
    expect(baseImageRemovalBlockers(anImage(OLD), ledger).map(({ subject }) => subject)).toEqual(blockers);
  });

  it('nine of ten fully rebooted: the tenth is named', () => {
    const ledger = Array.from({ length: 10 }, (_, i) => row(`esx-${i}`, NEW, i === 7 ? OLD : NEW));
    expect(baseImageRemovalBlockers(anImage(OLD), ledger)).toEqual([
      expect.objectContaining({
        rule: 'QB-4',
        subject: 'esx-7',
        severity: 'blocker',
        remedy: expect.stringContaining('esx-7'),
      }),
    ]);
  });

  it('an image in between is free when no host measured or installed it', () => {
    const images = [anImage(NEW), anImage(BETWEEN), anImage(OLD)];
    expect(imagesStillNeeded([row('a', NEW, OLD)], images)).toEqual([
      { image: anImage(OLD), neededBy: ['a'] },
      { image: anImage(NEW), neededBy: ['a'] },
    ]);
  });
});

describe('QB-4: what a run leaves open', () => {
  it('hosts whose last full boot was on another version, or is unknown', () => {
    expect(quickBootDebts([row('c', NEW), row('a', NEW, NEW), row('b', NEW, OLD)])).toEqual([
      expect.objectContaining({
        kind: 'quick-boot',
        subject: 'b',
        text: expect.stringContaining(`attests with ${OLD}`),
      }),
      expect.objectContaining({ kind: 'quick-boot', subject: 'c' }),
    ]);
  });

  it('images older than the target, with who needs them', () => {
    const debts = keptImageDebts([row('b', NEW, OLD)], [anImage(NEW), anImage(BETWEEN), anImage(OLD)], NEW);
    expect(debts).toEqual([
      expect.objectContaining({
        kind: 'image-kept',
        subject: OLD,
        text: expect.stringContaining('needed by 1: b'),
      }),
      expect.objectContaining({
        kind: 'image-kept',
        subject: BETWEEN,
        text: expect.stringContaining('no host needs it'),
      }),
    ]);
  });
});
