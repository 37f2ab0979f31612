import { whyNotEqualEverywhere } from '../safety/index.js';
import type { Member, RecoveryFacts, RecoveryTarget } from './facts.js';

/** The procedure for a failed Trust Authority host, in the order that is never left. @rule REC-5 */
export const RECOVERY_STEPS = [
  'isolate',
  'remove',
  'restore',
  'add',
  'enable',
  'apply',
  'exit',
  'refresh',
] as const;
export type RecoveryStep = (typeof RECOVERY_STEPS)[number];

/**
 * The step that is due, judged by what is there alone, so that the procedure goes on wherever it was left: whatever was
 * done is not done again, and what was undone is due again.
 *
 * The host is in no inventory until the recorded version is proven; only then it is added. A member under a moid other
 * than the planned one is the host that was added again.
 *
 * @rule REC-1, REC-2, REC-3, REC-4, REC-5
 */
export function nextRecoveryStep(target: RecoveryTarget, facts: RecoveryFacts): RecoveryStep | 'done' {
  const { member, authority } = facts;
  if (member === null) return facts.itself?.version === target.recorded ? 'add' : 'restore';
  if (member.ref.moid === target.host.moid) return isIsolated(member) ? 'remove' : 'isolate';
  if (member.installed !== target.recorded) return 'restore';
  if (authority?.attestationService !== 'OK' || authority.keyProviderService !== 'OK') return 'enable';
  if (whyNotEqualEverywhere(authority) !== null) return 'apply';
  if (member.inMaintenance !== false || member.connection !== 'connected') return 'exit';
  return facts.trustedSideOpen?.length === 0 ? 'done' : 'refresh';
}

/** May be removed: nothing of it is in use any more. @rule REC-1 */
export function isIsolated({ connection, inMaintenance }: Member): boolean {
  return inMaintenance === true || connection === 'disconnected';
}

/** Whether a step lies behind what is due. */
export function isBehind(step: RecoveryStep, due: RecoveryStep | 'done'): boolean {
  return due === 'done' || RECOVERY_STEPS.indexOf(step) < RECOVERY_STEPS.indexOf(due);
}
