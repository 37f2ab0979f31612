import type { ClusterStep, HostStep, Tier, UpgradePlan } from '../model/plan.js';

/** One thing of a plan with a stable key, so that two plans can be laid side by side. */
export interface PlanLine {
  /** Section the line stands under. */
  readonly section: string;
  readonly key: string;
  readonly text: string;
}

/** A plan as lines, in its own order. */
export function planLines({ request, tiers, gates, forecast, leftOut, findings }: UpgradePlan): PlanLine[] {
  return [
    line('request', 'vcenterVersion', `vCenter ${request.vcenterVersion ?? 'as it is'}`),
    line('request', 'esxVersion', `ESXi ${request.esxVersion ?? 'as it is'}`),
    line('request', 'boot', `boot ${request.boot}`),
    ...(leftOut ?? []).map(({ kind, vcenter, name, why }) =>
      line('left out', `${kind}/${vcenter}/${name}`, `${kind} ${name}: ${why}`),
    ),
    ...tiers.flatMap((tier) => tierLines(tier)),
    ...gates.map(({ id, rule }) => line('gates', id, `${id} (${rule})`)),
    line('forecast', 'total', `${Math.round(forecast.totalSeconds / 60)} min`),
    ...findings.map(({ rule, check, subject, severity, message }) =>
      line('findings', `${check}/${rule}/${subject}`, `${severity} ${rule} ${subject}: ${message}`),
    ),
  ];
}

function tierLines(tier: Tier): PlanLine[] {
  return 'vcenters' in tier
    ? tier.vcenters.map(({ vcenter, from, target, executor, way, alreadyDone }) =>
        line(
          tier.kind,
          vcenter,
          `${vcenter} ${from.version} -> ${target}${alreadyDone ? ' (verified only)' : executor === 'operator' ? ` (by ${way ?? 'an operator'})` : ''}`,
        ),
      )
    : tier.clusters.flatMap((cluster) => clusterLines(tier.kind, cluster));
}

function clusterLines(
  section: string,
  { cluster, baseImage, quickBoot, hosts, skipped }: ClusterStep,
): PlanLine[] {
  const key = `${cluster.vcenter}/${cluster.moid}`;
  return [
    line(section, key, `${cluster.name} to ${baseImage}${quickBoot ? ', Quick Boot' : ''}`),
    ...hosts.map((step) => line(section, `${key}/${step.host.moid}`, hostText(step))),
    ...skipped.map(({ host, reason }) =>
      line(section, `${key}/${host.moid}`, `   - ${host.name} left out: ${reason}`),
    ),
  ];
}

function hostText({
  order,
  host,
  expects,
  target,
  boot,
  executor,
  way,
  isTestHost,
  imageFile,
  measuredAfter,
}: HostStep): string {
  const how = executor === 'operator' ? `by ${way ?? 'hand'}` : boot;
  const attests = measuredAfter === undefined ? '' : `, attests ${measuredAfter}`;
  return `${String(order).padStart(4)} ${host.name} ${expects.installed} -> ${target} ${how}${isTestHost ? ' test host' : ''}${imageFile === undefined ? '' : ` of file ${imageFile.hash}`}${attests}`;
}

function line(section: string, key: string, text: string): PlanLine {
  return { section, key, text };
}
