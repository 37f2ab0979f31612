import type { UpgradePlan } from './model/plan.js';

/**
 * Canonical JSON: keys sorted by code unit, absent and undefined properties left out, no white space. Two values
 * that mean the same give the same text, whatever the order in which they were put together.
 *
 * @throws on what JSON cannot say (functions, infinities): it would silently vanish from a hash
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Error(`${value} has no JSON form`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(',')}]`;
  if (typeof value !== 'object') throw new Error(`a ${typeof value} has no JSON form`);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

/** The text whose SHA-256 is the plan's hash: the whole plan, nothing left out. */
export function planHashInput(plan: UpgradePlan): string {
  return canonicalJson(plan);
}

/** Hash of a plan; the hash function is passed in because rules know no crypto module. */
export function hashPlan(plan: UpgradePlan, sha256: (text: string) => string): string {
  return sha256(planHashInput(plan));
}
