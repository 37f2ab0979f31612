import type { OperationRequest } from '../../contract/index.js';
import type { Context } from '../context.js';
import { EXIT } from '../exit.js';
import { examples, type Program } from '../program-base.js';
import { reasonFor } from '../prompts.js';
import { operationPlanLines } from '../render/operation.js';
import { fullPlanHash } from './plan.js';
import { watchAndReport } from './run-watch.js';

/** `operation show`: the plan of an operation, which its own command has made. */
export function addOperationCommands(program: Program, context: Context): void {
  program
    .command('operation')
    .description('What has been planned beside upgrades.')
    .command('show')
    .argument('<hash>', 'hash of the plan, or its beginning')
    .option('--json', 'print JSON')
    .description('Show the plan of an operation: steps, evidence, gates, findings.')
    .addHelpText('after', examples('vta operation show 4f2a91c07b3e'))
    .action(async (text, { json }) => {
      const api = await context.api();
      const plan = await api.operationPlan(await fullPlanHash(api, text));
      context.result(json, plan, () => operationPlanLines(plan, context.style()).join('\n'));
    });
}

/** Flags that every operation's command has; add them with `withOperationFlags`. */
export interface OperationFlags {
  readonly reason?: string | undefined;
  readonly dryRun?: boolean | undefined;
  readonly watch?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** Plans an operation, shows the plan, and starts it unless it is blocked or only looked at. */
export async function carryOut(
  context: Context,
  request: Omit<OperationRequest, 'reason'>,
  { reason, dryRun, watch, json }: OperationFlags,
): Promise<void> {
  const { estate, kind } = request;
  const why = await reasonFor(context.io, reason, `Why (${kind} on ${estate})?`);
  const api = await context.api();
  context.progress(`Reading both sides of ${estate} and planning …`);
  const plan = await api.planOperation({ ...request, reason: why } as OperationRequest);
  const isBlocked = plan.findings.some(({ severity }) => severity === 'blocker');
  if (dryRun === true || isBlocked) {
    context.result(json, plan, () => operationPlanLines(plan, context.style()).join('\n'));
    return isBlocked ? context.endWith(EXIT.refused) : undefined;
  }
  if (json !== true) context.progress(operationPlanLines(plan, context.style()).join('\n'));
  const started = await api.startOperation({ estate, planHash: plan.hash });
  context.result(json, started, () => `Run ${started.runId} is requested.`);
  if (watch === true) return watchAndReport(context, started.runId);
  context.progress(`Watch it: vta run watch ${started.runId}`);
}
