import { by, byText } from '../compare.js';
import type { Estate } from '../model/estate.js';
import type { EsxCluster, EstateInventory, VCenterFacts } from '../model/inventory.js';
import type { ClusterStep, Tier, UpgradeRequest, VCenterStep } from '../model/plan.js';
import type { EsxVersion } from '../model/version.js';
import { compareVCenterVersions, toBaseImageId } from '../versions/index.js';
import { clusterExecutor, vcenterExecutor } from './executors.js';
import { isQuickBooted, planHosts, type ClusterInput } from './host-steps.js';
import { coversCluster, coversVCenter } from './scope.js';

/** What the tiers are made from; `target` is the canonical form of the requested ESXi version, absent without hosts. */
export interface TierInput {
  readonly estate: Estate;
  readonly inventory: EstateInventory;
  readonly request: UpgradeRequest;
  readonly target?: EsxVersion;
}

/**
 * The four tiers in the one order there is. A tier without work, or outside a narrower request, stays in the plan,
 * empty.
 *
 * @rule INV-6, ORD-1, ORD-2, ORD-3, ORD-4, ORD-5, ORD-6
 */
export function planTiers(input: TierInput): Tier[] {
  const { inventory, request } = input;
  const sides = inventory.trusted.toSorted(by(({ vcenter }) => vcenter.name));
  const vcenters = (all: readonly VCenterFacts[]) =>
    all.filter((facts) => coversVCenter(request, facts)).map((facts) => planVCenter(facts, input));
  const clusters = (all: readonly EsxCluster[]) =>
    all.filter((cluster) => coversCluster(request, cluster)).map((cluster) => planCluster(input, cluster));
  const trustedClusters = sides.flatMap(({ clusters }) =>
    clusters.toSorted((a, b) => byText(a.ref.name, b.ref.name) || byText(a.ref.moid, b.ref.moid)),
  );
  return [
    { kind: 'authority-vcenter', vcenters: vcenters([inventory.authority.vcenter]) },
    { kind: 'authority-hosts', clusters: clusters([inventory.authority.cluster]) },
    { kind: 'trusted-vcenters', vcenters: vcenters(sides.map(({ vcenter }) => vcenter)) },
    { kind: 'trusted-hosts', clusters: clusters(trustedClusters) },
  ];
}

/** @rule ORD-2, ORD-4 */
function planVCenter(facts: VCenterFacts, { request, estate }: TierInput): VCenterStep {
  const { vcenterVersion } = request;
  if (vcenterVersion === undefined) throw new Error(`the request names no version for ${facts.name}`);
  const alreadyDone = compareVCenterVersions(facts.current.version, vcenterVersion) === 0;
  const by = vcenterExecutor(facts, request);
  const linked = linkedModeOf(facts.name, estate);
  return {
    vcenter: facts.name,
    zone: facts.zone,
    ...by,
    ...(linked && { linked }),
    from: facts.current,
    target: vcenterVersion,
    alreadyDone,
    comment: alreadyDone
      ? `${facts.name} already runs ${vcenterVersion}: verified only.`
      : `${facts.name} from ${facts.current.version} to ${vcenterVersion} ${WAYS[by.way ?? by.executor]}`,
  };
}

/** The vCenters of the estate in Enhanced Linked Mode with this one: their snapshots go together (2.16). */
function linkedModeOf(name: string, { trusted }: Estate): VCenterStep['linked'] {
  const group = trusted.find(({ vcenter }) => vcenter.name === name)?.linkedMode;
  if (group === undefined) return undefined;
  const others = trusted.filter(({ vcenter, linkedMode }) => linkedMode === group && vcenter.name !== name);
  return { group, with: others.map(({ vcenter }) => vcenter.name).toSorted() };
}

const WAYS: Readonly<Record<VCenterStep['executor'] | NonNullable<VCenterStep['way']>, string>> = {
  'appliance-update': 'by its own update, after a backup.',
  operator:
    'by an operator, after a backup: an appliance updates itself only within its release line; the run waits until the upgrade is there, then verifies it.',
  installer: 'by people with the installer, after a backup; the run checks before, waits, and verifies it.',
  'reduced-downtime':
    'by people with a reduced downtime upgrade, after a backup; the run checks before, waits, and verifies it.',
};

function planCluster(tier: TierInput, cluster: EsxCluster): ClusterStep {
  const { request, target } = tier;
  if (target === undefined) throw new Error(`the request names no version for ${cluster.ref.name}`);
  const testHost = testHostOf(tier.estate, cluster);
  const input: ClusterInput = { ...tier, target, cluster, ...(testHost !== undefined && { testHost }) };
  const { hosts, skipped } = planHosts(input);
  const quickBoot = isQuickBooted(cluster, request);
  const by = clusterExecutor(cluster, request);
  const commit = cluster.desired?.baseImage === target ? cluster.desired.commit : undefined;
  return {
    cluster: cluster.ref,
    role: cluster.role,
    ...by,
    baseImage: toBaseImageId(request.esxVersion ?? target) ?? target,
    target,
    ...(commit !== undefined && { commit }),
    quickBootFound: cluster.policy?.enableQuickBoot ?? false,
    quickBoot,
    ...(cluster.vsan !== undefined && { vsan: cluster.vsan }),
    // Where people upgrade the hosts, they decide about it.
    ...(by.executor === 'lifecycle-image' &&
      cluster.policy?.disableAdmissionControl && { disablesAdmissionControl: true as const }),
    hosts,
    skipped,
    comment:
      hosts.length === 0
        ? `Nothing to do in ${cluster.ref.name}: every host is on ${target} or left out.`
        : `${hosts.length} of ${cluster.hosts.length} hosts of ${cluster.ref.name} to ${target}, one by one, ${howOf(by, quickBoot)}.`,
  };
}

/** How people upgrade hosts, in words. */
const WAYS_BY_HAND: Readonly<Record<NonNullable<ClusterStep['way']>, string>> = {
  baseline: 'with a baseline',
  iso: 'from the ISO',
};

function howOf({ executor, way }: Pick<ClusterStep, 'executor' | 'way'>, quickBoot: boolean): string {
  if (executor === 'operator') {
    return `by hand${way === undefined ? '' : `, ${WAYS_BY_HAND[way]}`}, as no image manages the cluster`;
  }
  return quickBoot ? 'by Quick Boot as its policy says' : 'by full boot';
}

function testHostOf(estate: Estate, { ref }: EsxCluster): string | undefined {
  const side = estate.trusted.find(({ vcenter }) => vcenter.name === ref.vcenter);
  return side?.clusters.find(({ name }) => name === ref.name)?.testHost;
}
