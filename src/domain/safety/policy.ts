import { canonicalJson } from '../canonical-json.js';
import type { ApplyPolicy, ClusterRef } from '../model/inventory.js';
import type { Debt } from '../model/run.js';

/**
 * What is owed when a remediation policy is not what it was before the run; null when it is put back whole. One that
 * cannot be read back counts as not restored.
 *
 * @param found - the policy as found before the run changed anything
 * @param now - the policy as read at the end; null = could not be read
 * @rule DG-16, QB-5
 */
export function policyDebt(cluster: ClusterRef, found: ApplyPolicy, now: ApplyPolicy | null): Debt | null {
  if (now && canonicalJson(now.raw) === canonicalJson(found.raw)) return null;
  const keys = now ? differingKeys(found.raw, now.raw) : [];
  return {
    kind: 'policy-not-restored',
    subject: cluster.name,
    rule: 'DG-16',
    text: now
      ? `The remediation policy of ${cluster.name} differs from what was found: ${keys.join(', ')}.`
      : `Whether the remediation policy of ${cluster.name} was put back could not be read.`,
  };
}

function differingKeys(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): string[] {
  const text = (value: unknown) => (value === undefined ? '' : canonicalJson(value));
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((key) => text(a[key]) !== text(b[key]))
    .toSorted();
}
