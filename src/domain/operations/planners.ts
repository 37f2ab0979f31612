import { by } from '../compare.js';
import type { Finding } from '../model/finding.js';
import { planArchiveConfiguration } from './archive-configuration/plan.js';
import { planClearQuickBootDebt } from './clear-quick-boot-debt/plan.js';
import { planOnboardCluster } from './onboard-cluster/plan.js';
import { planRestoreConfiguration } from './restore-configuration/plan.js';
import type { OperationFacts } from './facts.js';
import { planRetireBaseImages } from './retire-base-images/plan.js';
import { planReviewBaseImages } from './review-base-images/plan.js';
import { planRepairBaseImage } from './repair-base-image/plan.js';
import { planRestartServices } from './restart-services/plan.js';
import { planRecoverTaHost } from './recover-ta-host/plan.js';
import type { OperationDraft, OperationKind, OperationPlan, OperationRequest } from './model.js';

/** Facts and request to what is to be done; pure. Refusals are findings with severity `blocker`. */
export type Planner<K extends OperationKind> = (
  facts: OperationFacts,
  request: OperationRequest<K>,
) => OperationDraft<K>;

const PLANNERS: { readonly [K in OperationKind]: Planner<K> } = {
  'archive-configuration': planArchiveConfiguration,
  'clear-quick-boot-debt': planClearQuickBootDebt,
  'onboard-cluster': planOnboardCluster,
  'retire-base-images': planRetireBaseImages,
  'review-base-images': planReviewBaseImages,
  'restart-services': planRestartServices,
  'repair-base-image': planRepairBaseImage,
  'restore-configuration': planRestoreConfiguration,
  'recover-ta-host': planRecoverTaHost,
};

/** What each operation does, in a few words. */
export const OPERATION_TITLES: Readonly<Record<OperationKind, string>> = {
  'archive-configuration': 'archive the vTA configuration',
  'clear-quick-boot-debt': 'boot hosts fully that were quick-booted',
  'onboard-cluster': 'make a regular cluster a trusted one',
  'retire-base-images': 'remove base images that no host needs any more',
  'review-base-images': 'show which base images are needed, and by whom',
  'restart-services': 'start, stop or restart vTA services',
  'repair-base-image': 'repair a missing base image',
  'restore-configuration': 'restore the vTA configuration from an archive',
  'recover-ta-host': 'recover a Trust Authority host',
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
