import { patched } from '@temporalio/workflow';
import { unattestedOf, type TierFailures } from '../../domain/rolling/index.js';

/**
 * The failures of a tier with the word whether one host that does not attest holds the others.
 *
 * @rule ORD-5
 */
export function withUnattested(tier: TierFailures): TierFailures {
  return unattestedOf(tier.failures).length > 0 && patched('unattested-holds')
    ? { ...tier, unattestedHolds: true }
    : tier;
}
