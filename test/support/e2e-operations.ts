import type { OperationRequest } from '../../src/contract/index.js';
import type { OperationPlan } from '../../src/cli/client/types.js';
import type { TestEstate } from './e2e-estate.js';

/** Kind and parameters of an operation; estate and reason are those of the test. */
export type AskedOperation = Pick<OperationRequest, 'kind' | 'parameters'>;

export const planOf = (estate: TestEstate, asked: AskedOperation): Promise<OperationPlan> =>
  estate.operator.api.planOperation({
    ...asked,
    estate: estate.name,
    reason: 'change 4711',
  } as OperationRequest);

/** Plans an operation and starts it; answers the run's ID. */
export async function startOperation(estate: TestEstate, asked: AskedOperation): Promise<string> {
  const plan = await planOf(estate, asked);
  const blockers = plan.findings.filter(({ severity }) => severity === 'blocker');
  if (blockers.length > 0) throw new Error(`blocked: ${JSON.stringify(blockers)}`);
  const started = await estate.operator.api.startOperation({ estate: estate.name, planHash: plan.hash });
  return started.runId;
}
