import type { Checker } from '../checker.js';

/** Policies restored: at the end every cluster's effective policy is what it was. @rule DG-16 */
export const dg16: Checker = {
  rule: 'DG-16',
  end: (last, court) => {
    for (const cluster of last.clusters.values()) {
      if (!cluster.policyWritten) continue;
      court.judged();
      const keys = new Set([...Object.keys(cluster.policyAtStart), ...Object.keys(cluster.policy)]);
      const changed = [...keys].filter(
        (key) => canonical(cluster.policyAtStart[key]) !== canonical(cluster.policy[key]),
      );
      if (changed.length > 0)
        court.violation(cluster.name, `policy not restored: ${changed.sort().join(', ')}`);
    }
  },
};

/** JSON with sorted keys, so that two spellings of one policy are equal. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'unset';
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{${fields
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => `${key}:${canonical(field)}`)
    .join(',')}}`;
}
