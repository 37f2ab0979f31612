import type { GateStatus, RunStatus } from '../client/types.js';
import { shortHash } from './run.js';
import { wrap, type Style } from './style.js';
import { table } from './table.js';
import { timestamp } from './time.js';

/** All gates of a run, one row each. */
export function gateTable(gates: readonly GateStatus[], style: Style): string {
  if (gates.length === 0) return 'This run has no gates.';
  return table(
    ['Gate', 'State', 'Rule', 'Since', 'By', 'Reason'],
    gates.map((gate) => [gate.id, gate.state, gate.rule, stateSince(gate), gate.by ?? '', gate.reason ?? '']),
    style,
  );
}

function stateSince({ openedAt, decidedAt }: GateStatus): string {
  const at = decidedAt ?? openedAt;
  return at === undefined ? '' : timestamp(at);
}

/** What the decider should look at before deciding. */
export function gateLines(gate: GateStatus, run: RunStatus, style: Style): string[] {
  return [
    style.colors.bold(`Gate ${gate.id}: ${gate.title} [${gate.rule}]`),
    `  run ${run.runId}, estate ${run.estate}, plan ${shortHash(run.planHash)}, requested by ${run.requestedBy}`,
    ...(gate.openedAt === undefined ? [] : [`  open since ${timestamp(gate.openedAt)}`]),
    ...(gate.evidence ?? []).flatMap((text) => wrap(text, style.width - 4, '  ').map((line) => `  ${line}`)),
  ];
}
