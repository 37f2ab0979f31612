import type { TierKind, UpgradeRequest } from '../model/plan.js';

/** Whether the request covers this tier; without a choice it covers all. @rule ORD-6 */
export function covers({ only }: UpgradeRequest, tier: TierKind): boolean {
  return only === undefined || only.tiers.includes(tier);
}
