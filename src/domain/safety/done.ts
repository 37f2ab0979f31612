import { contradictions, mergeBoots, VM_IMPACT } from '../attestation/index.js';
import type { BootEvidence, EsxHost, LedgerRow } from '../model/inventory.js';
import type { HostStep } from '../model/plan.js';
import type { WhyNot } from '../model/waiting.js';
import { isAtOrAfter, isAttestedSinceBoot } from './attested.js';
import { whyNotAuthorityUniform } from './authority.js';
import type { GuardFacts } from './facts.js';
import { differs, whyNotConnected } from './host-itself.js';
import { firstReason, reason } from './reasons.js';
import { whyNotImageTrusted } from './trusted-host.js';

/**
 * "Done" of a host: connected, on the target version, its side's evidence complete, out of maintenance. Answers the
 * first thing that is missing, or null. Restored policies are a matter of the cluster: {@link policyDebt}.
 *
 * @rule ORD-3, ORD-5, ATT-2
 */
export function isHostDone(step: HostStep, facts: GuardFacts): WhyNot | null {
  return firstReason(
    () => whyNotUpgraded(step, facts),
    () => whyNotEvidence(step, facts),
    () => whyNotOutOfMaintenance(step, facts),
  );
}

/**
 * Why an upgraded host must stay in maintenance mode: a trusted host leaves it only when attested after its boot. A
 * TA host has nothing to prove before; its services are checked afterwards, as part of "done".
 *
 * @rule DG-9, INV-2, ATT-3
 */
export function whyNotLeaveMaintenance(step: HostStep, facts: GuardFacts): WhyNot | null {
  return firstReason(
    () => whyNotUpgraded(step, facts),
    () => (step.role === 'trusted' ? whyNotTrustedEvidence(step, facts) : null),
  );
}

/** Back, and on the target: a host that fell back to its old boot bank is told apart. */
function whyNotUpgraded(step: HostStep, facts: GuardFacts): WhyNot | null {
  const away = whyNotConnected(step, facts);
  if (away) return away;
  const installed = facts.host?.installed;
  if (installed === step.target) return null;
  if (installed === undefined) return differs(step, 'version unreadable', `runs ${step.target}`);
  const fellBack = installed === step.expects.installed;
  return differs(
    step,
    fellBack ? `still runs ${installed}: not upgraded, or back on its old boot bank` : `runs ${installed}`,
    `runs ${step.target}`,
  );
}

function whyNotEvidence(step: HostStep, facts: GuardFacts): WhyNot | null {
  switch (step.role) {
    case 'authority':
      return whyNotAuthorityUniform(facts.authority);
    case 'trusted':
      return whyNotTrustedEvidence(step, facts);
  }
}

function whyNotTrustedEvidence(step: HostStep, facts: GuardFacts): WhyNot | null {
  return firstReason(
    () => (step.isRegular ? null : whyNotAttested(step, facts)),
    () => whyNotInstalledTrusted(step, facts),
    () => whyNotBootedAsPlanned(step, facts),
  );
}

/**
 * A host that attests with an older version than it runs proves nothing for what it runs: that has to be trusted, or a
 * power loss would leave it unattested.
 *
 * @rule INV-2, QB-3, DG-14
 */
function whyNotInstalledTrusted(step: HostStep, facts: GuardFacts): WhyNot | null {
  if (step.isRegular || facts.ledgerRow?.measured === step.target) return null;
  return whyNotImageTrusted(step, facts, step.target, 'INV-2');
}

/**
 * Attested since this boot. A missing base image, told by comparing versions, is the expected cause and named as such.
 *
 * @rule ATT-1, ATT-2, DG-9
 */
function whyNotAttested(step: HostStep, facts: GuardFacts): WhyNot | null {
  const { host, authority, ledgerRow } = facts;
  if (host && isAttestedSinceBoot(host, facts.oldReport)) return null;
  const measured = ledgerRow?.measured;
  const missing = whyNotKnown(step, facts);
  if (missing) return missing;
  const inconsistent =
    authority && measured !== undefined ? whyNotImageTrusted(step, facts, measured, 'IMG-5') : null;
  if (inconsistent) return inconsistent;
  const attestation = host?.attestation;
  const messages = attestation?.services.flatMap((service) => service.messages) ?? [];
  const stale = attestation?.status === 'attested' ? ', but not since its last boot' : '';
  return reason(
    'attestation',
    {
      subject: step.host.name,
      have: `${attestation?.status ?? 'unread'}${stale}${messages.length > 0 ? `: ${messages.join('; ')}` : ''}`,
      need: 'attested by at least 1 TA host since this boot',
      rule: 'DG-9',
    },
    ['vsphere', 'read kmxa.log on this host, attestd.log and kmxd.log on the TA hosts'],
    ['authority', `check that base image ${step.measuredAfter ?? step.target} is imported on every TA host`],
    ['operator', `keep encrypted VMs off it. ${VM_IMPACT}`],
  );
}

