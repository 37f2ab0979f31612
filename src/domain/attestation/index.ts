export { baseImageRemovalBlockers, imagesStillNeeded } from './base-images.js';
export { keptImageDebts, quickBootDebts } from './debts.js';
export { classifyAttestationFailure } from './failure.js';
export {
  expectedAttestation,
  isHiddenBoot,
  ledgerAfterBoot,
  ledgerFromInventory,
  observedBoot,
} from './ledger.js';
