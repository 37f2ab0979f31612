export type { OperationEnd } from './ends.js';
export type { ArchivedImageFact, OperationFacts } from './facts.js';
export type {
  AnyOperationRequest,
  EvidenceTable,
  OperationDraft,
  OperationKind,
  OperationPlan,
  OperationRequest,
  OperationStep,
} from './model.js';
export { OPERATION_KINDS, OPERATION_TITLES, planOperation } from './planners.js';
export { beginOperationStatus } from './status.js';
