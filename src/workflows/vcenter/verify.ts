import type { BeforeUpgrade } from '../../activities/planning.js';
import type { ClusterRef, VCenterFacts } from '../../domain/model/inventory.js';
import type { VCenterStep } from '../../domain/model/plan.js';
import type { WhyNot } from '../../domain/model/waiting.js';
import {
  clustersToRemediate,
  whyNotNextTier,
  type TierFacts,
  type VCenterAfter,
} from '../../domain/safety/index.js';
import { onAuthority, onEither, onTrusted } from '../activity-proxies.js';
import type { UnitContext } from '../context.js';

/** What a look after an upgrade finds: why it is not done, or clusters that want remediation and nothing else. */
export interface Verified {
  readonly why: WhyNot | null;
  readonly diverged: readonly ClusterRef[];
}

/** Version, health, and everything that ties the two sides together, beside what it was before. @rule DG-13 */
export async function verify(
  context: UnitContext,
  planned: VCenterStep,
  before: BeforeUpgrade,
): Promise<Verified> {
  const { authority, vcenter, timeScale } = context;
  const [now, look] = await Promise.all([
    onEither(context.queue, timeScale).does.readVCenter({ vcenter }),
    onAuthority(authority.queue, timeScale).does.lookAtAuthority({
      vcenter: authority.vcenter,
      cluster: authority.cluster,
    }),
  ]);
  const { after, clusters } = await afterUpgrade(context, planned, before, now);
  const facts: TierFacts = {
    tier: vcenter.zone === 'authority' ? 'authority-vcenter' : 'trusted-vcenters',
    vcenters: [after],
    authorityBefore: before.authority,
    authority: look.facts,
    taHosts: look.taHosts,
    unfinishedHosts: [],
  };
  const wanting = clustersToRemediate(facts);
  return { why: whyNotNextTier(facts), diverged: clusters.filter(({ name }) => wanting.includes(name)) };
}

async function afterUpgrade(
  context: UnitContext,
  planned: VCenterStep,
  before: BeforeUpgrade,
  now: VCenterFacts,
): Promise<{ readonly after: VCenterAfter; readonly clusters: readonly ClusterRef[] }> {
  const { vcenter, trusted } = context;
  if (vcenter.zone === 'authority') return { after: { step: planned, now }, clusters: [] };
  const names = trusted.find((side) => side.vcenter.name === vcenter.name)?.clusters ?? [];
  const { link, applied } = await onTrusted(context.queue, context.timeScale).does.readTrust({
    vcenter,
    clusters: names,
  });
  const linkBefore = before.links.find((other) => other.vcenter === vcenter.name);
  return {
    after: {
      step: planned,
      now,
      ...(linkBefore === undefined ? {} : { linkBefore }),
      linkNow: link,
      appliedConfig: Object.fromEntries(applied.map(({ cluster, health }) => [cluster, health])),
    },
    clusters: applied.flatMap(({ ref }) => ref ?? []),
  };
}
