import type { WhyNot } from '../model/waiting.js';
import { compareVCenterVersions } from '../versions/index.js';
import { whyNotIdle } from './by-people.js';
import { whyNotAuthorityUniform } from './authority.js';
import type { LinkAfter, TierFacts, VCenterAfter } from './facts.js';
import { whyNotSameIssuers, whyNotSameLink, whyNotSamePrincipals, whyNothingLost } from './link.js';
import { firstReason, reason } from './reasons.js';
import { allInService, taHostsUnread } from './ta-peers.js';

/**
 * Why the tier after this one must not begin yet: each tier is verified before the next.
 *
 * @rule ORD-2, ORD-3, ORD-4, ORD-5, INV-6, DG-13
 */
export function whyNotNextTier(facts: TierFacts): WhyNot | null {
  switch (facts.tier) {
    case 'authority-vcenter':
      return firstReason(
        () => whyNotAnyVCenter(facts),
        () => whyNotTaHostsInService(facts, 'ORD-2'),
        () => whyNotAuthorityUniform(facts.authority),
        () => whyNotSamePrincipals(facts),
        () => whyNothingLost(facts),
        () => whyNotLinked(facts),
      );
    case 'authority-hosts':
      return firstReason(
        () => whyNotHostsFinished(facts, 'ORD-3'),
        () => whyNotTaHostsInService(facts, 'ORD-3'),
        () => whyNotAuthorityUniform(facts.authority),
      );
    case 'trusted-vcenters':
      return firstReason(
        () => whyNotAnyVCenter(facts),
        () => whyNotSameIssuers(facts),
      );
    case 'trusted-hosts':
      return whyNotHostsFinished(facts, 'ORD-5');
  }
}

/** The link of an upgraded vCenter; none on the Trust Authority side. */
function linkOf({ step, linkBefore, linkNow }: VCenterAfter): LinkAfter | undefined {
  return linkBefore && { vcenter: step.vcenter, before: linkBefore, now: linkNow ?? null };
}

function whyNotAnyVCenter({ vcenters, tier, authority }: TierFacts): WhyNot | null {
  const rule = tier === 'authority-vcenter' ? 'ORD-2' : 'ORD-4';
  for (const vcenter of vcenters) {
    const found =
      whyNotVCenter(vcenter, rule) ?? whyNotSameLink(linkOf(vcenter), authority) ?? whyNotApplied(vcenter);
    if (found) return found;
  }
  return null;
}

/** The trusted vCenters still have what they had: each principal accepted, all services registered. @rule DG-13 */
function whyNotLinked({ links = [], authority }: TierFacts): WhyNot | null {
  return firstReason(...links.map((link) => () => whyNotSameLink(link, authority)));
}

function whyNotVCenter({ step, now }: VCenterAfter, rule: string): WhyNot | null {
  if (!now) {
    return reason(
      'vcenter-away',
      { subject: step.vcenter, have: 'no answer', need: 'its version and health', rule },
      ['vsphere', 'look at the appliance; the run goes on by itself when it answers'],
    );
  }
  if (compareVCenterVersions(now.current.version, step.target) !== 0) {
    return reason(
      'installing',
      { subject: step.vcenter, have: `version ${now.current.version}`, need: `version ${step.target}`, rule },
      ['vsphere', 'look at the update log of the appliance'],
    );
  }
  const busy = whyNotIdle(step.vcenter, now);
  if (busy) return busy;
  if (now.health === 'green' || now.health === 'yellow') return null;
  return reason(
    'vcenter-away',
    { subject: step.vcenter, have: `health ${now.health}`, need: 'health green or yellow', rule },
    ['vsphere', 'look at the services in the appliance management interface'],
  );
}

/** Applied equals desired vTA configuration; unknown is not equal. @rule ORD-4, DG-14 */
function whyNotApplied({ step, linkBefore, appliedConfig }: VCenterAfter): WhyNot | null {
  if (!linkBefore) return null;
  if (!appliedConfig) {
    return reason(
      'vcenter-away',
      {
        subject: step.vcenter,
        have: 'applied configuration could not be read',
        need: 'OK for every trusted cluster',
        rule: 'ORD-4',
      },
      ['vsphere', 'check that the vCenter answers; the run goes on by itself'],
    );
  }
  const bad = Object.entries(appliedConfig).filter(([, health]) => health !== 'OK');
  if (bad.length === 0) return null;
  return reason(
    'operator-decision',
    {
      subject: bad.map(([cluster]) => cluster).join(', '),
      have: bad.map(([cluster, health]) => `${cluster} ${health}`).join(', '),
      need: 'applied configuration OK',
      rule: 'ORD-4',
    },
    ['vsphere', 'remediate the trusted cluster (Set-TrustedCluster -Remediate)'],
  );
}

function whyNotTaHostsInService({ taHosts }: TierFacts, rule: string): WhyNot | null {
  return taHosts ? allInService(taHosts, rule) : taHostsUnread();
}

function whyNotHostsFinished({ unfinishedHosts }: TierFacts, rule: string): WhyNot | null {
  if (unfinishedHosts.length === 0) return null;
  return reason(
    'another-host-in-progress',
    {
      subject: unfinishedHosts.slice(0, 5).join(', '),
      have: `${unfinishedHosts.length} hosts of this tier not finished`,
      need: '0',
      rule,
    },
    ['operator', 'decide about parked hosts'],
  );
}

/**
 * Clusters to remediate, by name: their applied configuration has diverged, and nothing else stands in the way. What is
 * unknown is not remediated. @rule ORD-4, DG-13, DG-14
 */
export function clustersToRemediate(facts: TierFacts): readonly string[] {
  const settled = facts.vcenters.map((vcenter) => {
    if (!vcenter.appliedConfig) return vcenter;
    const entries = Object.entries(vcenter.appliedConfig);
    return {
      ...vcenter,
      appliedConfig: Object.fromEntries(
        entries.map(([name, health]) => [name, health === 'ERROR' ? 'OK' : health]),
      ),
    };
  });
  if (whyNotNextTier({ ...facts, vcenters: settled }) !== null) return [];
  return facts.vcenters.flatMap(({ appliedConfig }) =>
    Object.entries(appliedConfig ?? {})
      .filter(([, health]) => health === 'ERROR')
      .map(([name]) => name),
  );
}
