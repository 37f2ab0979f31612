import type { Checker, Court, Step } from '../checker.js';
import { atWork, otherTaHosts, removedTaHosts, serves } from '../conditions.js';
import { text } from '../detail.js';
import { hostNamed } from '../estate.js';
import type { Told } from '../told.js';
import { hostStarts } from '../work.js';

/**
 * TA quorum: before a TA host is taken out of service or out of its cluster, or one of its services is stopped or
 * restarted (SVC-2), another one serves, and no other is out because of us, which a host that was removed is until it is
 * added again. What a person forced by a recorded approval is not judged.
 * @rule INV-4
 */
export const inv4 = ({ forced = [] }: Told): Checker => ({
  rule: 'INV-4',
  step: (step, court) => {
    for (const name of takenOut(step)) if (!forced.includes(name)) judgeQuorum(step, name, court);
  },
});

function takenOut(step: Step): string[] {
  const { entry, before } = step;
  if (entry.effect === 'host.removed')
    return hostNamed(before, entry.subject).kind === 'authority' ? [entry.subject] : [];
  if (entry.effect !== 'host.service') {
    return hostStarts(step)
      .filter((start) => start.tier === 2)
      .map((start) => start.host.name);
  }
  const deliberate = entry.login !== '' && entry.detail['running'] === false;
  const vta = ['attestd', 'kmxd'].includes(text(entry, 'service'));
  return deliberate && vta && hostNamed(before, entry.subject).kind === 'authority' ? [entry.subject] : [];
}

function judgeQuorum({ before }: Step, name: string, court: Court): void {
  court.judged();
  const others = otherTaHosts(before, name);
  if (!others.some(serves)) court.violation(name, 'was taken out of service while no other TA host served');
  const removed = removedTaHosts(before).filter((host) => host.name !== name);
  const out = [...others.filter(atWork), ...removed].map((host) => host.name);
  if (out.length > 0) court.violation(name, `was taken out of service while ${out.join(', ')} was out too`);
}
