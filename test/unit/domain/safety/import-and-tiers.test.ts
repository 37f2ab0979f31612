import { describe, expect, it } from '@jest/globals';
import type { TrustLink } from '../../../../src/domain/model/inventory.js';
import type { TierKind } from '../../../../src/domain/model/plan.js';
import type { LinkAfter, TierFacts, VCenterAfter } from '../../../../src/domain/safety/index.js';
import { clustersToRemediate, whyNotImport, whyNotNextTier } from '../../../../src/domain/safety/index.js';
import { anAuthority, aTaHost, aVCenter, aVCenterStep, NEW_VC } from '../../../support/builders.js';

const taHosts = [aTaHost('ta-1'), aTaHost('ta-2'), aTaHost('ta-3')];

describe('DG-15: an absent TA host blocks the import', () => {
  it.each<[string, Parameters<typeof whyNotImport>[0], string | null]>([
    ['all connected', { taHosts, authority: anAuthority() }, null],
    [
      'one disconnected',
      { taHosts: [...taHosts, aTaHost('ta-4', { connection: 'disconnected' })], authority: anAuthority() },
      'DG-15',
    ],
    ['none at all', { taHosts: [], authority: anAuthority() }, 'DG-15'],
    ['unread', { taHosts: null, authority: anAuthority() }, 'INV-4'],
    ['authority unread', { taHosts, authority: null }, 'DG-7'],
    ['IMG-4: cluster off', { taHosts, authority: anAuthority({ state: 'DISABLE' }) }, 'ORD-2'],
    ['IMG-4: service not OK', { taHosts, authority: anAuthority({ attestationService: 'NONE' }) }, 'IMG-4'],
  ])('%s', (_, facts, rule) => {
    expect(whyNotImport(facts)?.rule ?? null).toBe(rule);
  });

  it('a TA host in maintenance is connected, and gets the image', () => {
    expect(
      whyNotImport({ taHosts: [aTaHost('ta-1', { inMaintenance: true })], authority: anAuthority() }),
    ).toBeNull();
  });
});

const link: TrustLink = {
  vcenter: 'vc-trusted',
  principalFingerprint: 'f',
  principalIssuer: 'i',
  attestationServices: ['ta-1:443', 'ta-2:443'],
  keyProviderServices: ['ta-1:443'],
};
const updated = (name: string) => aVCenter(name, { current: { version: NEW_VC, build: '2' } });
const trusted: VCenterAfter = {
  step: aVCenterStep('vc-trusted'),
  now: updated('vc-trusted'),
  linkBefore: link,
  linkNow: link,
  appliedConfig: { workload: 'OK' },
};
/** The principal as it was imported again, with other certificates. */
const imported = {
  id: 'principal-1',
  issuer: 'https://vc-trusted.example.com',
  health: 'OK',
  fingerprint: 'g',
} as const;
const authority: VCenterAfter = { step: aVCenterStep('vc-authority'), now: updated('vc-authority') };
const linkAfter = (change: Partial<TrustLink> | null): LinkAfter => ({
  vcenter: 'vc-trusted',
  before: link,
  now: change && { ...link, ...change },
});
const facts = (tier: TierKind, change: Partial<TierFacts> = {}): TierFacts => ({
  tier,
  vcenters: tier === 'authority-vcenter' ? [authority] : tier === 'trusted-vcenters' ? [trusted] : [],
  authorityBefore: anAuthority(),
  authority: anAuthority(),
  taHosts,
  unfinishedHosts: [],
  ...change,
});

