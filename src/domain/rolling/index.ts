export {
  clusterNamed,
  whyNotChangeLimits,
  whyNotLimits,
  withChange,
  type Refusal,
  type RollingCluster,
} from './change-limits.js';
export {
  correlatedFailure,
  isBudgetSpent,
  keyOf,
  toleratedBy,
  unattestedOf,
  type HostFailure,
} from './failures.js';
export { whyHeld, type Hold, type TierFailures } from './hold.js';
export { reorder, whyNotReorder } from './order.js';
export { shareOut, type Sharer } from './shares.js';
export { atOnce, whoNext, type RollingHost, type RollState } from './who-next.js';
