export { afterRemoval, type AfterRemoval } from './after-removal.js';
export { evidenceChanges } from './changes.js';
export { retiringEvidence } from './evidence.js';
export {
  ROLLBACK_WINDOW_HOURS,
  type BeyondEstate,
  type RetiringEvidence,
  type RetiringFacts,
} from './model.js';
export { evidenceOf, orderRemovals } from './removals.js';
export { evidenceTables } from './tables.js';
