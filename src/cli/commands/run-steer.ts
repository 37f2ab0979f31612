import type { Context } from '../context.js';
import { confirmed, reasonFor } from '../prompts.js';
import { examples, type Program } from '../program-base.js';

const STEERING = [
  ['resume', 'Let a paused run go on: it reads the estate first and asks when others have changed it.'],
  ['abort', 'End a run for good: hosts in hand are brought to a safe state, nothing new is begun.'],
] as const;

/** `vta run pause|resume|abort`: what steers a run as a whole. */
export function addSteeringCommands(run: Pick<Program, 'command'>, context: Context): void {
  run
    .command('pause')
    .argument('<run>', 'run ID')
    .description('Pause a run: hosts in hand are finished, no new one is begun.')
    .option('--now', 'before the next step, also of a host in hand')
    .option('--reason <text>', 'why; goes into the audit trail')
    .option('--yes', 'do not ask for confirmation')
    .option('--json', 'print the new status as JSON')
    .addHelpText(
      'after',
      examples(
        'vta run pause RUN --reason "change 4711"',
        'vta run pause RUN --now --reason "smoke in rack 3"',
      ),
    )
    .action(async (runId, { now, reason, json }) => {
      const why = await reasonFor(context.io, reason, `Why do you pause run ${runId}?`);
      const api = await context.api();
      const status = await api.steer(runId, 'pause', {
        reason: why,
        pause: now ? 'next-step' : 'safe-point',
      });
      const where = now === true ? ' before the next step' : '';
      context.result(json, status, () => `Run ${runId} is ${status.state.replaceAll('-', ' ')}${where}.`);
    });

  for (const [verb, description] of STEERING) {
    run
      .command(verb)
      .argument('<run>', 'run ID')
      .description(description)
      .option('--reason <text>', 'why; goes into the audit trail')
      .option('--yes', 'do not ask for confirmation')
      .option('--json', 'print the new status as JSON')
      .addHelpText(
        'after',
        examples(`vta run ${verb} RUN --reason "change 4711"${verb === 'abort' ? ' --yes' : ''}`),
      )
      .action(async (runId, { reason, yes, json }) => {
        const why = await reasonFor(context.io, reason, `Why do you ${verb} run ${runId}?`);
        if (verb === 'abort')
          await confirmed(context.io, yes, `An aborted run cannot be resumed. Abort ${runId}?`);
        const status = await (await context.api()).steer(runId, verb, { reason: why });
        context.result(json, status, () =>
          status.resuming === undefined
            ? `Run ${runId} is ${status.state.replaceAll('-', ' ')}.`
            : `Run ${runId} reads the estate and goes on, or asks at a gate when others have changed it.`,
        );
      });
  }
}
