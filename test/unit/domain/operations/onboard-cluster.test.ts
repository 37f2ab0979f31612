import { describe, expect, it } from '@jest/globals';
import type { TrustedConfiguration } from '../../../../src/domain/archive/trusted-configuration.js';
import type { EsxHost } from '../../../../src/domain/model/inventory.js';
import { planOperation } from '../../../../src/domain/operations/index.js';
import type { HostPlatform } from '../../../../src/domain/model/host-platform.js';
import type { Candidate } from '../../../../src/domain/operations/onboard-cluster/candidate.js';
import type { TpmEvidence } from '../../../../src/domain/operations/onboard-cluster/tpm-trust.js';
import {
  aCluster,
  anEstate,
  anImage,
  anInventory,
  aPolicy,
  aTrustedHost,
  NEW,
  NOT_ATTESTED,
  OLD,
} from '../../../support/builders.js';

const ref = { vcenter: 'vc-trusted', moid: 'domain-c7', name: 'regular' };
const issuer = anInventory().authority.facts.principals[0]?.issuer ?? '';
const service = {
  address: { hostname: 'ta-1', port: 443 },
  group: 'g',
  authorityCluster: 'ta',
  trustedCa: [],
};
const trust: TrustedConfiguration = {
  vcenter: 'vc-trusted',
  principal: { issuer, certificates: [] },
  attestationServices: [{ id: 'a', ...service }],
  keyProviderServices: [{ id: 'k', ...service }],
  clusters: [{ name: ref.name, moid: ref.moid, attestation: [], keyProvider: [] }],
};
const member = (name: string, change: Partial<EsxHost> = {}) =>
  aTrustedHost(name, { cluster: ref, installed: NEW, attestation: NOT_ATTESTED, ...change });

interface Case {
  readonly host?: Partial<EsxHost>;
  readonly platform?: HostPlatform;
  readonly parameters?: object;
  readonly found?: Partial<TrustedConfiguration>;
  readonly tpm?: TpmEvidence | 'unread';
}

function planned({
  host = {},
  platform = { tpmAttestation: 'accepted', firmware: 'UEFI' },
  parameters = {},
  found = {},
  tpm = { certificate: 'known-ca' },
}: Case = {}) {
  const hosts = [member('reg-1', host), member('reg-2')];
  const candidate: Candidate = {
    cluster: aCluster(ref, hosts, { policy: aPolicy({ enableQuickBoot: true }) }),
    platforms: { 'host-reg-1': platform, 'host-reg-2': { tpmAttestation: 'accepted' } },
    trust: { ...trust, ...found },
    ...(tpm !== 'unread' && {
      tpmTrust: {
        settings: { requireEndorsementKeys: false, requireCertificateValidation: true },
        isPartial: false,
        hosts: { 'host-reg-1': tpm, 'host-reg-2': { certificate: 'known-ca' } },
      },
    }),
  };
  const facts = {
    now: '2026-03-01T00:00:00.000Z',
    estate: anEstate(),
    inventory: anInventory({ authority: { images: [anImage(NEW)] } }),
    archivedImages: [],
    extras: { candidate },
  };
  const asked = { cluster: 'regular', vcenter: 'vc-trusted', ...parameters };
  const request = { estate: 'sample', kind: 'onboard-cluster', reason: 'a test', parameters: asked } as const;
  return planOperation(facts as never, request, 'hash');
}
const blockers = (plan: ReturnType<typeof planned>) =>
  plan.findings
    .filter(({ severity }) => severity === 'blocker')
    .map(({ rule, check, subject }) => [rule, check, subject]);
const quickBooted = { boot: { type: 'quick', source: 'event' } } as const;
const unknown = { boot: { type: 'unknown', source: 'none' } } as const;

