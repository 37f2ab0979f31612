import type { RollingHost } from './who-next.js';

/** The named hosts first, in that order; the others keep theirs behind them. A test host that waits stays first. */
export function reorder<H extends RollingHost>(waiting: readonly H[], order: readonly string[]): H[] {
  const rank = (one: H): number => {
    if (one.isTestHost) return -1;
    const place = order.indexOf(one.host.name);
    return place < 0 ? order.length : place;
  };
  return waiting.toSorted((a, b) => rank(a) - rank(b));
}

/**
 * Why this order cannot be taken; null = it can.
 *
 * @param all - all hosts of the cluster's step
 * @param waiting - those not begun
 * @rule IMG-2
 */
export function whyNotReorder(
  cluster: string,
  all: readonly RollingHost[],
  waiting: readonly RollingHost[],
  order: readonly string[],
): string | null {
  for (const [index, name] of order.entries()) {
    if (order.indexOf(name) !== index) return `${name} is named twice in the order of ${cluster}.`;
    const host = all.find((one) => one.host.name === name);
    if (host === undefined) {
      return `Cluster ${cluster} has no host '${name}' to upgrade. Its hosts: ${all.map((one) => one.host.name).join(', ')}.`;
    }
    if (host.isTestHost) return `${name} is the test host of ${cluster}; it always goes first (IMG-2).`;
    if (!waiting.some((one) => one.host.name === name)) {
      return `${name} has already begun; only hosts that wait can be ordered.`;
    }
  }
  return null;
}
