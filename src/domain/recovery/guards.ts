import type { ItemComparison } from '../archive/compare.js';
import { describeItem } from '../archive/item.js';
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

/**
 * What of the recovery is still open at its end; null = the host is a member, on the recorded version, configured as the
 * others, in service, and known so on the trusted side.
 *
 * @rule REC-4, INV-5
 */
export function whyNotEqualAgain(target: RecoveryTarget, facts: RecoveryFacts): WhyNot | null {
  const due = nextRecoveryStep(target, facts);
  if (due === 'done') return null;
  const open = facts.trustedSideOpen ?? [];
  return reason(
    'ta-service-unhealthy',
    {
      subject: target.host.name,
      have:
        due === 'refresh' && open.length > 0 ? open.join('; ') : `what '${due}' brings about is not there`,
      need: 'as the other Trust Authority hosts, and known so by every trusted vCenter and cluster',
      rule: 'REC-4',
    },
    ['authority', `bring it about by hand; or abort, and plan the recovery anew: it goes on at '${due}'`],
  );
}

/** Items that the other hosts have otherwise than archived, or that could not be read: nobody's word is overwritten. @rule REC-3 */
export function whyNotApply(cluster: string, inTheWay: readonly ItemComparison[]): WhyNot | null {
  if (inTheWay.length === 0) return null;
  const shown = inTheWay.map(({ item, state, have }) => `${describeItem(item)}: ${have ?? state}`);
  return reason(
    'ta-service-unhealthy',
    {
      subject: cluster,
      have: shown.join('; '),
      need: 'as archived, or missing',
      rule: 'REC-3',
    },
    [
      'authority',
      'make the item as it was archived, or abort, archive the configuration anew and plan again',
    ],
  );
}
