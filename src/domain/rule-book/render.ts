import { areaOf, RULE_AREAS, type RuleArea, type RuleId, type RuleInForce } from './rule.js';

/** Files of the repository that speak of one rule, found in the code. */
export interface RulePlaces {
  /** With `@rule` in the product. */
  readonly enforced: readonly string[];
  /** With a test named after the rule. */
  readonly tested: readonly string[];
  /** With `@rule` in the lab, whose referee judges what was done. */
  readonly judged: readonly string[];
}

type Places = (id: RuleId) => RulePlaces;

const GENERATED =
  'Generated from `src/domain/rule-book/`, the `@rule` tags in `src` and the names of the tests; do not edit.';

/** `docs/rules/AREA.md`: one heading per rule, which is its anchor. */
export function renderRuleArea(area: RuleArea, rules: readonly RuleInForce[], places: Places): string {
  const { title, about } = RULE_AREAS[area];
  return [
    `# ${area}: ${title}`,
    '',
    GENERATED,
    '',
    `${about} All areas: [the rule book](README.md).`,
    '',
    ...rulesOf(area, rules).flatMap((rule) => section(rule, places(rule.id))),
  ].join('\n');
}

/** `docs/rules/README.md`: every rule by its title. */
export function renderRuleIndex(rules: readonly RuleInForce[]): string {
  return [
    '# The rule book',
    '',
    GENERATED,
    '',
    'What holds when a vSphere Trust Authority estate is upgraded, whoever does it. Refusals, findings and reasons for',
    'waiting name their rule; `vta explain QB-4` prints one, `vta explain` lists all, and `GET /v1/rules` gives the same.',
    'What they mean for somebody who works by hand stands in [the runbook](../runbook.md).',
    '',
    ...(Object.keys(RULE_AREAS) as RuleArea[]).flatMap((area) => [
      `## [${area}: ${RULE_AREAS[area].title}](${area}.md)`,
      '',
      RULE_AREAS[area].about,
      '',
      ...rulesOf(area, rules).map(
        ({ id, title, notYet }) =>
          `- [${id}](${area}.md#${id.toLowerCase()}) ${title}${notYet === undefined ? '' : ' (not yet enforced)'}`,
      ),
      '',
    ]),
  ].join('\n');
}

function rulesOf(area: RuleArea, rules: readonly RuleInForce[]): readonly RuleInForce[] {
  return rules.filter(({ id }) => areaOf(id) === area);
}

/** What people see and may do is told only of rules that are enforced. */
function section(
  { id, title, statement, why, sees, may, notYet }: RuleInForce,
  places: RulePlaces,
): string[] {
  const { enforced, tested, judged } = places;
  return [
    `## ${id}`,
    '',
    `**${title}.** ${statement}`,
    '',
    `- **Prevents:** ${why}`,
    ...(notYet === undefined
      ? [
          `- **You see:** ${sees}`,
          `- **You may:** ${may}`,
          line('Enforced in', enforced),
          line('Tested in', tested),
        ]
      : [`- **Not yet enforced:** ${notYet}`]),
    ...(judged.length === 0 ? [] : [line('Judged in the lab by', judged)]),
    '',
  ];
}

const line = (name: string, files: readonly string[]): string =>
  `- **${name}:** ${files.map((file) => `[\`${file}\`](../../${file})`).join(', ')}`;
