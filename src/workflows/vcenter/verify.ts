import type { BeforeUpgrade } from '../../activities/planning.js';
import type { VCenterFacts } from '../../domain/model/inventory.js';
import type { VCenterStep } from '../../domain/model/plan.js';
import type { WhyNot } from '../../domain/model/waiting.js';
import { whyNotNextTier, type TierFacts, type VCenterAfter } from '../../domain/safety/index.js';
import { onAuthority, onEither, onTrusted } from '../activity-proxies.js';
import type { UnitContext } from '../context.js';

/** Version, health, and everything that ties the two sides together, beside what it was before. */
export async function verify(
  context: UnitContext,
  planned: VCenterStep,
  before: BeforeUpgrade,
): Promise<WhyNot | null> {
  const { authority, vcenter, timeScale } = context;
  const [now, look] = await Promise.all([
    onEither(context.queue, timeScale).does.readVCenter({ vcenter }),
    onAuthority(authority.queue, timeScale).does.lookAtAuthority({
      vcenter: authority.vcenter,
      cluster: authority.cluster,
    }),
  ]);
  const facts: TierFacts = {
    tier: vcenter.zone === 'authority' ? 'authority-vcenter' : 'trusted-vcenters',
    vcenters: [await afterUpgrade(context, planned, before, now)],
    authorityBefore: before.authority,
    authority: look.facts,
    taHosts: look.taHosts,
    unfinishedHosts: [],
  };
  return whyNotNextTier(facts);
}

async function afterUpgrade(
  context: UnitContext,
  planned: VCenterStep,
  before: BeforeUpgrade,
  now: VCenterFacts,
): Promise<VCenterAfter> {
  const { vcenter, trusted } = context;
  if (vcenter.zone === 'authority') return { step: planned, now };
  const clusters = trusted.find((side) => side.vcenter.name === vcenter.name)?.clusters ?? [];
  const { link, applied } = await onTrusted(context.queue, context.timeScale).does.readTrust({
    vcenter,
    clusters,
  });
  const linkBefore = before.links.find((other) => other.vcenter === vcenter.name);
  return {
    step: planned,
    now,
    ...(linkBefore === undefined ? {} : { linkBefore }),
    linkNow: link,
    appliedConfig: Object.fromEntries(applied.map(({ cluster, health }) => [cluster, health])),
  };
}
