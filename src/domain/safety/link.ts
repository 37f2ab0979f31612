import type { AuthorityFacts, TrustLink } from '../model/inventory.js';
import type { WhyNot } from '../model/waiting.js';
import { authorityUnread } from './authority.js';
import type { LinkAfter, TierFacts } from './facts.js';
import { reason } from './reasons.js';

/**
 * The trusted vCenter is still who the Trust Authority Cluster knows, with all its registrations. Signing certificates
 * that changed are fine only when the Trust Authority Cluster holds the new ones. @rule DG-13, ORD-4
 */
export function whyNotSameLink(link: LinkAfter | undefined, authority: AuthorityFacts | null): WhyNot | null {
  if (!link) return null;
  const { vcenter, before, now } = link;
  if (!now) {
    return reason(
      'vcenter-away',
      {
        subject: vcenter,
        have: 'its principal and registrations could not be read',
        need: 'both',
        rule: 'DG-13',
      },
      ['vsphere', 'check that the vCenter answers; the run goes on by itself'],
    );
  }
  const changed = whatChanged(before, now);
  if (changed !== undefined && !isAccepted(now, authority)) {
    return reason(
      'operator-decision',
      {
        subject: vcenter,
        have: `${changed}: the Trust Authority Cluster does not know this vCenter any more`,
        need: 'principal must be re-imported',
        rule: 'DG-13',
      },
      [
        'vsphere',
        `export it: Export-TrustedPrincipal, connected to ${vcenter}; look for the alarm TaStsCertificatesChangeAlarm there`,
      ],
      [
        'authority',
        'import it: Remove-TrustAuthorityPrincipal for the old one, then New-TrustAuthorityPrincipal with that file; the run goes on by itself',
      ],
    );
  }
  return whyNotRegistered(vcenter, before, now);
}

/** What about the principal is not as before, in words; undefined = nothing. */
function whatChanged(before: TrustLink, now: TrustLink): string | undefined {
  if (before.principalIssuer !== now.principalIssuer)
    return `issuer ${now.principalIssuer}, was ${before.principalIssuer}`;
  if (before.principalFingerprint !== now.principalFingerprint)
    return 'other signing certificates than before its upgrade';
  const { certificatesChangedAt: at } = now;
  if (at === undefined || at === before.certificatesChangedAt) return undefined;
  return `certificate-change alarm of ${at}`;
}

/** The Trust Authority Cluster holds the very certificates that this vCenter signs with, on every TA host. */
function isAccepted(now: TrustLink, authority: AuthorityFacts | null): boolean {
  return (
    authority?.principals.some(
      ({ fingerprint, issuer, health }) =>
        health === 'OK' && fingerprint === now.principalFingerprint && issuer === now.principalIssuer,
    ) ?? false
  );
}

function whyNotRegistered(vcenter: string, before: TrustLink, now: TrustLink): WhyNot | null {
  const missing = [
    ...before.attestationServices.filter((service) => !now.attestationServices.includes(service)),
    ...before.keyProviderServices.filter((service) => !now.keyProviderServices.includes(service)),
  ];
  if (missing.length === 0) return null;
  return reason(
    'operator-decision',
    {
      subject: vcenter,
      have: `no longer registered: ${missing.join(', ')}`,
      need: 'all services registered',
      rule: 'DG-13',
    },
    ['vsphere', 'import the Trust Authority services information again and remediate the trusted clusters'],
  );
}

/** Every principal of before is there, with its issuer and certificates. @rule DG-13 */
export function whyNotSamePrincipals({ authorityBefore, authority }: TierFacts): WhyNot | null {
  if (!authority) return authorityUnread();
  const lost = authorityBefore.principals.filter(
    (before) =>
      !authority.principals.some(
        (now) =>
          now.id === before.id &&
          now.issuer === before.issuer &&
          (before.fingerprint === undefined || now.fingerprint === before.fingerprint),
      ),
  );
  if (lost.length === 0) return null;
  return reason(
    'operator-decision',
    {
      subject: lost.map(({ id }) => id).join(', '),
      have: `${lost.length} of ${authorityBefore.principals.length} principals gone or changed`,
      need: 'the principals of before the upgrade',
      rule: 'DG-13',
    },
    ['authority', 'import the trusted principal again'],
  );
}

/**
 * After a trusted vCenter its principal may have been imported anew, under another ID and with other certificates; but every
 * issuer of before is still accepted. @rule DG-13, ORD-4
 */
export function whyNotSameIssuers({ authorityBefore, authority }: TierFacts): WhyNot | null {
  if (!authority) return authorityUnread();
  const known = authority.principals.map(({ issuer }) => issuer);
  const lost = authorityBefore.principals
    .map(({ issuer }) => issuer)
    .filter((issuer) => !known.includes(issuer));
  if (lost.length === 0) return null;
  return reason(
    'operator-decision',
    {
      subject: lost.join(', '),
      have: 'no principal of this issuer in the Trust Authority Cluster',
      need: 'principal must be re-imported',
      rule: 'DG-13',
    },
    ['authority', 'New-TrustAuthorityPrincipal with the file of Export-TrustedPrincipal of that vCenter'],
  );
}

/** Key providers and certificates of TPMs that were there before are there still. @rule DG-13, ORD-2 */
export function whyNothingLost({ authorityBefore, authority }: TierFacts): WhyNot | null {
  if (!authority) return authorityUnread();
  const lost = (['keyProviders', 'caCertificates', 'endorsementKeys'] as const).flatMap((kind) =>
    authorityBefore[kind]
      .filter(({ name }) => !authority[kind].some((now) => now.name === name))
      .map(({ name }) => `${KINDS[kind]} ${name}`),
  );
  if (lost.length === 0) return null;
  return reason(
    'operator-decision',
    {
      subject: authority.cluster.name,
      have: `no longer there: ${lost.join(', ')}`,
      need: 'the configuration of before the upgrade',
      rule: 'DG-13',
    },
    ['authority', 'bring back what is missing from the archive of the vTA configuration'],
  );
}

const KINDS = {
  keyProviders: 'key provider',
  caCertificates: 'TPM CA certificate',
  endorsementKeys: 'TPM endorsement key',
} as const;
