export type { Member, RecoveryFacts, RecoveryTarget } from './facts.js';
export { whyNotApply, whyNotEqualAgain, whyNotRecoveryStep } from './guards.js';
export {
  nextRegistrationStep,
  type BoundService,
  type OfferedService,
  type RegisteredService,
  type RegisteredServices,
  type RegistrationStep,
  type ServiceKind,
} from './registrations.js';
export { isBehind, isIsolated, nextRecoveryStep, RECOVERY_STEPS, type RecoveryStep } from './steps.js';
export { whyNotRecover, type RecordedUpgrade, type TriggerFacts } from './trigger.js';
