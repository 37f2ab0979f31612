import { patched } from '@temporalio/workflow';
import type { BeforeUpgrade } from '../../activities/planning.js';
import type { ClusterRef, VCenterFacts } from '../../domain/model/inventory.js';
import type { VCenterStep } from '../../domain/model/plan.js';
import type { WhyNot } from '../../domain/model/waiting.js';
import {
  clustersToRemediate,
  whyNotNextTier,
  type LinkAfter,
  type TierFacts,
  type VCenterAfter,
} from '../../domain/safety/index.js';
import { onEither, onTrusted } from '../activity-proxies.js';
import { lookAtAuthority } from '../authority-look.js';
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
  const { vcenter, timeScale } = context;
  const [now, look] = await Promise.all([
    onEither(context.queue, timeScale).does.readVCenter({ vcenter }),
    lookAtAuthority(context),
  ]);
  const { after, clusters } = await afterUpgrade(context, planned, before, now);
  const links = await linksAfter(context, before);
  const facts: TierFacts = {
    tier: vcenter.zone === 'authority' ? 'authority-vcenter' : 'trusted-vcenters',
    vcenters: [after],
    ...(links && { links }),
    authorityBefore: before.authority,
    authority: look.facts,
    taHosts: look.taHosts,
    unfinishedHosts: [],
  };
  const wanting = clustersToRemediate(facts);
  return { why: whyNotNextTier(facts), diverged: clusters.filter(({ name }) => wanting.includes(name)) };
}

/**
 * Its certificate may be that of the services that the trusted vCenters have registered: after the Trust Authority
 * vCenter each of them is looked at, upgraded or not. @rule DG-13
 */
async function linksAfter(
  { vcenter, trusted, timeScale }: UnitContext,
  before: BeforeUpgrade,
): Promise<readonly LinkAfter[] | undefined> {
  if (vcenter.zone !== 'authority' || !patched('links-after-the-authority')) return undefined;
  const links = await Promise.all(
    trusted.map((side) =>
      onTrusted(side.queue, timeScale).does.readTrust({ vcenter: side.vcenter, clusters: side.clusters }),
    ),
  );
  return before.links.map((link) => ({
    vcenter: link.vcenter,
    before: link,
    now: links.find(({ link: { vcenter: name } }) => name === link.vcenter)?.link ?? null,
  }));
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
