import type { GateStatus, RunStatus } from '../client/types.js';
import type { Context } from '../context.js';
import { CliError, EXIT } from '../exit.js';
import { examples, type Program } from '../program-base.js';
import { confirmed, reasonFor } from '../prompts.js';
import { gateLines, gateTable } from '../render/gates.js';
import { rulesLine } from '../render/rules.js';
import { planOption, requirePlan } from './plan-flag.js';

/** `gate list|approve|reject`: the places where a run waits for people. */
export function addGateCommands(program: Program, context: Context): void {
  const gate = program.command('gate').description('The places where a run waits for people.');

  gate
    .command('list')
    .argument('<run>', 'run ID')
    .description("List a run's gates: planned, open, decided, with who and when.")
    .option('--json', 'print JSON')
    .addHelpText('after', examples('vta gate list RUN', 'vta gate list RUN --json'))
    .action(async (runId, { json }) => {
      const gates = await (await context.api()).gates(runId);
      context.result(json, gates, () => gateTable(gates.items, context.style()));
    });

  for (const [name, verdict] of [
    ['approve', 'approved'],
    ['reject', 'rejected'],
  ] as const) {
    gate
      .command(name)
      .argument('<run>', 'run ID')
      .argument('<gate>', 'gate ID, as in "vta gate list"')
      .description(
        name === 'approve'
          ? 'Approve an open gate: the run goes on. Whoever requested the run cannot do this.'
          : 'Reject an open gate: the run ends there.',
      )
      .option('--reason <text>', 'why; goes into the audit trail')
      .addOption(planOption())
      .option('--json', 'print the new status as JSON')
      .addHelpText('after', examples(`vta gate ${name} RUN begin --reason "change 4711 signed"`))
      .action(async (runId, gateId, { reason, plan, json }) => {
        const api = await context.api();
        const run = await api.run(runId);
        const open = requireOpen(run, gateId);
        requirePlan(run, plan);
        if (reason === undefined && context.io.isTTY) {
          context.progress(gateLines(open, run, context.style()).join('\n'));
        }
        const why = await reasonFor(context.io, reason, `Why do you ${name} gate ${gateId}?`);
        // A reason on the command line is a deliberate act; only the interactive way asks once more.
        if (reason === undefined) await confirmed(context.io, false, `${capital(name)} gate ${gateId}?`);
        const status = await api.decideGate(runId, gateId, { verdict, reason: why, planHash: run.planHash });
        context.result(
          json,
          status,
          () => `Gate ${gateId} ${verdict}. Follow the run: vta run watch ${runId}`,
        );
      });
  }
}

function requireOpen(run: RunStatus, gateId: string): GateStatus {
  const found = run.gates.find(({ id }) => id === gateId);
  const open = run.gates.filter(({ state }) => state === 'open').map(({ id }) => id);
  const hint = open.length > 0 ? `Open now: ${open.join(', ')}.` : 'No gate is open now.';
  if (!found) throw new CliError(EXIT.notFound, `Run ${run.runId} has no gate "${gateId}". ${hint}`);
  if (found.state === 'open') return found;
  const decided = found.by ? ` It was ${found.state} by ${found.by}.` : '';
  throw new CliError(
    EXIT.refused,
    `Gate "${gateId}" is not open (${found.state}).${decided} ${hint}\n${rulesLine([found.rule])}`,
  );
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
