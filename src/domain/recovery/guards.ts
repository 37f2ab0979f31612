import type { WhyNot } from '../model/waiting.js';
import { firstReason, whyNotAllOtherTaHosts, reason } from '../safety/index.js';
import type { RecoveryFacts, RecoveryTarget } from './facts.js';
import { nextRecoveryStep, RECOVERY_STEPS, type RecoveryStep } from './steps.js';

/**
 * Why a step of the recovery must not be begun now; null = it may, or is done already. The other Trust Authority hosts
 * serve, and nobody has thrown the procedure back to an earlier step.
 *
 * @rule INV-4, REC-1, REC-5
 */
export function whyNotRecoveryStep(
  step: RecoveryStep,
  target: RecoveryTarget,
  facts: RecoveryFacts,
): WhyNot | null {
  return firstReason(
    () => whyNotAllOtherTaHosts(facts.member?.ref ?? target.host, facts.taHosts),
    () => whyNotInOrder(step, target, facts),
  );
}

function whyNotInOrder(step: RecoveryStep, target: RecoveryTarget, facts: RecoveryFacts): WhyNot | null {
  const due = nextRecoveryStep(target, facts);
  if (due === 'done' || RECOVERY_STEPS.indexOf(due) >= RECOVERY_STEPS.indexOf(step)) return null;
  const { name } = target.host;
  return reason(
    'host-differs-from-plan',
    {
      subject: name,
      have: whatThereIs(target, facts),
      need: `what the step '${due}' brings about: steps are done in their order`,
      rule: 'REC-5',
    },
    ['authority', `bring ${name} back to where it was; or abort, and plan the recovery anew`],
  );
}

function whatThereIs({ host, cluster, recorded }: RecoveryTarget, { member, itself }: RecoveryFacts): string {
  if (member === null) return `it is in no inventory and ${saysOfItself(itself)}`;
  const runs = member.installed ?? 'an unknown version';
  const which = member.ref.moid === host.moid ? 'is still in' : 'was added again to';
  return `it ${which} ${cluster.name}, ${member.connection}, on ${runs}; ${recorded} is recorded`;
}

function saysOfItself(itself: RecoveryFacts['itself']): string {
  return itself === null ? 'does not answer' : `runs ${itself.version ?? 'an unknown version'}`;
}
