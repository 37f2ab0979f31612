import { Argument, Option } from '@commander-js/extra-typings';
import { Choice, SafePoint } from '../../contract/index.js';
import type { Context } from '../context.js';
import { CliError, EXIT, usageError } from '../exit.js';
import { examples, type Program } from '../program-base.js';
import { confirmed, reasonFor } from '../prompts.js';
import { hostLines } from '../render/hosts.js';
import { parkingDetail } from '../render/parking.js';
import { planOption, requirePlan } from './plan-flag.js';

/** `host show|decide`: one host or vCenter of a run, and what a person decides about it. */
export function addHostCommands(program: Program, context: Context): void {
  const host = program
    .command('host')
    .description('One host or vCenter of a run, and what to do when it cannot go on by itself.');

  host
    .command('show')
    .argument('<run>', 'run ID')
    .argument('<host>', 'name of the host, vCenter or cluster')
    .option('--json', 'print JSON')
    .description('Show where a host is; if it is parked: the error, what to read, and every choice.')
    .addHelpText('after', examples('vta host show RUN esx-07.example.com'))
    .action(async (runId, name, { json }) => {
      const api = await context.api();
      const [run, hosts] = await Promise.all([api.run(runId), api.hosts(runId)]);
      const progress = hosts.filter((one) => one.host.name === name);
      const parking = run.parkings?.find(({ subject }) => subject === name);
      if (progress.length === 0 && parking === undefined) {
        const parked = (run.parkings ?? []).map(({ subject }) => subject).join(', ') || 'nothing';
        throw new CliError(
          EXIT.notFound,
          `Run ${runId} has not touched a host "${name}". Parked now: ${parked}. See vta run hosts ${runId}.`,
        );
      }
      context.result(json, { progress: progress[0] ?? null, parking: parking ?? null }, () => {
        const style = context.style();
        return [
          ...(progress.length === 0 ? [] : hostLines(progress, style)),
          ...(parking === undefined ? [] : ['', ...parkingDetail(parking, run, style)]),
        ]
          .join('\n')
          .trim();
      });
    });

  host
    .command('decide')
    .argument('<run>', 'run ID')
    .argument('<host>', 'name of the parked host, vCenter or cluster')
    .addArgument(
      new Argument('<choice>', 'what to do; "vta host show" says which are offered').choices(Choice.options),
    )
    .addOption(
      new Option('--from <point>', 'safe point to start again from, with retry-from').choices(
        SafePoint.options,
      ),
    )
    .option('--reason <text>', 'why; goes into the audit trail')
    .addOption(planOption())
    .option('--yes', 'do not ask for confirmation of an abort')
    .option('--json', 'print the new status as JSON')
    .description(
      'Decide about a parked host, vCenter or cluster. What makes no sense now is refused with its rule.',
    )
    .addHelpText(
      'after',
      examples(
        'vta host decide RUN esx-07.example.com retry --reason "space made on its boot device"',
        'vta host decide RUN esx-07.example.com retry-from --from evacuation --reason "VMs moved by hand"',
        'vta host decide RUN esx-07.example.com skip --reason "its board is replaced tomorrow"',
        'vta host decide RUN ta-esx3.example.com recover --reason "hangs at boot since its upgrade"',
      ),
    )
    .action(async (runId, name, choice, { from, reason, plan, yes, json }) => {
      if ((choice === 'retry-from') !== (from !== undefined)) {
        throw usageError('--from names the safe point of retry-from, and belongs to no other choice.');
      }
      const api = await context.api();
      const run = await api.run(runId);
      requirePlan(run, plan);
      const { planHash } = run;
      const why = await reasonFor(context.io, reason, `Why ${choice} ${name}?`);
      if (choice === 'abort') {
        await confirmed(context.io, yes, `An aborted run cannot be resumed. Abort ${runId}?`);
      }
      const body = { choice, planHash, reason: why, ...(from === undefined ? {} : { from }) };
      const status = await api.decideHost(runId, name, body);
      context.result(
        json,
        status,
        () =>
          `${name}: ${choice}${from === undefined ? '' : ` ${from}`}. Follow the run: vta run watch ${runId}`,
      );
    });
}
