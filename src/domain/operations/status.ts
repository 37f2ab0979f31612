import type { RunStatus } from '../model/run.js';
import type { OperationPlan } from './model.js';

/** Status of an operation that has just begun: its steps and gates, nothing done. */
export function beginOperationStatus(input: {
  readonly runId: string;
  readonly estate: string;
  readonly planHash: string;
  readonly plan: Pick<OperationPlan, 'kind' | 'steps' | 'gates'>;
  readonly requestedBy: string;
  readonly startedAt: string;
}): RunStatus {
  const { plan, ...rest } = input;
  return {
    ...rest,
    state: 'starting',
    operation: plan.kind,
    steps: plan.steps.map(({ id, subject, title, rule }) => ({ id, subject, title, rule, state: 'planned' })),
    tiers: [],
    gates: plan.gates.map(({ id, title, rule }) => ({ id, title, rule, state: 'planned' })),
    waitingOn: [],
    debts: [],
    parked: [],
  };
}
