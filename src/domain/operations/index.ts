export type { OperationEnd } from './ends.js';
export type { ArchivedImageFact, OperationFacts } from './facts.js';
export type {
  AnyOperationRequest,
  EvidenceTable,
  OperationKind,
  OperationPlan,
  OperationRequest,
  OperationStep,
} from './model.js';
export { rebootStep } from './clear-quick-boot-debt/plan.js';
export { TRUST_GATE } from './onboard-cluster/plan.js';
export { OPERATION_KINDS, OPERATION_TITLES, planOperation } from './planners.js';
export { retiringExtras, type RetiringRules } from './retire-base-images/facts.js';
export { retireGate, retireSteps, type RetireBaseImages } from './retire-base-images/plan.js';
export { beginOperationStatus } from './status.js';
