import type { Api } from '../client/api.js';
import type { Context } from '../context.js';
import { CliError, EXIT, usageError } from '../exit.js';
import { examples, type Program } from '../program-base.js';
import { findingLines } from '../render/findings.js';
import { planLines, planTable } from '../render/plan.js';
import { upgradeRequest, withRequest } from './upgrade-flags.js';

/** `plan create|list|show|check`: what would be done, in which order, before anything is done. */
export function addPlanCommands(program: Program, context: Context): void {
  const plan = program.command('plan').description('Make plans, read them, have them checked.');

  withRequest(
    plan
      .command('create')
      .argument('<estate>', 'estate')
      .summary('Read the estate and make a plan.')
      .description(
        'Read the estate and make a plan. The plan is stored and has a hash; nothing is changed.\n' +
          'A narrower plan (--only-…) needs the business reason; the plan shows what it leaves out.',
      ),
  )
    .option('--reason <text>', 'business reason of a narrower plan; who approves the run sees it')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      examples(
        'vta plan create lab --vcenter-version 8.0.3.00400 --esx-version 8.0.3-24022510',
        'vta plan create lab --only-tier trusted-hosts --esx-version 8.0.3-24022510 --reason "driver fix"',
        'vta plan create lab --only-cluster workload-a1 --esx-version 8.0.3-24022510 --reason "driver fix"',
      ),
    )
    .action(async (estate, { json, reason, ...flags }) => {
      const request = upgradeRequest(estate, flags, reason);
      const api = await context.api();
      context.progress(`Reading both sides of ${estate} and planning …`);
      const { hash } = await api.createPlan(request);
      const found = await api.plan(hash);
      context.result(json, found, () => {
        const lines = planLines(hash, found.plan, context.style());
        return [...lines, '', `Start it: vta run start ${estate} --plan ${hash} --reason TEXT`].join('\n');
      });
      if (found.plan.findings.some(({ severity }) => severity === 'blocker')) context.endWith(EXIT.refused);
    });

  plan
    .command('list')
    .option('--estate <name>', 'only plans for this estate')
    .option('--json', 'print JSON')
    .description('List plans, newest first.')
    .addHelpText('after', examples('vta plan list', 'vta plan list --estate lab --json'))
    .action(async ({ estate, json }) => {
      const plans = await (await context.api()).plans(estate);
      context.result(json, plans, () => planTable(plans, context.style()));
    });

  plan
    .command('show')
    .argument('<hash>', 'hash of the plan, or its beginning')
    .option('--json', 'print JSON')
    .description('Show a plan: tiers, hosts in order, kind of boot, gates, forecast, findings.')
    .addHelpText('after', examples('vta plan show 4f2a91c07b3e'))
    .action(async (text, { json }) => {
      const api = await context.api();
      const hash = await fullPlanHash(api, text);
      const found = await api.plan(hash);
      context.result(json, found, () => planLines(hash, found.plan, context.style()).join('\n'));
    });

  plan
    .command('check')
    .argument('<hash>', 'hash of the plan, or its beginning')
    .option('--json', 'print JSON')
    .summary('Have a plan checked by a second, independent piece of code.')
    .description(
      'Have a plan checked by code that shares nothing with the planner.\n' +
        'Ends with exit code 3 when the plan breaks a rule.',
    )
    .addHelpText('after', examples('vta plan check 4f2a91c07b3e'))
    .action(async (text, { json }) => {
      const api = await context.api();
      const report = await api.checkPlan(await fullPlanHash(api, text));
      context.result(json, report, () => findingLines(report.findings, context.style()).join('\n'));
      if (report.findings.some(({ severity }) => severity === 'blocker')) context.endWith(EXIT.refused);
    });
}

/** People type the beginning of a hash; the service wants all of it. */
export async function fullPlanHash(api: Api, text: string): Promise<string> {
  const wanted = text.toLowerCase();
  if (/^[0-9a-f]{64}$/.test(wanted)) return wanted;
  if (!/^[0-9a-f]{6,63}$/.test(wanted)) {
    throw usageError(`"${text}" is no plan hash: expected 6 to 64 characters out of 0-9 and a-f.`);
  }
  const hashes = (await api.plans()).map(({ hash }) => hash).filter((hash) => hash.startsWith(wanted));
  const [found, another] = hashes;
  if (found === undefined)
    throw new CliError(EXIT.notFound, `No plan begins with ${wanted}. See: vta plan list`);
  if (another !== undefined)
    throw usageError(`More than one plan begins with ${wanted}. Write more of the hash.`);
  return found;
}
