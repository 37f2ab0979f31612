export { afterRemoval, type AfterRemoval } from './after-removal.js';
export { evidenceChanges } from './changes.js';
export { retiringEvidence } from './evidence.js';
export type {
  BeyondEstate,
  HostEvidence,
  RetiringEvidence,
  RetiringFacts,
  VersionEvidence,
} from './model.js';
export { evidenceOf, orderRemovals } from './removals.js';
export { evidenceTables } from './tables.js';
