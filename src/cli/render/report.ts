import type { RunReport } from '../client/types.js';
import { gateTable } from './gates.js';
import { hostLines } from './hosts.js';
import { stepLines } from './operation.js';
import { debtLines, residueLines, shortHash } from './run.js';
import { count, wrap, type Style } from './style.js';
import { table } from './table.js';
import { timeSplitText } from './time-split.js';
import { duration, secondsBetween, timestamp } from './time.js';
import { runState, TIER_NAMES } from './words.js';

/** A run's report for reading: who, when, tiers, gates, hosts, what stays open, and what it cost Temporal. */
export function reportLines(report: RunReport, style: Style): string[] {
  const { bold } = style.colors;
  const { temporal } = report;
  return [
    `${bold(`Run ${report.runId}`)}  ${runState(report.state, style)}`,
    ...(report.operation === undefined ? [] : [`operation ${report.operation}`]),
    `estate ${report.estate}  plan ${shortHash(report.planHash)}  requested by ${report.requestedBy}`,
    `${timestamp(report.startedAt)} to ${timestamp(report.endedAt)} (${duration(
      secondsBetween(report.startedAt, report.endedAt, style.now),
    )})`,
    ...(report.time === undefined ? [] : [timeSplitText(report.time, style.now)]),
    '',
    ...(report.steps === undefined ? [tierTable(report, style)] : stepLines(report.steps, style)),
    '',
    gateTable(report.gates, style),
    '',
    ...(report.steps !== undefined && report.hosts.length === 0
      ? []
      : [...hostLines(report.hosts, style), '']),
    ...serviceLines(report, style),
    bold(
      report.debts.length === 0
        ? 'Nothing is left open.'
        : `Left open: ${count(report.debts.length, 'item')}`,
    ),
    ...report.debts.flatMap((debt) => debtLines(debt, style).map((line) => `  ${line}`)),
    ...(report.residue === undefined || report.residue.length === 0
      ? []
      : [
          bold(`Left behind: ${count(report.residue.length, 'item')}`),
          ...residueLines(report.residue, style).map((line) => `  ${line}`),
        ]),
    '',
    `Temporal: ${count(temporal.workflows.length, 'workflow')}, at most ` +
      `${temporal.actionsPerTrustedHost.max} actions per trusted host, longest history ${temporal.longestHistory} events`,
  ];
}

function tierTable({ tiers }: RunReport, style: Style): string {
  return table(
    ['Tier', 'State', 'Done', 'Started', 'Ended', 'Time'],
    tiers.map((tier) => [
      TIER_NAMES[tier.kind],
      tier.state,
      `${tier.done}/${tier.total}`,
      tier.startedAt ? timestamp(tier.startedAt) : '',
      tier.endedAt ? timestamp(tier.endedAt) : '',
      tier.time ? timeSplitText(tier.time, style.now) : '',
    ]),
    style,
  );
}

/** @rule SVC-1 */
function serviceLines({ services = [] }: RunReport, style: Style): string[] {
  if (services.length === 0) return [];
  const all = services.map(({ host, version }) => `${host} ${version}`).join(', ');
  return [...wrap(`vTA services, which come with ESXi: ${all}`, style.width, '  '), ''];
}
