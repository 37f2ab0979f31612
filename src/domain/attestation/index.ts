export { baseImageRemovalBlockers, imagesStillNeeded } from './base-images.js';
export {
  contradictions,
  mergeBoots,
  tpmSign,
  weighBoot,
  withSign,
  type TpmReading,
} from './boot-evidence.js';
export { hostDebts } from './debt-ledger.js';
export { keptImageDebts, quickBootDebts } from './debts.js';
export { classifyAttestationFailure, VM_IMPACT } from './failure.js';
export {
  expectedAttestation,
  isHiddenBoot,
  isInDebt,
  ledgerAfterBoot,
  ledgerFromInventory,
  observedBoot,
} from './ledger.js';
export { toldSecureBoot } from './secure-boot.js';
export { trustedVersions } from './trusted-versions.js';
