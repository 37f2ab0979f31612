import type { OperationPlan } from '../client/types.js';
import type { StepStatus } from '../client/types.js';
import { findingLines } from './findings.js';
import { clip, wrap, type Style } from './style.js';
import { table } from './table.js';
import { duration, secondsBetween } from './time.js';

/** The plan of an operation as people approve it: steps, evidence, where it stops, what was found. */
export function operationPlanLines(plan: OperationPlan, style: Style): string[] {
  const { bold } = style.colors;
  return [
    bold(`Plan ${plan.hash}`),
    clip(`estate ${plan.estate}  operation ${plan.kind}  about ${plan.subject}`, style.width),
    ...wrap(`reason: ${plan.reason}`, style.width, '  '),
    ...tableLines(plan.tables, style),
    '',
    bold('Steps'),
    ...(plan.steps.length === 0 ? ['  Nothing to do.'] : []),
    ...plan.steps.flatMap(({ title, rule, byPeople }, index) => [
      ...wrap(`${index + 1} ${title} [${rule}]`, style.width - 2, '  ').map((line) => `  ${line}`),
      ...(byPeople?.procedure ?? []).flatMap((line) =>
        wrap(line, style.width - 6, '  ').map((text) => `      ${text}`),
      ),
    ]),
    '',
    bold('Gates'),
    ...(plan.gates.length === 0 ? ['  None: it only reads, or asks nobody.'] : []),
    ...plan.gates.map((gate) => clip(`  ${gate.id}: ${gate.title} [${gate.rule}]`, style.width)),
    '',
    ...findingLines(plan.findings, style),
  ];
}

/** Tables of evidence, each under its title. */
export function tableLines(tables: OperationPlan['tables'], style: Style): string[] {
  const { bold } = style.colors;
  return tables.flatMap(({ title, columns, rows }) => ['', bold(title), table(columns, rows, style)]);
}

/** The steps of a running operation, each with its state and time. */
export function stepLines(steps: readonly StepStatus[], style: Style): string[] {
  const { colors } = style;
  const paint = { planned: colors.dim, running: colors.cyan, done: colors.green, failed: colors.red };
  return steps.map(({ title, state, startedAt, endedAt }, index) => {
    const spent = startedAt ? duration(secondsBetween(startedAt, endedAt, style.now)) : '';
    const line = `  ${String(index + 1).padStart(2)} ${paint[state](state.padEnd(8))} ${title}`;
    return clip(spent === '' ? line : `${line}  ${spent}`, style.width);
  });
}
