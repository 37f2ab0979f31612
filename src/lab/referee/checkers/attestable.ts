import type { Court, Step } from '../checker.js';
import { inService } from '../conditions.js';
import type { EstateState, HostState } from '../estate.js';
import { hostNamed, hostsOf } from '../estate.js';

type Test = (state: EstateState, host: HostState) => boolean;

/**
 * Judges the trusted hosts that an entry may have put into another position. Only the change for the worse is
 * a violation: an estate that was broken when the lab started was not broken by anybody.
 */
export function newlyUnattestable(
  step: Step,
  court: Court,
  which: 'installed' | 'measured',
  isFine: Test,
): void {
  const { before, entry, after } = step;
  for (const host of touched(step)) {
    if (!inService(host)) continue;
    court.judged();
    if (isFine(after, host)) continue;
    const earlier = hostNamed(before, host.name);
    if (inService(earlier) && !isFine(before, earlier)) continue;
    const text = `is in service with ${which} ${host[which]}, which not every TA host trusts (${entry.effect})`;
    court.violation(host.name, text);
  }
}

function touched({ entry, after }: Step): HostState[] {
  if (entry.effect === 'image.removed' || entry.effect === 'image.imported') return hostsOf(after, 'trusted');
  const moves = ['host.booted', 'host.maintenance.exited', 'host.connection'];
  if (!moves.includes(entry.effect)) return [];
  const host = hostNamed(after, entry.subject);
  return host.kind === 'trusted' ? [host] : [];
}
