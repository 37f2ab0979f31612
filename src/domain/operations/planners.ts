import { by } from '../compare.js';
import type { Finding } from '../model/finding.js';
import { planArchiveConfiguration } from './archive-configuration/plan.js';
import type { OperationFacts } from './facts.js';
import type { OperationDraft, OperationKind, OperationPlan, OperationRequest } from './model.js';

/** Facts and request to what is to be done; pure. Refusals are findings with severity `blocker`. */
export type Planner<K extends OperationKind> = (
  facts: OperationFacts,
  request: OperationRequest<K>,
) => OperationDraft<K>;

const PLANNERS: { readonly [K in OperationKind]: Planner<K> } = {
  'archive-configuration': planArchiveConfiguration,
};

/** What each operation does, in a few words. */
export const OPERATION_TITLES: Readonly<Record<OperationKind, string>> = {
  'archive-configuration': 'archive the vTA configuration',
};

export const OPERATION_KINDS = Object.keys(OPERATION_TITLES) as OperationKind[];

/**
 * Plans an operation. What could not be read blocks it, whatever its planner makes of the rest.
 *
 * @rule DG-10, DG-14
 */
export function planOperation<K extends OperationKind>(
  facts: OperationFacts,
  request: OperationRequest<K>,
  estateHash: string,
): OperationPlan<K> {
  const draft = PLANNERS[request.kind](facts, request);
  return {
    schema: 1,
    kind: request.kind,
    request,
    estateHash,
    ...draft,
    findings: [...unreadable(facts), ...draft.findings],
  };
}

function unreadable({ inventory }: OperationFacts): Finding[] {
  return inventory.unreadable.toSorted(by(({ subject }) => subject)).map(({ subject, reason }) => ({
    rule: 'DG-14',
    check: 'unreadable',
    subject,
    severity: 'blocker',
    message: `${subject} could not be read: ${reason}. What is not known is not taken for safe.`,
    remedy: 'See that it answers, and that its worker runs (vta doctor); then plan again.',
  }));
}
