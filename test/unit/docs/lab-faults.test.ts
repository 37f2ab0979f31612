import { describe, expect, it } from '@jest/globals';
import { FaultBody } from '../../../src/lab/control/fault-body.js';
import { FAULT_GROUPS, FAULT_KINDS, FAULTS, takesOperation } from '../../../src/lab/faults/catalogue.js';
import type { FaultKind } from '../../../src/lab/faults/catalogue.js';
import { FAULT_SCENARIOS } from '../../support/e2e-faults.js';
import { expectReference } from '../../support/reference-file.js';

const scenarios = Object.entries(FAULT_SCENARIOS);

/** What the product does about a kind, by the scenario that shows it. */
const shownIn = (kind: FaultKind) =>
  scenarios.flatMap(([name, { product }]) =>
    product[kind] === undefined ? [] : [{ name, text: product[kind] }],
  );

const INTRODUCTION = `# Faults of the lab

Generated from \`src/lab/faults/\` and the scenarios of \`test/e2e/faults-of-the-lab.test.ts\`; do not edit.

A rule is set with \`POST /lab/faults\`, \`vta lab --fault KIND:FIELD=VALUE,…\` or \`npm run demo -- --fault …\`, listed with
how often it has \`fired\` by \`GET /lab/faults\`, and healed by \`DELETE /lab/faults/{id}\`. What no such rule can say is
refused with what is allowed. Each time that a rule fires the journal has a \`fault.fired\`, and a
\`fault.healed\` when a rule that has fired is removed or over.

- \`operation\` names requests: \`POST /api/esx/settings/clusters/*?action=apply\`, \`HostSystem.RebootHost_Task\`,
  \`GET /boot_imgdb.tgz\`; \`*\` stands for any text. A pattern that fits nothing the lab answers is refused with the list.
- \`target\` is the server that is asked, or what the kind strikes; all of them when absent.
- \`host\` is the host or the cluster that a request is about.
- \`occurrence: 3\` is the third match alone. \`skip\` leaves out the first matches, \`count\` says how often the rule
  fires (0 = for ever).
- \`rate\` is the chance at each match, from 0 to 1, drawn from a stream of its own per rule, operation and host out of the
  seed of the lab: one host more does not move the faults of the others.
- All times are lab seconds unless it says otherwise.

A single exchange is held with \`POST /lab/traps\` \`{"operation", "target", "host", "occurrence", "point"}\`: \`before\` its
effect, \`after\` it, or as \`lost-answer\`. \`GET /lab/traps/{id}?wait=SECONDS\` answers when it is hit; \`POST
/lab/traps/{id}/release\` \`{"how": "proceed"}\` or \`drop\` lets it go; lab time goes on meanwhile. \`effect:*\` is any request
that orders a change: after its effect those count that were not refused.
`;

const common = (kind: FaultKind): string => {
  const { strikes, needsTarget } = FAULTS[kind];
  if (strikes === 'operation') return '`operation`, `target`, `host`, `occurrence`, `skip`, `count`, `rate`';
  const target = `\`target\`: ${strikes.replaceAll('-', ' ')}${needsTarget ? ', needed' : ''}`;
  const when = FAULTS[kind].when === 'at-once' ? '' : '; `skip`, `count`, `rate`';
  const anchor = takesOperation(kind) ? '; `operation`: strikes when such a request was carried out' : '';
  return `${target}${when}${anchor}`;
};

function section(kind: FaultKind): string {
  const { does, parameters = {}, lasts, healed, statement } = FAULTS[kind];
  return [
    `### ${kind}\n`,
    `${does}\n`,
    `- **Addressed by:** ${common(kind)}`,
    ...Object.entries(parameters).map(([name, text]) => `- **\`${name}\`:** ${text}`),
    `- **Lasts:** ${lasts}`,
    `- **Healed:** ${healed}`,
    `- **Stands for:** ${statement}`,
    ...shownIn(kind).map(({ name, text }) => `- **The product:** ${text} (scenario "${name}")`),
    '',
  ].join('\n');
}

describe('docs/reference/lab-faults.md', () => {
  it('is what the lab can do and the product does about it', async () => {
    const groups = FAULT_GROUPS.map(([title, kinds]) => `## ${title}\n\n${kinds.map(section).join('\n')}`);
    await expectReference('docs/reference/lab-faults.md', `${INTRODUCTION}\n${groups.join('\n')}`);
  });

  it('has every kind that the control API takes', () => {
    const listed = FAULT_GROUPS.flatMap(([, kinds]) => kinds);
    expect(listed.toSorted()).toEqual([...FaultBody.shape.kind.options].toSorted());
    expect(listed.toSorted()).toEqual([...FAULT_KINDS].toSorted());
  });

  it.each(FAULT_KINDS)('%s is shown by a scenario in which it strikes', (kind) => {
    expect(shownIn(kind)).not.toEqual([]);
    for (const { name } of shownIn(kind)) {
      expect(FAULT_SCENARIOS[name]?.faults.map((fault) => fault.kind)).toContain(kind);
    }
  });
});
