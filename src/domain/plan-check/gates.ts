import type { Estate } from '../model/estate.js';
import type { EstateInventory } from '../model/inventory.js';
import type { ClusterStep, UpgradePlan, VCenterStep } from '../model/plan.js';
import { parseEsxVersion } from '../versions/index.js';
import { broken, clustersOf, clusterSteps, keyOf, type PlanCheck, type PlanContext } from './context.js';

/**
 * All gates, and in the order in which the run gets to them: begin, after every tier with work but the last, trust of
 * a new image, after each test host whose cluster has more hosts.
 *
 * @rule DG-2, DG-6, IMG-1
 */
export const gatesComplete: PlanCheck = ({ plan, inventory, estate }) => {
  const target = parseEsxVersion(plan.request.esxVersion ?? '');
  const isNewImage = !inventory.authority.facts.images.some(({ version }) => version === target);
  const required = requiredGates(
    plan,
    { estate, inventory },
    isNewImage && target !== undefined ? `trust-image/${target}` : undefined,
  );
  const present = plan.gates.map(({ id }) => id);
  const missing = required.filter((id) => !present.includes(id));
  const needless = present.filter((id, index) => !required.includes(id) || present.indexOf(id) !== index);
  const findings = [
    ...missing.map((id) => broken(ruleOf(id), 'gate-missing', id, `The plan lacks gate ${id}.`)),
    ...needless.map((id) =>
      broken('DG-2', 'gate-needless', id, `Gate ${id} is there twice, or for nothing.`),
    ),
  ];
  if (findings.length === 0 && present.join() !== required.join()) {
    findings.push(
      broken(
        'DG-2',
        'gate-order',
        'gates',
        `The gates are ${present.join(', ')}; the run meets ${required.join(', ')}.`,
      ),
    );
  }
  return findings;
};

function requiredGates(
  plan: UpgradePlan,
  { estate, inventory }: Pick<PlanContext, 'estate' | 'inventory'>,
  trustGate: string | undefined,
): string[] {
  const busy = plan.tiers.filter((tier) =>
    'vcenters' in tier ? tier.vcenters.length > 0 : tier.clusters.some(({ hosts }) => hosts.length > 0),
  );
  const ids = ['begin'];
  for (const tier of busy) {
    if (tier.kind === 'trusted-vcenters') ids.push(...snapshotGates(tier.vcenters, estate));
    if ('clusters' in tier) ids.push(...admissionGates(tier.clusters, inventory));
    if (tier.kind === 'trusted-hosts') {
      if (trustGate !== undefined) ids.push(trustGate);
      for (const { cluster, hosts } of tier.clusters) {
        if (hosts.length > 1) ids.push(`cluster/${cluster.vcenter}/${cluster.moid}`);
      }
    }
    if (tier !== busy.at(-1)) ids.push(`after/${tier.kind}`);
  }
  return ids;
}

/** One per cluster whose policy, as it was read, switches admission control off for a remediation. */
function admissionGates(steps: readonly ClusterStep[], inventory: EstateInventory): string[] {
  const disabling = clustersOf(inventory).filter(({ policy }) => policy?.disableAdmissionControl);
  return steps
    .filter(({ executor, hosts }) => executor === 'lifecycle-image' && hosts.length > 0)
    .filter(({ cluster }) => disabling.some(({ ref }) => keyOf(ref) === keyOf(cluster)))
    .map(({ cluster }) => `admission-control/${cluster.vcenter}/${cluster.moid}`);
}

/** One per group in linked mode of which a vCenter changes: its snapshots are taken of all, powered off (2.16). */
function snapshotGates(steps: readonly VCenterStep[], estate: Estate): string[] {
  const changing = steps.filter(({ alreadyDone }) => !alreadyDone).map(({ vcenter }) => vcenter);
  const groups = changing.map(
    (name) => estate.trusted.find(({ vcenter }) => vcenter.name === name)?.linkedMode,
  );
  const named = groups.filter((group) => group !== undefined);
  return [...new Set(named)].map((group) => `linked-snapshots/${group}`);
}

function ruleOf(id: string): string {
  if (id.startsWith('trust-image/')) return 'IMG-1';
  if (id.startsWith('linked-snapshots/')) return 'ORD-4';
  return id.startsWith('cluster/') ? 'DG-6' : 'DG-2';
}

/** The forecast adds up, and every host costs time. @rule QB-2 */
export const forecastAddsUp: PlanCheck = ({ plan }) => {
  const { totalSeconds, tiers } = plan.forecast;
  const added = tiers.reduce((total, { seconds }) => total + seconds, 0);
  const hosts = clusterSteps(plan).reduce((count, step) => count + step.hosts.length, 0);
  const complete = tiers.map(({ kind }) => kind).join() === plan.tiers.map(({ kind }) => kind).join();
  if (complete && added === totalSeconds && (hosts === 0 || totalSeconds > 0)) return [];
  return [
    broken(
      'QB-2',
      'forecast',
      'forecast',
      `The forecast says ${totalSeconds} s, its tiers add up to ${added} s.`,
    ),
  ];
};
