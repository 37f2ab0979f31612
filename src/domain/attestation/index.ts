export { baseImageRemovalBlockers, imagesStillNeeded } from './base-images.js';
export { keptImageDebts, quickBootDebts } from './debts.js';
export { classifyAttestationFailure } from './failure.js';
export { expectedAttestation, ledgerAfterBoot, ledgerFromInventory } from './ledger.js';
