import type { Context } from '../context.js';
import { usageError } from '../exit.js';
import { examples, type Program } from '../program-base.js';
import { reasonFor } from '../prompts.js';
import { limitLines } from '../render/limits.js';
import { limitsOf, withLimits, orderOption } from './limit-flags.js';
import { planOption, requirePlan } from './plan-flag.js';

/** `run limits`: shows or changes how many hosts are in hand, what may fail, and in which order hosts begin. */
export function addLimitsCommand(run: Program, context: Context): void {
  withLimits(
    run
      .command('limits')
      .argument('<run>', 'run ID')
      .summary("Show or change a run's concurrency, failure budgets and order of hosts.")
      .description(
        'Without flags, show how many hosts may be in hand and how many may fail. With flags, change that, or the order of\n' +
          'the hosts that wait. Hosts in hand are finished; Trust Authority hosts always go one at a time (INV-4).',
      ),
  )
    .addOption(orderOption())
    .option('--reason <text>', 'why; goes into the audit trail')
    .addOption(planOption())
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      examples(
        'vta run limits RUN',
        'vta run limits RUN --per-cluster 2 --per-vcenter 4 --global 8 --reason "capacity is proven"',
        'vta run limits RUN --budget-cluster 2,25 --order prod=esx7,esx3 --reason "rack 4 first"',
      ),
    )
    .action(async (runId, { reason, plan, json, order, ...flags }) => {
      const limits = limitsOf(flags);
      const api = await context.api();
      const now = await api.run(runId);
      requirePlan(now, plan);
      if (limits === undefined && order === undefined) {
        if (reason !== undefined) throw usageError('Say what to change: --per-cluster N, for example.');
        context.result(json, { limits: now.limits, order: now.order ?? [] }, () =>
          limitLines(now).join('\n'),
        );
        return;
      }
      const why = await reasonFor(context.io, reason, `Why do you change the limits of run ${runId}?`);
      const body = {
        ...limits,
        ...(order === undefined ? {} : { order }),
        planHash: now.planHash,
        reason: why,
      };
      const status = await api.changeLimits(runId, body);
      context.result(json, status, () => limitLines(status).join('\n'));
    });
}