/**
 * The expected failure on a new version: the host attests with one that the Trust Authority Cluster does not know. Waiting
 * does not end it, an import does. Null also when either is unknown: then the messages of the host tell.
 *
 * @rule ATT-1, ATT-3, FIX-1, FIX-2, FIX-3
 */
export function whyNotKnown(step: HostStep, facts: GuardFacts): WhyNot | null {
  const { host, authority, ledgerRow } = facts;
  const measured = ledgerRow?.measured;
  if (authority === null || measured === undefined) return null;
  if (host && isAttestedSinceBoot(host, facts.oldReport)) return null;
  if (authority.images.some(({ version }) => version === measured)) return null;
  const { name } = step.host;
  return reason(
    'base-image-missing',
    {
      subject: measured,
      have: `BASE_IMAGE_MISSING: ${name} attests with ${measured}, which the Trust Authority Cluster does not know. This is expected on a new version and no sign of tampering. ${VM_IMPACT}`,
      need: `base image ${measured} imported again, then ${name} seen attested`,
      rule: 'ATT-1',
    },
    [
      'authority',
      `Export-VMHostImageDb from ${name}, which runs it (FIX-1), then New-TrustAuthorityVMHostBaseImage (FIX-2), or import the archived file; the run goes on by itself`,
    ],
    ['operator', 'leave older base images where they are until no host needs them (FIX-3)'],
  );
}

/**
 * A planned full boot that is proven to have been a Quick Boot is a surprise; one without evidence counts as Quick
 * Boot in the ledger (a debt), but only the test host has to prove it, because the new image is qualified by it.
 *
 * @rule DG-6, QB-3, QB-5, DG-14
 */
function whyNotBootedAsPlanned(step: HostStep, facts: GuardFacts): WhyNot | null {
  if (step.boot === 'quick' || facts.ledgerRow?.measured === step.target) return null;
  if (step.executor === 'reboot') return whyNotProvenFull(step, facts);
  // What the run saw happen outweighs events near a boot time that may not have moved.
  const seen = facts.ledgerRow?.boot.type === 'quick' ? 'quick' : undefined;
  const type = seen ?? facts.host?.boot.type ?? 'unknown';
  if (type === 'quick') return differs(step, 'was quick-booted', 'full boot', 'QB-5');
  if (type === 'full' || !step.isTestHost || attestedWithTarget(step, facts)) return null;
  return reason(
    'operator-decision',
    {
      subject: step.host.name,
      have: 'no evidence how the test host booted',
      need: `proof of a full boot on ${step.target}`,
      rule: 'DG-6',
    },
    ['operator', 'wait: the full boot can be confirmed at a gate that opens when no proof comes'],
    ['vsphere', 'or boot the test host again with Quick Boot off'],
  );
}

/**
 * A host that was rebooted for the sake of a full boot has to prove it: without proof its debt stays.
 *
 * @rule QB-5, DG-14
 */
function whyNotProvenFull(step: HostStep, { host, ledgerRow }: GuardFacts): WhyNot | null {
  const boot = bootSeen(host, ledgerRow);
  if (boot.type === 'full') return null;
  if (boot.type === 'quick') return differs(step, 'was quick-booted', 'full boot', 'QB-5');
  const said = contradictions(boot);
  return reason(
    'operator-decision',
    {
      subject: step.host.name,
      have:
        said.length === 0
          ? 'no evidence how it booted'
          : `the sources contradict each other: ${said.join('; ')}`,
      need: `proof of a full boot on ${step.target}`,
      rule: 'QB-5',
    },
    ['operator', 'wait: the full boot can be confirmed at a gate that opens when no proof comes'],
  );
}

/** What the run has seen of the last boot, with the events that came since. @rule DG-3 */
export function bootSeen(host: EsxHost | null, row: LedgerRow | undefined): BootEvidence {
  const now = host?.boot ?? { type: 'unknown', source: 'none' };
  return row === undefined ? now : mergeBoots(row.boot, now);
}

/** The only thing that keeps this host is that nothing tells how it booted: a person's word would do. @rule DG-6, QB-5 */
export function isUnprovenBoot(why: WhyNot | null): boolean {
  return why?.kind === 'operator-decision' && (why.rule === 'DG-6' || why.rule === 'QB-5');
}

/** Behavioural proof: somebody attested with the new image since this boot, and only the test host runs it. */
function attestedWithTarget(step: HostStep, { host, authority }: GuardFacts): boolean {
  const image = authority?.images.find(({ version }) => version === step.target);
  return isAtOrAfter(image?.lastAttestedAt, host?.bootTime);
}

function whyNotOutOfMaintenance(step: HostStep, { host }: GuardFacts): WhyNot | null {
  if (host?.inMaintenance === false) return null;
  return reason('host-in-maintenance', {
    subject: step.host.name,
    have: host?.inMaintenance === undefined ? 'maintenance state unread' : 'in maintenance',
    need: 'out of maintenance',
    rule: 'DG-9',
  });
}