describe('QB-9: the plan of an onboarding', () => {
  it('QB-9: binds, remediates and attests; nobody boots who booted fully', () => {
    const plan = planned();
    expect(plan.steps.map(({ id }) => id)).toEqual(['bind', 'remediate', 'attest', 'archive']);
    expect(plan.gates.map(({ id }) => id)).toEqual(['begin', 'trust-cluster']);
    expect(blockers(plan)).toEqual([]);
    expect(plan.details).toMatchObject({ authorityCluster: 'ta', boots: [], hosts: [{}, {}] });
  });

  it.each<[string, Partial<EsxHost>]>([
    ['a quick-booted host', quickBooted],
    ['DG-14: a host of which nobody knows', unknown],
  ])('QB-9, QB-5: %s boots fully first, with a warning that it would not attest', (_, host) => {
    const plan = planned({ host });
    expect(plan.steps.map(({ id }) => id)).toEqual([
      'quick-boot-off',
      'reboot/reg-1',
      'restore-policy',
      'bind',
      'remediate',
      'attest',
      'archive',
    ]);
    expect(plan.findings).toContainEqual(
      expect.objectContaining({ check: 'full-boot-first', severity: 'warning', subject: 'reg-1' }),
    );
    expect(plan.details).toMatchObject({
      boots: [{ isRegular: true, executor: 'reboot', target: NEW }],
    });
  });

  const other = { parameters: { vcenter: 'vc-9' } };
  const authority = { parameters: { vcenter: 'vc-authority' } };
  const bound = { clusters: [{ name: ref.name, moid: ref.moid, attestation: ['a'], keyProvider: [] }] };
  const stranger = { principal: { issuer: 'who', certificates: [] } };
  it.each<[string, Case, string]>([
    ['2.2: a cluster of the Trust Authority vCenter', authority, 'QB-9 cluster regular'],
    ['a cluster of another vCenter', other, 'QB-9 cluster regular'],
    ['a trusted cluster of the estate', { parameters: { cluster: 'workload' } }, 'QB-9 cluster workload'],
    ['a trusted cluster that the estate file lacks', { found: bound }, 'QB-9 cluster regular'],
    ['a host without TPM', { host: { tpm: false } }, 'ATT-1 no-tpm reg-1'],
    [
      'a host whose Secure Boot is off',
      { platform: { tpmAttestation: 'notAccepted', message: 'off' } },
      'ATT-1 no-tpm reg-1',
    ],
    ['DG-14: a host whose TPM vCenter never attested', { platform: {} }, 'ATT-1 no-tpm reg-1'],
    [
      'a host without UEFI',
      { platform: { tpmAttestation: 'accepted', firmware: 'BIOS' } },
      'ATT-1 no-tpm reg-1',
    ],
    [
      'a host whose TPM is by another CA',
      { tpm: { certificate: 'unknown-ca', issuer: 'CN=Other' } },
      'ATT-1 tpm-untrusted reg-1',
    ],
    ['a version that is not trusted', { host: { installed: OLD } }, 'IMG-1 image-untrusted reg-1'],
    ['DG-1: a version without vTA', { host: { installed: '9.0.0-24755229' } }, 'DG-1 no-vta reg-1'],
    ['a host in maintenance mode', { host: { inMaintenance: true } }, 'QB-9 host-out-of-service reg-1'],
    ['a vCenter without services', { found: { keyProviderServices: [] } }, 'QB-9 services regular'],
    ['a vCenter unknown to the Trust Authority', { found: stranger }, 'DG-13 principal regular'],
  ])('refuses %s, before anything is touched', (_, given, expected) => {
    expect(blockers(planned(given)).map((finding) => finding.join(' '))).toEqual([expected]);
  });

  it('ATT-1: names the CA that is missing, and how it is imported', () => {
    const { findings } = planned({ tpm: { certificate: 'unknown-ca', issuer: 'CN=Other' } });
    expect(findings.find(({ check }) => check === 'tpm-untrusted')).toMatchObject({
      severity: 'blocker',
      message:
        'The Trust Authority Cluster does not trust the TPM of reg-1: no registered CA has signed its certificate (by CN=Other).',
      remedy: expect.stringContaining('New-TrustAuthorityTpm2CACertificate'),
    });
  });

  it.each<[string, TpmEvidence | 'unread', string[]]>([
    ['an older vCenter tells nothing of its keys', {}, ['reg-1']],
    ['nothing of it was read', 'unread', ['reg-1', 'reg-2']],
  ])('DG-14: %s: said as unknown, and no blocker', (_, tpm, subjects) => {
    const own = planned({ tpm }).findings.filter(({ check }) => check === 'tpm-untrusted');
    expect(own.map(({ severity, subject }) => `${severity} ${subject}`)).toEqual(
      subjects.map((subject) => `warning ${subject}`),
    );
    expect(blockers(planned({ tpm }))).toEqual([]);
  });
});
