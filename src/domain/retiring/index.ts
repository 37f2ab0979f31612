export { afterRemoval, type AfterRemoval } from './after-removal.js';
export { evidenceChanges } from './changes.js';
export { retiringEvidence } from './evidence.js';
export {
  ROLLBACK_WINDOW_HOURS,
  type BeyondEstate,
  type HostEvidence,
  type RetiringEvidence,
  type RetiringFacts,
  type VersionEvidence,
} from './model.js';
export { evidenceOf, orderRemovals } from './removals.js';
export { evidenceTables } from './tables.js';
