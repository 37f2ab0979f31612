import type { AuthorityFacts, Health } from '../model/inventory.js';
import type { WhyNot } from '../model/waiting.js';
import { reason } from './reasons.js';

/**
 * Why the Trust Authority Cluster as a whole is not fit for losing a host now: switched off, a service not `OK`, or
 * any part of its configuration not equal on all hosts. `NONE` is not `OK`.
 *
 * @rule DG-7, INV-5, DG-14
 */
export function whyNotAuthorityUniform(authority: AuthorityFacts | null): WhyNot | null {
  if (!authority) return authorityUnread();
  return whyNotEnabled(authority) ?? whyNotServices(authority, ['OK']) ?? whyNotEqualEverywhere(authority);
}

/**
 * Why the Trust Authority Cluster cannot attest a rebooting host now. One absent TA host turns the cluster's health to
 * `WARNING` while the others still serve, so that is enough here.
 *
 * @rule DG-8, DG-14
 */
export function whyNotAuthorityServing(authority: AuthorityFacts | null): WhyNot | null {
  if (!authority) return authorityUnread();
  return whyNotEnabled(authority) ?? whyNotServices(authority, ['OK', 'WARNING']);
}

export function authorityUnread(): WhyNot {
  return reason(
    'vcenter-away',
    {
      subject: 'Trust Authority Cluster',
      have: 'its state could not be read',
      need: 'an answer of its vCenter',
      rule: 'DG-7',
    },
    ['vsphere', 'check that the Trust Authority vCenter answers; the run goes on by itself'],
  );
}

export function whyNotEnabled(authority: AuthorityFacts): WhyNot | null {
  if (authority.state === 'ENABLE') return null;
  return reason(
    'ta-service-unhealthy',
    {
      subject: authority.cluster.name,
      have: `state ${authority.state}`,
      need: 'state ENABLE',
      rule: 'ORD-2',
    },
    ['authority', 'enable the Trust Authority Cluster again'],
  );
}

function whyNotServices(authority: AuthorityFacts, enough: readonly Health[]): WhyNot | null {
  const services: readonly (readonly [string, Health])[] = [
    ['attestation service', authority.attestationService],
    ['key provider service', authority.keyProviderService],
  ];
  const bad = services.filter(([, health]) => !enough.includes(health));
  if (bad.length === 0) return null;
  return reason(
    'ta-service-unhealthy',
    {
      subject: authority.cluster.name,
      have: bad.map(([name, health]) => `${name} ${health}`).join(', '),
      need: `both services ${enough.join(' or ')}`,
      rule: 'DG-7',
    },
    ['authority', 'read attestd.log and kmxd.log on the TA hosts; restart the services one host at a time'],
  );
}

/** Every image, setting, principal and key provider is `OK`, that is, the same on all TA hosts. @rule INV-5, IMG-4 */
export function whyNotEqualEverywhere(authority: AuthorityFacts): WhyNot | null {
  const image = authority.images.find(({ health }) => health !== 'OK');
  if (image) {
    const details = image.details.length > 0 ? `: ${image.details.join('; ')}` : '';
    return reason(
      'base-image-inconsistent',
      {
        subject: image.version,
        have: `health ${image.health}${details}`,
        need: 'health OK on every TA host',
        rule: 'INV-5',
      },
      [
        'authority',
        `import base image ${image.version} again from the archive; every TA host must be connected`,
      ],
    );
  }
  const part = namedParts(authority).find(([, health]) => health !== 'OK');
  if (!part) return null;
  return reason(
    'ta-service-unhealthy',
    { subject: part[0], have: `health ${part[1]}`, need: 'health OK, equal on every TA host', rule: 'INV-5' },
    ['authority', 'compare the setting between the TA hosts and make it equal'],
  );
}

function namedParts(authority: AuthorityFacts): (readonly [string, Health])[] {
  return [
    ['TPM attestation settings', authority.tpmSettings],
    ...authority.principals.map(({ id, health }) => [`principal ${id}`, health] as const),
    ...authority.keyProviders.map(({ name, health }) => [`key provider ${name}`, health] as const),
    ...authority.caCertificates.map(({ name, health }) => [`TPM CA certificate ${name}`, health] as const),
    ...authority.endorsementKeys.map(({ name, health }) => [`endorsement key ${name}`, health] as const),
  ];
}
