import type { Rule } from '../client/types.js';
import { wrap, type Style } from './style.js';
import { table } from './table.js';

/** Ends an explanation of a refusal: which rules said no, and how to read about them. */
export function rulesLine(rules: readonly string[]): string {
  return `Rules: ${rules.join(', ')} (vta explain ${rules[0]})`;
}

/** All rules, one a line. */
export function ruleTable(rules: readonly Rule[], style: Style): string {
  return table(
    ['Rule', 'Title', 'Enforced'],
    rules.map(({ id, title, notYet }) => [id, title, notYet === undefined ? 'yes' : 'not yet']),
    style,
  );
}

/** One rule in full. What people see and may do is told only of a rule that is enforced. */
export function ruleLines(rule: Rule, style: Style): string[] {
  const { id, title, statement, why, sees, may, notYet } = rule;
  const parts = [
    ['Rule', statement],
    ['Prevents', why],
    ...(notYet === undefined
      ? [
          ['You see', sees],
          ['You may', may],
        ]
      : [['Not yet', `Not enforced by this release. ${notYet}`]]),
    [
      'More',
      `docs/rules/${id.split('-')[0]}.md, with the places in the code; docs/runbook.md for doing it by hand`,
    ],
  ] as const;
  return [
    style.colors.bold(`${id}  ${title}`),
    ...parts.flatMap(([name = '', text = '']) => part(name, text, style)),
  ];
}

const INDENT = 11;

function part(name: string, text: string, { width, colors }: Style): string[] {
  const [first = '', ...more] = wrap(text, width - INDENT);
  const indent = ' '.repeat(INDENT);
  return [`${colors.dim(name.padEnd(INDENT))}${first}`, ...more.map((line) => indent + line)];
}
