export type { Member, RecoveryFacts, RecoveryTarget } from './facts.js';
export { whyNotApply, whyNotEqualAgain, whyNotRecoveryStep } from './guards.js';
export {
  nextRegistrationStep,
  type OfferedService,
  type RegisteredServices,
  type RegistrationStep,
} from './registrations.js';
export { isBehind, nextRecoveryStep, RECOVERY_STEPS, type RecoveryStep } from './steps.js';
export { whyNotRecover, type RecordedUpgrade } from './trigger.js';
