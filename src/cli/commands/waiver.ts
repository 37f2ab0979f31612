import type { Context } from '../context.js';
import { usageError } from '../exit.js';
import { examples, type Program } from '../program-base.js';
import { reasonFor } from '../prompts.js';
import { timestamp } from '../render/time.js';
import { waiverTable } from '../render/waivers.js';

const DAY_MS = 86_400_000;

/** `waiver add|list|remove`: blockers of preflight that a person takes the responsibility for. */
export function addWaiverCommands(program: Program, context: Context): void {
  const waiver = program
    .command('waiver')
    .description('Blockers of preflight that a person takes the responsibility for, for a time.');

  waiver
    .command('add')
    .argument('<estate>', 'estate')
    .argument('<check>', 'a waivable check, as "vta preflight --json" names it: evacuation')
    .requiredOption('--until <time>', 'when it ends: 2026-03-31T18:00:00Z, or 7d for seven days from now')
    .option('--subject <name>', 'only findings about this host, cluster or vCenter; all when absent')
    .option('--reason <text>', 'why; goes into the audit trail')
    .option('--json', 'print the waiver as JSON')
    .description(
      'Waive blockers of one check: plans made from now on carry them as warnings that name you. Approvers only; rules that keep VMs from being locked out cannot be waived.',
    )
    .addHelpText(
      'after',
      examples(
        'vta waiver add lab evacuation --subject esx-07 --until 3d --reason "pinned VM is off by then"',
      ),
    )
    .action(async (estate, check, { until, subject, reason, json }) => {
      const expiresAt = timeOf(until);
      const api = await context.api();
      const why = await reasonFor(context.io, reason, `Why do you waive ${check}?`);
      const added = await api.addWaiver(estate, {
        check,
        expiresAt,
        reason: why,
        ...(subject === undefined ? {} : { subject }),
      });
      context.result(
        json,
        added,
        () =>
          `${added.id}: ${check} of ${subject ?? estate} is waived until ${timestamp(added.expiresAt)}. Plan again to use it.`,
      );
    });

  waiver
    .command('list')
    .argument('<estate>', 'estate')
    .option('--json', 'print JSON')
    .description('List the waivers of an estate, expired ones too.')
    .addHelpText('after', examples('vta waiver list lab'))
    .action(async (estate, { json }) => {
      const waivers = await (await context.api()).waivers(estate);
      context.result(json, waivers, () => waiverTable(waivers, context.style()));
    });

  waiver
    .command('remove')
    .argument('<estate>', 'estate')
    .argument('<waiver>', 'ID, as in "vta waiver list"')
    .option('--json', 'print the waivers that are left as JSON')
    .description('Remove a waiver: plans that rest on it cannot start a run any more. Approvers only.')
    .addHelpText('after', examples('vta waiver remove lab waiver-4f2a9c01be'))
    .action(async (estate, id, { json }) => {
      const { items } = await (await context.api()).removeWaiver(estate, id);
      context.result(json, items, () => `${id} is removed. Left: ${items.length}.`);
    });
}

/** `7d` from now, or a time. */
function timeOf(text: string): string {
  const days = /^(\d{1,3})d$/.exec(text)?.[1];
  const at = days === undefined ? Date.parse(text) : Date.now() + Number(days) * DAY_MS;
  if (Number.isNaN(at))
    throw usageError(`--until ${text} is neither a time nor a number of days such as 7d.`);
  return new Date(at).toISOString();
}
