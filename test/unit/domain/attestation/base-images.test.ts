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

describe('QB-4: why an image is needed, in words', () => {
  it.each<[string, LedgerRow]>([
    [`a attests with ${OLD}, the version of its last full boot.`, row('a', NEW, OLD)],
    [`a runs ${OLD} and attests with it after its next full boot.`, row('a', OLD, NEW)],
    ['The version of the last full boot of a is unknown.', row('a', NEW)],
    ['The version installed on a is unknown.', row('a', undefined, NEW)],
  ])('%s', (message, needing) => {
    expect(baseImageRemovalBlockers(anImage(OLD), [needing])).toEqual([
      {
        rule: 'QB-4',
        check: 'base-image-in-use',
        subject: 'a',
        severity: 'blocker',
        message,
        remedy: 'Boot a fully (Quick Boot off) on the new version, then ask again.',
      },
    ]);
  });

  it('a debt says what the host runs and attests with', () => {
    expect(quickBootDebts([row('z', NEW, OLD), row('c'), row('b', NEW)])).toEqual([
      {
        kind: 'quick-boot',
        subject: 'b',
        rule: 'QB-4',
        text: `b runs ${NEW} and attests with an unknown version until its next full boot.`,
      },
      {
        kind: 'quick-boot',
        subject: 'c',
        rule: 'QB-4',
        text: 'c runs an unknown version and attests with an unknown version until its next full boot.',
      },
      {
        kind: 'quick-boot',
        subject: 'z',
        rule: 'QB-4',
        text: `z runs ${NEW} and attests with ${OLD} until its next full boot.`,
      },
    ]);
  });

  it('an image that stays names at most five of its hosts', () => {
    const needing = (count: number) =>
      keptImageDebts(
        Array.from({ length: count }, (_, index) => row(`h${index + 1}`, NEW, OLD)),
        [anImage(OLD), anImage(NEW)],
        NEW,
      );
    const text = `Base image ${OLD} stays; `;
    expect(needing(0)).toEqual([
      { kind: 'image-kept', subject: OLD, rule: 'QB-4', text: `${text}no host needs it any more.` },
    ]);
    expect(needing(5)[0]?.text).toBe(`${text}needed by 5: h1, h2, h3, h4, h5.`);
    expect(needing(7)[0]?.text).toBe(`${text}needed by 7: h1, h2, h3, h4, h5 and 2 more.`);
  });
});
