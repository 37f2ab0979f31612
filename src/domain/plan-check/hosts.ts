import type { EsxHost } from '../model/inventory.js';
import type { ClusterStep } from '../model/plan.js';
import { compareEsxVersions, parseEsxVersion } from '../versions/index.js';
import { broken, clusterSteps, hostsOf, isAsked, keyOf, type PlanCheck } from './context.js';

/** Every host exactly once: as a step, or left out with a reason that holds. @rule ORD-7, ORD-8 */
export const hostCoverage: PlanCheck = ({ plan, inventory }) => {
  const steps = clusterSteps(plan);
  const entries = steps.flatMap(({ hosts, skipped }) => [
    ...hosts.map(({ host }) => keyOf(host)),
    ...skipped.map(({ host }) => keyOf(host)),
  ]);
  const times = new Map<string, number>();
  for (const entry of entries) times.set(entry, (times.get(entry) ?? 0) + 1);
  const known = new Map(hostsOf(inventory).map((host) => [keyOf(host.ref), host]));
  const expected = [...known.values()].filter(({ role, cluster: { vcenter, name } }) =>
    isAsked(plan, role === 'authority' ? 'authority-hosts' : 'trusted-hosts', { vcenter, cluster: name }),
  );
  const miscounted = expected
    .filter(({ ref }) => times.get(keyOf(ref)) !== 1)
    .map(({ ref, role }) =>
      broken(
        role === 'authority' ? 'ORD-7' : 'ORD-8',
        'host-coverage',
        ref.name,
        `${ref.name} must be in the plan exactly once.`,
      ),
    );
  const strangers = entries
    .filter((entry) => !known.has(entry))
    .map((entry) =>
      broken('ORD-8', 'host-coverage', entry, `${entry} is in the plan, but not in the inventory.`),
    );
  return [...miscounted, ...strangers, ...steps.flatMap((step) => wronglySkipped(step, known))];
};

/** Leaving a host out needs a cause: on the target or newer, unreadable, away, or in maintenance. */
function wronglySkipped({ skipped, target }: ClusterStep, known: ReadonlyMap<string, EsxHost>) {
  return skipped
    .filter(({ host, reason }) => {
      const now = known.get(keyOf(host));
      const isDue =
        now?.installed !== undefined &&
        compareEsxVersions(now.installed, target) < 0 &&
        now.connection === 'connected' &&
        now.inMaintenance === false;
      return isDue || reason.trim() === '';
    })
    .map(({ host }) =>
      broken('ORD-8', 'host-skipped', host.name, `${host.name} is left out without a cause.`),
    );
}

/** Orders count from 1 without gaps, in its own cluster, and no host goes backwards. @rule ORD-7, ORD-8 */
export const hostOrder: PlanCheck = ({ plan }) =>
  clusterSteps(plan).flatMap((step) =>
    step.hosts.flatMap((host, index) => {
      const rule = step.role === 'authority' ? 'ORD-7' : 'ORD-8';
      const findings = [];
      if (host.order !== index + 1) {
        findings.push(
          broken(
            rule,
            'host-order',
            host.host.name,
            `${host.host.name} has place ${host.order}, stands at ${index + 1}.`,
          ),
        );
      }
      if (
        keyOf(host.cluster) !== keyOf(step.cluster) ||
        host.role !== step.role ||
        host.target !== step.target
      ) {
        findings.push(
          broken(
            rule,
            'host-order',
            host.host.name,
            `${host.host.name} stands under another cluster, side or target.`,
          ),
        );
      }
      if (host.executor !== (step.executor === 'operator' ? 'operator' : undefined)) {
        const text = `${host.host.name} is upgraded in another way than its cluster.`;
        findings.push(broken(rule, 'host-executor', host.host.name, text));
      }
      if (compareEsxVersions(host.expects.installed, host.target) >= 0) {
        findings.push(
          broken('IMG-1', 'host-target', host.host.name, `${host.host.name} would not move forward.`),
        );
      }
      return findings;
    }),
  );

/** One test host per trusted cluster, first, by full boot; none on the TA side. @rule IMG-2, DG-6 */
export const testHosts: PlanCheck = ({ plan }) =>
  clusterSteps(plan).flatMap(({ role, hosts, cluster }) => {
    const marked = hosts.filter(({ isTestHost }) => isTestHost);
    if (role === 'authority') {
      return marked.map(({ host }) =>
        broken('IMG-2', 'test-host', host.name, `TA host ${host.name} is marked as test host.`),
      );
    }
    const [first] = hosts;
    if (!first) return [];
    if (!first.isTestHost || marked.length !== 1) {
      return [
        broken(
          'IMG-2',
          'test-host',
          cluster.name,
          `The first host of ${cluster.name} must be its only test host.`,
        ),
      ];
    }
    if (first.boot === 'full') return [];
    return [
      broken('DG-6', 'test-host-boot', first.host.name, `Test host ${first.host.name} must boot fully.`),
    ];
  });

/**
 * A supplied file stands at the first host of each trusted cluster, as the archive has it, and nowhere else; none where
 * the image is trusted already. @rule IMG-2, IMG-1
 */
export const imageFiles: PlanCheck = ({ plan, inventory }) => {
  const { esxVersion = '', imageFile } = plan.request;
  const target = parseEsxVersion(esxVersion);
  const isTrusted = inventory.authority.facts.images.some(({ version }) => version === target);
  const archived = (inventory.imageFiles ?? []).find(
    ({ hash, version }) => !isTrusted && hash === imageFile && version === target,
  );
  return clusterSteps(plan).flatMap(({ role, hosts }) =>
    hosts
      .filter((step, index) => {
        const due = role === 'trusted' && index === 0 ? archived : undefined;
        return step.imageFile?.hash !== due?.hash || step.imageFile?.version !== due?.version;
      })
      .map(({ host }) =>
        broken(
          'IMG-2',
          'image-file',
          host.name,
          `The supplied base-image file of ${host.name} is not the archived one.`,
        ),
      ),
  );
};

/** Each step expects exactly what the inventory shows. @rule DG-3 */
export const expectations: PlanCheck = ({ plan, inventory }) => {
  const found = new Map(hostsOf(inventory).map((host) => [keyOf(host.ref), host]));
  const rows = new Map(inventory.ledger.map((row) => [keyOf(row.host), row]));
  return clusterSteps(plan).flatMap(({ role, hosts }) =>
    hosts
      .filter(({ host, expects }) => {
        const now = found.get(keyOf(host));
        const row = rows.get(keyOf(host));
        return (
          now?.installed !== expects.installed ||
          now.connection !== expects.connection ||
          now.inMaintenance !== expects.inMaintenance ||
          (role === 'trusted' && row !== undefined && row.measured !== expects.measured)
        );
      })
      .map(({ host }) =>
        broken('DG-3', 'expects', host.name, `What ${host.name} is expected to be is not what was read.`),
      ),
  );
};

/** No step without a comment: it is what people read in diffs and at gates. */
export const comments: PlanCheck = ({ plan }) =>
  plan.tiers.flatMap((tier) => {
    const steps =
      'vcenters' in tier
        ? tier.vcenters.map(({ vcenter, comment }) => [vcenter, comment] as const)
        : tier.clusters.flatMap(({ cluster, comment, hosts }) => [
            [cluster.name, comment] as const,
            ...hosts.map((step) => [step.host.name, step.comment] as const),
          ]);
    return steps
      .filter(([, comment]) => comment.trim() === '')
      .map(([subject]) =>
        broken('DG-2', 'comment', subject, `The step of ${subject} does not say why it is there.`),
      );
  });
