import type { Context } from '../context.js';
import { examples, type Program } from '../program-base.js';
import { reasonFor } from '../prompts.js';
import { eventLine } from '../render/events.js';
import { hostLines } from '../render/hosts.js';
import { runFrame } from '../render/run.js';
import { runTable } from '../render/runs.js';
import { usageError } from '../exit.js';
import { fullPlanHash } from './plan.js';
import { addSteeringCommands } from './run-steer.js';
import { limitsOf, withLimits } from './limit-flags.js';
import { addLimitsCommand } from './run-limits.js';
import { addWatchCommand, watchAndReport } from './run-watch.js';
import { asksMore, isNarrower, upgradeRequest, withRequest } from './upgrade-flags.js';

/** `run …`: start an upgrade, look at it, steer it. */
export function addRunCommands(program: Program, context: Context): void {
  const run = program.command('run').description('Start upgrades, look at them, steer them.');

  withLimits(
    withRequest(
      run
        .command('start')
        .argument('<estate>', 'estate')
        .summary('Request an upgrade.')
        .description(
          'Request an upgrade: of a plan that exists (--plan), or with a plan made now (--vcenter-version, --esx-version).\n' +
            'The run then waits at its first gate for somebody else to approve it.',
        )
        .option('--plan <hash>', 'hash of the plan, or its beginning'),
    ),
  )
    .option(
      '--reason <text>',
      'why; goes into the audit trail, and is the business reason of a narrower plan',
    )
    .option('--watch', 'watch the run afterwards')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      examples(
        'vta run start lab --plan 4f2a91c07b3e --reason "change 4711"',
        'vta run start lab --vcenter-version 8.0.3.00400 --esx-version 8.0.3-24022510 --reason "change 4711"',
        'vta run start lab --only-tier trusted-hosts --esx-version 8.0.3-24022510 --reason "driver fix"',
      ),
    )
    .action(async (estate, { plan, reason, watch, json, ...flags }) => {
      const asks =
        (flags.vcenterVersion ?? flags.esxVersion) !== undefined || isNarrower(flags) || asksMore(flags);
      if (plan !== undefined && asks) {
        throw usageError(
          'Give either --plan or target versions, not both: a plan already fixes its versions and what it is for.',
        );
      }
      // What is missing is said before anybody is asked why.
      if (plan === undefined) upgradeRequest(estate, flags, reason ?? 'asked for next');
      const why = await reasonFor(context.io, reason, `Why is ${estate} upgraded?`);
      const request = plan === undefined ? upgradeRequest(estate, flags, why) : undefined;
      const limits = limitsOf(flags);
      const chosen = limits === undefined ? {} : { limits };
      const api = await context.api();
      if (request) context.progress(`Reading both sides of ${estate} and planning …`);
      const started = await api.startRun(
        request === undefined
          ? { estate, planHash: await fullPlanHash(api, plan ?? ''), reason: why, ...chosen }
          : { request, reason: why, ...chosen },
      );
      context.result(json, started, () => `Run ${started.runId} is requested.`);
      if (watch) return watchAndReport(context, started.runId);
      context.progress(`Watch it: vta run watch ${started.runId}`);
    });

  run
    .command('list')
    .option('--estate <name>', 'only runs of this estate')
    .option('--json', 'print JSON')
    .description('List runs, newest first.')
    .addHelpText('after', examples('vta run list', 'vta run list --estate lab'))
    .action(async ({ estate, json }) => {
      const runs = await (await context.api()).runs(estate);
      context.result(json, runs, () => runTable(runs, context.style()));
    });

  run
    .command('show')
    .argument('<run>', 'run ID')
    .option('--json', 'print JSON')
    .description('Show where a run is, what it waits for, and what anybody may do about it.')
    .addHelpText('after', examples('vta run show RUN'))
    .action(async (runId, { json }) => {
      const api = await context.api();
      const [status, hosts] = await Promise.all([api.run(runId), api.hosts(runId)]);
      context.result(json, status, () => runFrame(status, hosts, context.style()).join('\n'));
    });

  run
    .command('hosts')
    .argument('<run>', 'run ID')
    .option('--json', 'print JSON')
    .description(
      'List the hosts of a run: phase, kind of boot, installed and measured versions, attestation.',
    )
    .addHelpText('after', examples('vta run hosts RUN'))
    .action(async (runId, { json }) => {
      const hosts = await (await context.api()).hosts(runId);
      context.result(json, hosts, () => hostLines(hosts, context.style()).join('\n'));
    });

  run
    .command('events')
    .argument('<run>', 'run ID')
    .option('--json', 'print JSON')
    .description("Print a run's story so far, one line per event.")
    .addHelpText('after', examples('vta run events RUN', 'vta run events RUN --json'))
    .action(async (runId, { json }) => {
      const events = await (await context.api()).events(runId);
      context.result(json, events, () => events.map(eventLine).join('\n') || 'Nothing has happened yet.');
    });

  addWatchCommand(run, context);
  addLimitsCommand(run, context);

  addSteeringCommands(run, context);
}
