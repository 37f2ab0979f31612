import { describe, expect, it } from '@jest/globals';
import {
  archiveFactsOf,
  archiveGaps,
  isComplete,
  whyNotProtected,
  type ArchiveFacts,
} from '../../../../src/domain/archive/protection.js';
import { notArchivedOf, type ArchiveManifest } from '../../../../src/domain/archive/manifest.js';
import { aConfiguration, aPrincipal } from '../../../support/archive-builders.js';
import { anAuthority, anImage, NEW, OLD } from '../../../support/builders.js';

const NOW = '2026-02-01T12:00:00.000Z';
const configuration = aConfiguration();
const part = {
  hash: 'a'.repeat(64),
  bytes: 1,
  vcenter: 'ta-vc',
  vcenterVersion: { version: '8', build: '1' },
};
const file = { version: OLD, hash: 'f', bytes: 1, sourceHost: 'h', exportedAt: 'x', quickBooted: false };
const manifest: ArchiveManifest = {
  schemaVersion: 1,
  estate: 'lab',
  takenAt: NOW,
  authority: { ...part, cluster: configuration.cluster },
  trusted: [{ ...part, vcenter: 'wl-vc' }],
  images: [file],
  notArchived: notArchivedOf(configuration, [file], []),
};
const facts = archiveFactsOf('archive-1', '2026-02-01T11:00:00.000Z', manifest, configuration);
const authority = anAuthority({
  images: [anImage(OLD)],
  keyProviders: [{ name: 'kp-main', health: 'OK' }],
  principals: [{ id: 'p', issuer: aPrincipal().issuer, health: 'OK' }],
  caCertificates: [{ name: 'vendor', health: 'OK' }],
  endorsementKeys: [{ name: 'ek-1', health: 'OK' }],
});
const about = { archive: facts, authority, trusted: ['wl-vc'], now: NOW };
const gaps = (change: Partial<Parameters<typeof archiveGaps>[0]>) =>
  archiveGaps({ ...about, ...change }).map(({ rule, subject, have }) => `${rule} ${subject}: ${have}`);
const later = (change: Partial<ArchiveFacts>) => gaps({ archive: { ...facts, ...change } });

it('BAK-1: a vCenter backup alone protects nothing', () => {
  const why = whyNotProtected({ ...about, archive: undefined });
  expect(why).toMatchObject({
    rule: 'BAK-1',
    have: expect.stringContaining('vTA configuration not archived'),
  });
  expect(why?.have).toContain('on the TA hosts, and no vCenter backup contains it');
  expect(why?.youMay[0]?.what).toContain('vta archive create');
});

it('an archive of both sides as they are now protects', () => {
  expect(gaps({})).toEqual([]);
  expect(whyNotProtected(about)).toBeNull();
});

describe('BAK-3: the archive is at most as old as the last change', () => {
  it.each<[string, string[], RegExp]>([
    [
      'not confirmed for more than a day',
      later({ at: '2026-01-31T11:59:00.000Z' }),
      /BAK-3 authority: .*24 hours/,
    ],
    ['something was unreadable', later({ unreadable: ['x'] }), /BAK-3 x: x could not be read/],
    ['without a trusted side', later({ trusted: [] }), /BAK-3 wl-vc: the trusted side/],
    [
      'a key provider came later',
      later({ items: facts.items.filter((key) => key !== 'keyProvider/kp-main') }),
      /BAK-3 kp-main: key provider kp-main is not in the archive/,
    ],
    [
      'a certificate was removed',
      gaps({ authority: { ...authority, caCertificates: [] } }),
      /BAK-3 caCertificate\/vendor: .*no longer/,
    ],
  ])('%s', (_, found, wanted) => {
    expect(found).toEqual([expect.stringMatching(wanted)]);
  });
});

describe('DG-11: every listed base image has its file', () => {
  const withNew = { ...authority, images: [anImage(OLD), anImage(NEW)] };
  it('or it blocks, unless the operator has accepted the gap', () => {
    const items = [...facts.items, `baseImage/${NEW}`];
    const archive = { ...facts, items };
    expect(gaps({ archive, authority: withNew })).toEqual([expect.stringMatching(`DG-11 ${NEW}: .*no file`)]);
    expect(gaps({ archive, authority: withNew, accepted: [NEW] })).toEqual([]);
  });

  it('BAK-3: an image imported since makes the archive old, with or without its file', () => {
    expect(gaps({ authority: withNew, accepted: [NEW] })).toEqual([
      expect.stringMatching(/^BAK-3 .*not in the archive/),
    ]);
  });
});

it('is complete when only secrets are missing, which no archive may have', () => {
  expect(isComplete(manifest)).toBe(true);
  expect(isComplete({ notArchived: notArchivedOf(configuration, [], []) })).toBe(false);
  const unreadable = [{ subject: 's', reason: 'r' }];
  expect(isComplete({ notArchived: notArchivedOf(configuration, [file], unreadable) })).toBe(false);
});

it('says how many more gaps there are', () => {
  expect(
    whyNotProtected({ ...about, archive: { ...facts, unreadable: ['a', 'b'], trusted: [] } })?.have,
  ).toContain('and 2 more');
});
