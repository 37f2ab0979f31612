import type { EsxVersion } from '../model/version.js';
import type { HostStep } from '../model/plan.js';
import type { WhyNot } from '../model/waiting.js';
import { authorityUnread, whyNotAuthorityServing } from './authority.js';
import type { GuardFacts, PeerHost } from './facts.js';
import { whyNotAsPlanned, whyNotOneByOne } from './host-itself.js';
import { firstReason, reason } from './reasons.js';
import { isInService, stateOf, whyNotAnyTaHost } from './ta-peers.js';

/**
 * Why this trusted host must not be taken out of service now; null = it may.
 *
 * The test host is exempt from "target trusted" only: the image database is exported from it (IMG-2).
 *
 * @rule DG-8, DG-4, IMG-5, ORD-8
 */
export function whyNotTrustedHost(step: HostStep, facts: GuardFacts): WhyNot | null {
  if (step.isRegular) return whyNotRegularHost(step, facts);
  return firstReason(
    () => whyNotAsPlanned(step, facts),
    () => whyNotOneByOne(step, facts),
    () => whyNotAnyTaHost(facts.taHosts),
    () => whyNotAuthorityServing(facts.authority),
    () => whyNotImageTrusted(step, facts, step.expects.installed, 'INV-2'),
    () => whyNotMeasuredTrusted(step, facts),
    () => (step.isTestHost ? null : whyNotImageTrusted(step, facts, step.target, 'IMG-5')),
    () => whyNotRoomForVms(step, facts),
  );
}

/** It needs no keys and attests with nothing yet; what it boots on has to be trusted all the same. @rule QB-9, ORD-8 */
function whyNotRegularHost(step: HostStep, facts: GuardFacts): WhyNot | null {
  return firstReason(
    () => whyNotAsPlanned(step, facts),
    () => whyNotOneByOne(step, facts),
    () => whyNotImageTrusted(step, facts, step.target, 'IMG-1'),
    () => whyNotRoomForVms(step, facts),
  );
}

/**
 * A base image is in the Trust Authority Cluster, on every TA host.
 *
 * @rule INV-1, INV-2, IMG-1, IMG-4, IMG-5, DG-4
 */
export function whyNotImageTrusted(
  step: HostStep,
  { authority }: Pick<GuardFacts, 'authority'>,
  version: EsxVersion,
  rule: string,
): WhyNot | null {
  if (!authority) return authorityUnread();
  const image = authority.images.find((candidate) => candidate.version === version);
  if (!image) {
    return reason(
      'base-image-missing',
      {
        subject: version,
        have: `${authority.images.length} base images, ${version} not among them`,
        need: `base image ${version} for ${step.host.name}`,
        rule,
      },
      ['authority', `import the base image database of ${version} into the Trust Authority Cluster`],
    );
  }
  if (image.health === 'OK') return null;
  return reason(
    'base-image-inconsistent',
    {
      subject: version,
      have: `health ${image.health}${image.details.length > 0 ? `: ${image.details.join('; ')}` : ''}`,
      need: 'health OK on every TA host',
      rule: 'IMG-5',
    },
    ['authority', `import base image ${version} again from the archive; every TA host must be connected`],
  );
}

/**
 * The version this host attests with stays trusted. When it is unknown, only a present attestation proves that it is.
 *
 * @rule DG-8, INV-1, DG-14
 */
function whyNotMeasuredTrusted(step: HostStep, facts: GuardFacts): WhyNot | null {
  const measured = facts.ledgerRow?.measured;
  if (measured !== undefined) return whyNotImageTrusted(step, facts, measured, 'INV-1');
  if (facts.host?.attestation.status === 'attested' || facts.acceptedUnattested.includes(step.host.name))
    return null;
  return reason(
    'trusted-host-unattested',
    {
      subject: step.host.name,
      have: `attestation ${facts.host?.attestation.status ?? 'unread'}, version of its last full boot unknown`,
      need: 'attested, or a known version that the Trust Authority Cluster trusts',
      rule: 'DG-8',
    },
    ['vsphere', 'boot the host fully with Quick Boot off; read kmxa.log on it'],
  );
}

/** More than so many names help nobody. */
const MOST_NAMED = 4;

function named(hosts: readonly PeerHost[]): string {
  if (hosts.length === 0) return '';
  const more = hosts.length > MOST_NAMED ? ['…'] : [];
  return ` (${[...hosts.slice(0, MOST_NAMED).map((host) => stateOf(host)), ...more].join('; ')})`;
}

/** Another host of the cluster can take the running VMs. @rule ORD-8 */
function whyNotRoomForVms(step: HostStep, { host, ours, clusterHosts }: GuardFacts): WhyNot | null {
  if (!clusterHosts) {
    return reason(
      'host-unreadable',
      {
        subject: step.cluster.name,
        have: 'its hosts could not be read',
        need: 'their state, read now',
        rule: 'ORD-8',
      },
      ['vsphere', 'check that the vCenter answers; the run goes on by itself'],
    );
  }
  if (!host || host.poweredOnVms === 0 || (ours && host.inMaintenance)) return null;
  const others = clusterHosts.filter(({ ref }) => ref.moid !== step.host.moid);
  if (others.some((peer) => isInService(peer))) return null;
  return reason(
    'evacuation',
    {
      subject: step.host.name,
      have: `0 of ${others.length} other hosts of ${step.cluster.name} in service${named(others)}`,
      need: `1 that takes its ${host.poweredOnVms} running VMs`,
      rule: 'ORD-8',
    },
    ['vsphere', 'bring another host of the cluster back into service, or shut the VMs down'],
  );
}
