import type { VCenterFacts } from '../model/inventory.js';
import { compareVCenterVersions, majorOf, parseEsxVersion } from '../versions/index.js';
import type { TierKind } from '../model/plan.js';
import { broken, clustersOf, clusterSteps, isAsked, keyOf, vcenterSteps, type PlanCheck } from './context.js';

const ORDER = ['authority-vcenter', 'authority-hosts', 'trusted-vcenters', 'trusted-hosts'];

/** Four tiers, in the one order. @rule INV-6, ORD-1 */
export const tierOrder: PlanCheck = ({ plan }) => {
  const kinds = plan.tiers.map(({ kind }) => kind).join(', ');
  if (kinds === ORDER.join(', ')) return [];
  return [
    broken('INV-6', 'tier-order', 'tiers', `The tiers are ${kinds}; they must be ${ORDER.join(', ')}.`),
  ];
};

/** Nothing at 9.x: Trust Authority is switched off there. @rule DG-1 */
export const targetMajor: PlanCheck = ({ plan }) => {
  const targets = [
    plan.request.vcenterVersion,
    plan.request.esxVersion,
    ...vcenterSteps(plan).map(({ target }) => target),
    ...clusterSteps(plan).flatMap(({ target, baseImage, hosts }) => [
      target,
      baseImage,
      ...hosts.map((host) => host.target),
    ]),
  ];
  const named = targets.filter((target) => target !== undefined);
  const refused = [...new Set(named)].filter((target) => (majorOf(target) ?? 0) >= 9);
  return refused.map((target) =>
    broken('DG-1', 'target-major', target, `Target ${target} is 9.x, where Trust Authority does not exist.`),
  );
};

/** Every vCenter of the estate exactly once, on its side's tier, from what it runs. @rule ORD-2, ORD-4 */
export const vcenterCoverage: PlanCheck = ({ plan, inventory, estate }) => {
  const all: { facts: VCenterFacts; kind: TierKind; rule: string }[] = [
    { facts: inventory.authority.vcenter, kind: 'authority-vcenter', rule: 'ORD-2' },
    ...inventory.trusted.map(({ vcenter }) => ({
      facts: vcenter,
      kind: 'trusted-vcenters' as const,
      rule: 'ORD-4',
    })),
  ];
  const expected = all.filter(({ kind, facts }) => isAsked(plan, kind, { vcenter: facts.name }));
  const wrong = expected.filter(({ facts, kind }) => {
    const steps = vcenterSteps(plan).filter(({ vcenter }) => vcenter === facts.name);
    const [step] = steps;
    const tier = plan.tiers.find((tier) => tier.kind === kind);
    return (
      steps.length !== 1 ||
      !step ||
      !(tier && 'vcenters' in tier && tier.vcenters.includes(step)) ||
      step.from.version !== facts.current.version ||
      step.target !== plan.request.vcenterVersion ||
      step.alreadyDone !== (compareVCenterVersions(facts.current.version, step.target) === 0)
    );
  });
  const unknown = estate.trusted.filter(
    ({ vcenter }) => !all.some(({ facts }) => facts.name === vcenter.name),
  );
  return [
    ...wrong.map(({ facts, rule }) =>
      broken(
        rule,
        'vcenter-coverage',
        facts.name,
        `${facts.name} needs exactly one step in its tier, from what it runs now.`,
      ),
    ),
    ...unknown.map(({ vcenter }) =>
      broken(
        'ORD-4',
        'vcenter-coverage',
        vcenter.name,
        `${vcenter.name} of the estate file is not in the inventory.`,
      ),
    ),
  ];
};

/** Every cluster exactly once, on its side's tier, with its image and settings. @rule IMG-1, DG-16 */
export const clusterCoverage: PlanCheck = ({ plan, inventory }) =>
  clustersOf(inventory).flatMap((cluster) => {
    const name = cluster.ref.name;
    const [step, ...more] = clusterSteps(plan).filter(
      (candidate) => keyOf(candidate.cluster) === keyOf(cluster.ref),
    );
    const kind = cluster.role === 'authority' ? 'authority-hosts' : 'trusted-hosts';
    if (!isAsked(plan, kind, { vcenter: cluster.ref.vcenter, cluster: name })) return [];
    const tier = plan.tiers.find((tier) => tier.kind === kind);
    if (!step || more.length > 0 || !(tier && 'clusters' in tier && tier.clusters.includes(step))) {
      return [
        broken(
          'INV-6',
          'cluster-coverage',
          name,
          `${name} must be in the plan exactly once, in tier ${kind}.`,
        ),
      ];
    }
    const findings = [];
    const target = parseEsxVersion(plan.request.esxVersion ?? '');
    if (step.target !== target || parseEsxVersion(step.baseImage) !== target) {
      findings.push(
        broken(
          'IMG-1',
          'cluster-target',
          name,
          `${name} is planned to ${step.baseImage}, asked for is ${target}.`,
        ),
      );
    }
    if (step.quickBootFound !== (cluster.policy?.enableQuickBoot ?? false)) {
      findings.push(
        broken('DG-16', 'quick-boot-found', name, `The Quick Boot setting of ${name} is not the one found.`),
      );
    }
    if (step.vsan !== cluster.vsan) {
      findings.push(
        broken('ORD-8', 'vsan-found', name, `Whether ${name} is a vSAN cluster is not as found.`),
      );
    }
    if (
      step.commit !== undefined &&
      (cluster.desired?.baseImage !== target || cluster.desired?.commit !== step.commit)
    ) {
      findings.push(
        broken('IMG-1', 'cluster-commit', name, `Commit ${step.commit} of ${name} does not set ${target}.`),
      );
    }
    return findings;
  });

/** VMs with encrypted memory cannot stay in RAM during a Quick Boot. @rule DG-17 */
export const suspendToMemory: PlanCheck = ({ plan, inventory }) =>
  clustersOf(inventory)
    .filter(
      ({ policy, hosts }) =>
        policy?.powerAction === 'SUSPEND_VMS_TO_MEMORY' && hosts.some((host) => host.encryptedVms > 0),
    )
    .filter(({ ref }) =>
      clusterSteps(plan).some(({ cluster, hosts }) => keyOf(cluster) === keyOf(ref) && hosts.length > 0),
    )
    .map(({ ref }) =>
      broken('DG-17', 'suspend-to-memory', ref.name, `${ref.name} would suspend encrypted VMs to memory.`),
    );