describe('ORD-2..5: a tier is verified before the next begins', () => {
  it.each<TierKind>(['authority-vcenter', 'authority-hosts', 'trusted-vcenters', 'trusted-hosts'])(
    '%s: all is well',
    (tier) => {
      expect(whyNotNextTier(facts(tier))).toBeNull();
    },
  );

  it.each<[string, TierFacts, string, string]>([
    [
      'ORD-2: the vCenter is away',
      facts('authority-vcenter', { vcenters: [{ ...authority, now: null }] }),
      'vcenter-away',
      'ORD-2',
    ],
    [
      'ORD-2: still the old version',
      facts('authority-vcenter', { vcenters: [{ ...authority, now: aVCenter('vc-authority') }] }),
      'installing',
      'ORD-2',
    ],
    [
      'ORD-2: unhealthy',
      facts('authority-vcenter', {
        vcenters: [{ ...authority, now: { ...updated('vc-authority'), health: 'red' } }],
      }),
      'vcenter-away',
      'ORD-2',
    ],
    [
      'ORD-2: a TA host did not reconnect',
      facts('authority-vcenter', { taHosts: [aTaHost('ta-1', { connection: 'disconnected' })] }),
      'ta-host-unavailable',
      'ORD-2',
    ],
    [
      'DG-13: a principal is gone',
      facts('authority-vcenter', { authority: anAuthority({ principals: [] }) }),
      'operator-decision',
      'DG-13',
    ],
    [
      'DG-13: a principal has another issuer',
      facts('authority-vcenter', {
        authority: anAuthority({ principals: [{ id: 'principal-1', issuer: 'other', health: 'OK' }] }),
      }),
      'operator-decision',
      'DG-13',
    ],
    [
      'DG-13: after the TA vCenter a trusted vCenter has lost a registration',
      facts('authority-vcenter', { links: [linkAfter({ attestationServices: [] })] }),
      'operator-decision',
      'DG-13',
    ],
    [
      'DG-13: after the TA vCenter the principal of a trusted vCenter is not accepted',
      facts('authority-vcenter', { links: [linkAfter({ principalFingerprint: 'other' })] }),
      'operator-decision',
      'DG-13',
    ],
    [
      'DG-13, DG-14: after the TA vCenter a trusted vCenter does not answer',
      facts('authority-vcenter', { links: [linkAfter(null)] }),
      'vcenter-away',
      'DG-13',
    ],
    [
      'ORD-3: a TA host is not finished',
      facts('authority-hosts', { unfinishedHosts: ['ta-3'] }),
      'another-host-in-progress',
      'ORD-3',
    ],
    [
      'ORD-3: the TA hosts differ',
      facts('authority-hosts', { authority: anAuthority({ tpmSettings: 'ERROR' }) }),
      'ta-service-unhealthy',
      'INV-5',
    ],
    [
      'ORD-4, DG-13: changed signing certificates',
      facts('trusted-vcenters', {
        vcenters: [{ ...trusted, linkNow: { ...link, principalFingerprint: 'g' } }],
      }),
      'operator-decision',
      'DG-13',
    ],
    [
      'ORD-4, DG-13: the certificate-change alarm with the same principal',
      facts('trusted-vcenters', {
        vcenters: [{ ...trusted, linkNow: { ...link, certificatesChangedAt: '2026-02-01T00:00:00Z' } }],
      }),
      'operator-decision',
      'DG-13',
    ],
    [
      'DG-13: new certificates that not every TA host knows',
      facts('trusted-vcenters', {
        vcenters: [{ ...trusted, linkNow: { ...link, principalFingerprint: 'g' } }],
        authority: anAuthority({ principals: [{ ...imported, health: 'ERROR' }] }),
      }),
      'operator-decision',
      'DG-13',
    ],
    [
      'DG-13: the principal of another trusted vCenter is gone',
      facts('trusted-vcenters', { authority: anAuthority({ principals: [] }) }),
      'operator-decision',
      'DG-13',
    ],
    [
      'ORD-2, DG-13: a key provider is gone',
      facts('authority-vcenter', { authority: anAuthority({ keyProviders: [] }) }),
      'operator-decision',
      'DG-13',
    ],
    [
      'DG-13: a principal has other certificates',
      facts('authority-vcenter', {
        authorityBefore: anAuthority({ principals: [{ ...imported, fingerprint: 'f' }] }),
        authority: anAuthority({ principals: [imported] }),
      }),
      'operator-decision',
      'DG-13',
    ],
    [
      'DG-13: changed issuer',
      facts('trusted-vcenters', { vcenters: [{ ...trusted, linkNow: { ...link, principalIssuer: 'j' } }] }),
      'operator-decision',
      'DG-13',
    ],
    [
      'DG-13: a service is no longer registered',
      facts('trusted-vcenters', {
        vcenters: [{ ...trusted, linkNow: { ...link, attestationServices: ['ta-1:443'] } }],
      }),
      'operator-decision',
      'DG-13',
    ],
    [
      'DG-13: registrations unread',
      facts('trusted-vcenters', { vcenters: [{ ...trusted, linkNow: null }] }),
      'vcenter-away',
      'DG-13',
    ],
    [
      'ORD-4: applied configuration diverged',
      facts('trusted-vcenters', { vcenters: [{ ...trusted, appliedConfig: { workload: 'ERROR' } }] }),
      'operator-decision',
      'ORD-4',
    ],
    [
      'ORD-4, DG-14: applied configuration NONE',
      facts('trusted-vcenters', { vcenters: [{ ...trusted, appliedConfig: { workload: 'NONE' } }] }),
      'operator-decision',
      'ORD-4',
    ],
    [
      'ORD-4: applied configuration unread',
      facts('trusted-vcenters', { vcenters: [{ ...trusted, appliedConfig: null }] }),
      'vcenter-away',
      'ORD-4',
    ],
    [
      'ORD-5: a trusted host is not finished',
      facts('trusted-hosts', { unfinishedHosts: ['esx-4'] }),
      'another-host-in-progress',
      'ORD-5',
    ],
  ])('%s', (_, given, kind, rule) => {
    expect(whyNotNextTier(given)).toMatchObject({ kind, rule });
  });
});

