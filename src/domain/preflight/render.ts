import type { PreflightCheck } from './check.js';
import { CHECKS } from './table.js';

/** `docs/reference/preflight.md`: what is looked at before anything is planned, one row per check. */
export function renderPreflightReference(): string {
  return [
    '# What preflight looks at',
    '',
    'Generated from `src/domain/preflight/`; do not edit.',
    '',
    'Every check runs with every plan, and again with `vta preflight`; all of them report. A **blocker** keeps a plan from',
    'starting a run, a **warning** is shown to whoever approves, an **info** is good to know. What could not be read is',
    'never taken for fine: it blocks or warns, and says so.',
    '',
    'A blocker of a check that is **waivable** can be waived by a person, for a time and with a reason; it then weighs as',
    'a warning that names him. The rules that keep encrypted VMs from being locked out are never waivable.',
    '',
    ...table([HEAD, ...CHECKS.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map((check) => cells(check))]),
    '',
  ].join('\n');
}

const HEAD = ['Check', 'Rule', 'What holds when it says nothing', 'Weighs', 'What to do', 'Waivable'];

const cells = ({ id, rule, looksAt, severities, remedy, waivable }: PreflightCheck): string[] => [
  `\`${id}\``,
  rule,
  looksAt,
  severities.join(', '),
  remedy,
  waivable ? 'yes' : 'no',
];

/** Rows of one width, the first being the head, as the formatter has them. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...rest] = rows;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rest.map((row) => line(row))];
}
