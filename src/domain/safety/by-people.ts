import type { VCenterFacts } from '../model/inventory.js';
import type { VCenterStep } from '../model/plan.js';
import type { WhyNot } from '../model/waiting.js';
import { compareVCenterVersions } from '../versions/index.js';
import { reason } from './reasons.js';

/** States in which the update engine of an appliance neither works nor has failed. */
const IDLE = ['UP_TO_DATE', 'UPDATES_PENDING'];

/**
 * Why people must not begin with the upgrade of this vCenter yet: ways of upgrading are not mixed on one appliance (2.16),
 * and an ill one is not migrated. One that runs the target already has nothing before it.
 *
 * @rule DG-12, ORD-2, ORD-4
 */
export function whyNotByPeople(step: VCenterStep, now: VCenterFacts): WhyNot | null {
  if (compareVCenterVersions(now.current.version, step.target) === 0) return null;
  const busy = whyNotIdle(step.vcenter, now);
  if (busy) return busy;
  if (now.health === 'green' || now.health === 'yellow') return null;
  return reason(
    'operator-decision',
    {
      subject: step.vcenter,
      have: `health ${now.health}`,
      need: 'health green or yellow before people upgrade it',
      rule: step.zone === 'authority' ? 'ORD-2' : 'ORD-4',
    },
    ['vsphere', 'look at the services in the appliance management interface'],
  );
}

/** Why the update engine of an appliance is not at rest: one way of upgrading at a time. @rule DG-12 */
export function whyNotIdle(
  vcenter: string,
  { updateState }: Pick<VCenterFacts, 'updateState'>,
): WhyNot | null {
  if (IDLE.includes(updateState)) return null;
  return reason(
    'operator-decision',
    {
      subject: vcenter,
      have: `update state ${updateState}`,
      need: `${IDLE.join(' or ')}: no other way of upgrading under way or left failed`,
      rule: 'DG-12',
    },
    [
      'vsphere',
      'let the update end, or repair it in the appliance management interface; never mix ways on one vCenter',
    ],
  );
}