describe('DG-13, ORD-4: changed signing certificates', () => {
  const linkNow = {
    ...link,
    principalIssuer: imported.issuer,
    principalFingerprint: 'g',
    certificatesChangedAt: '2026-02-01T00:00:00Z',
  };
  const after = (authorityNow: TierFacts['authority']) =>
    whyNotNextTier(
      facts('trusted-vcenters', {
        vcenters: [{ ...trusted, linkBefore: { ...link, principalIssuer: imported.issuer }, linkNow }],
        authority: authorityNow,
      }),
    );

  it('stop with what is needed and how', () => {
    const why = after(anAuthority());
    expect(why?.need).toBe('principal must be re-imported');
    expect(why?.youMay.map(({ what }) => what).join()).toMatch(
      /Export-TrustedPrincipal.*New-TrustAuthorityPrincipal/,
    );
  });
  it('are fine once the Trust Authority Cluster holds the new ones', () => {
    expect(after(anAuthority({ principals: [imported] }))).toBeNull();
  });
  it('an alarm of before the upgrade is not one of it', () => {
    const old = { ...link, certificatesChangedAt: '2025-02-01T00:00:00Z' };
    const same = facts('trusted-vcenters', { vcenters: [{ ...trusted, linkBefore: old, linkNow: old }] });
    expect(whyNotNextTier(same)).toBeNull();
  });
});

describe('ORD-4, DG-14: clusters to remediate', () => {
  const of = (change: Partial<VCenterAfter>) =>
    clustersToRemediate(facts('trusted-vcenters', { vcenters: [{ ...trusted, ...change }] }));
  it('are those that differ, when nothing else stands in the way', () => {
    expect(of({ appliedConfig: { workload: 'ERROR', other: 'OK' } })).toEqual(['workload']);
  });
  it.each<[string, Partial<VCenterAfter>]>([
    ['all is well', {}],
    ['one is unknown', { appliedConfig: { workload: 'ERROR', other: 'NONE' } }],
    ['nothing could be read', { appliedConfig: null }],
    [
      'the principal must be re-imported first',
      {
        appliedConfig: { workload: 'ERROR' },
        linkNow: { ...link, principalFingerprint: 'g' },
      },
    ],
    ['the vCenter is not there yet', { appliedConfig: { workload: 'ERROR' }, now: null }],
  ])('are none: %s', (_, change) => {
    expect(of(change)).toEqual([]);
  });
});
