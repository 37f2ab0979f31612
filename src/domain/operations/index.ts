export type { OperationEnd } from './ends.js';
export type { OperationFacts } from './facts.js';
export type {
  AnyOperationRequest,
  EvidenceTable,
  OperationKind,
  OperationPlan,
  OperationRequest,
  OperationStep,
} from './model.js';
export { rebootStep } from './clear-quick-boot-debt/plan.js';
export { OPERATION_KINDS, OPERATION_TITLES, planOperation } from './planners.js';
export { beginOperationStatus } from './status.js';
