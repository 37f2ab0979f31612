import type { ClusterStep, HostStep, PlanSummary, Tier, UpgradePlan, VCenterStep } from '../client/types.js';
import { findingLines } from './findings.js';
import { shortHash } from './run.js';
import { clip, count, wrap, type Style } from './style.js';
import { table } from './table.js';
import { duration, timestamp } from './time.js';
import { TIER_NAMES } from './words.js';

/** A plan as people approve it: what, in which order, how each host boots, where the run stops, what was found. */
export function planLines(hash: string, plan: UpgradePlan, style: Style): string[] {
  const { request, forecast } = plan;
  const { bold } = style.colors;
  return [
    bold(`Plan ${hash}`),
    clip(
      `estate ${request.estate}  vCenter ${request.vcenterVersion ?? 'as it is'}  ESXi ${request.esxVersion ?? 'as it is'}  ` +
        `boot ${request.boot}  forecast ${duration(forecast.totalSeconds)}`,
      style.width,
    ),
    ...plan.tiers.flatMap((tier, index) => [
      '',
      bold(`${index + 1} ${TIER_NAMES[tier.kind]}`) + forecastOf(plan, tier),
      ...tierLines(tier, style),
    ]),
    ...leftOutLines(plan, style),
    '',
    bold('Gates'),
    ...plan.gates.map((gate) => clip(`  ${gate.id}: ${gate.title} [${gate.rule}]`, style.width)),
    '',
    ...findingLines(plan.findings, style),
  ];
}

/** What a narrower plan is for, and what it leaves as it is. */
function leftOutLines({ request: { only }, leftOut = [] }: UpgradePlan, style: Style): string[] {
  if (only === undefined) return [];
  return [
    '',
    style.colors.bold('Left out [ORD-6]'),
    ...wrap(`business reason: ${only.reason}`, style.width - 2).map((text) => `  ${text}`),
    ...leftOut.map(({ kind, name, why }) =>
      clip(`  ${kind === 'vcenter' ? 'vCenter' : 'cluster'} ${name}  ${why}`, style.width),
    ),
  ];
}

function forecastOf(plan: UpgradePlan, tier: Tier): string {
  const seconds = plan.forecast.tiers.find(({ kind }) => kind === tier.kind)?.seconds;
  return seconds === undefined ? '' : `  about ${duration(seconds)}`;
}

function tierLines(tier: Tier, style: Style): string[] {
  if ('vcenters' in tier) return tier.vcenters.map((step) => vcenterLine(step, style));
  return tier.clusters.flatMap((step) => clusterLines(step, style));
}

function vcenterLine(step: VCenterStep, style: Style): string {
  const change = step.alreadyDone
    ? `already on ${step.target}: verify only`
    : `${step.from.version} -> ${step.target}${step.executor === 'operator' ? `  by an operator${step.way === undefined ? '' : ` (${step.way})`}: the run waits for it` : ''}`;
  return clip(`  ${step.vcenter}  ${change}`, style.width);
}

function clusterLines(step: ClusterStep, style: Style): string[] {
  return [
    clip(
      `  Cluster ${step.cluster.name}  to ${step.target}  Quick Boot ${step.quickBoot ? 'on' : 'off'}`,
      style.width,
    ),
    ...step.hosts.flatMap((host) => hostLines(host, style)),
    ...step.skipped.map(({ host, reason }) => clip(`     -  ${host.name}  skipped: ${reason}`, style.width)),
  ];
}

function hostLines(step: HostStep, style: Style): string[] {
  const boot =
    step.executor === 'operator'
      ? `by hand${step.way === undefined ? '' : ` (${step.way})`}`
      : step.boot === 'full'
        ? 'full boot'
        : 'Quick Boot';
  const first = step.imageFile === undefined ? '  test host' : '  first host, proves the supplied image';
  const mark = step.isTestHost ? first : '';
  const line = `  ${String(step.order).padStart(4)}  ${step.host.name}  ${step.expects.installed} -> ${step.target}  ${boot}${mark}`;
  const lags =
    step.role === 'trusted' && step.measuredAfter !== undefined && step.measuredAfter !== step.target;
  const note = `attests with ${step.measuredAfter} until its next full boot; that base image must stay [QB-3, QB-4]`;
  return [
    clip(line, style.width),
    ...(lags ? wrap(note, style.width - 8).map((text) => `        ${text}`) : []),
  ];
}

/** Plans as a list; the hash is cut to what people type. */
export function planTable(plans: readonly PlanSummary[], style: Style): string {
  if (plans.length === 0) {
    return 'No plans yet. Make one: vta plan create ESTATE --vcenter-version V --esx-version V';
  }
  return table(
    ['Plan', 'Estate', 'Made', 'By', 'Findings'],
    plans.map((plan) => [
      shortHash(plan.hash),
      plan.estate,
      timestamp(plan.createdAt),
      plan.createdBy,
      `${count(plan.blockers, 'blocker')}, ${count(plan.warnings, 'warning')}`,
    ]),
    style,
  );
}
