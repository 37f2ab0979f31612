import type { Checker, Step } from '../checker.js';
import { atWork } from '../conditions.js';
import { hostsOf } from '../estate.js';
import type { HostStart } from '../work.js';
import { hostStarts } from '../work.js';
import { createAside, hostsAtOnce, type Aside, type Told } from '../told.js';

/**
 * Trusted hosts one after another. A higher concurrency may have been chosen and recorded, which a journal does not
 * tell: whoever asks for the verdict says how many of a cluster were allowed, and when a host was set aside. Such a one
 * is not in hand; when it goes on it counts again. Over clusters the largest number is told.
 *
 * @rule ORD-8
 */
export const ord8 = (told: Told): Checker => {
  const aside = createAside(told);
  return {
    rule: 'ORD-8',
    step: (step, court) => {
      const { labTime } = step.entry;
      const all = hostStarts(step).filter((start) => start.tier === 4);
      if (all.length > 1) court.violation(step.entry.subject, `${all.length} trusted hosts in one request`);
      for (const { host } of begunAnew(step, aside)) {
        court.judged();
        const cluster = [...(step.before.clusters.get(host.cluster)?.hosts.values() ?? [])];
        const busy = cluster
          .filter(({ name }) => name !== host.name && !aside.isAside(name, labTime))
          .filter(atWork)
          .map(({ name }) => name);
        if (busy.length >= hostsAtOnce(told, host))
          court.violation(host.name, `was begun while ${busy.join(', ')} was not finished`);
      }
      const working = hostsOf(step.after, 'trusted').filter(atWork);
      const inHand = working.filter(({ name }) => !aside.isAside(name, labTime)).length;
      if (all.length > 0) court.peak(inHand, 'trusted hosts at work at once');
    },
  };
};

/**
 * The next trusted host begins only while no more are set aside than the failure budget allows; what a person has
 * approved counts no longer. A cluster and the whole tier each have a budget of their own.
 *
 * @rule ORD-8
 */
export const failureBudget = (told: Told): Checker => {
  const aside = createAside(told);
  const { perCluster, trusted } = told.failureBudget ?? {};
  return {
    rule: 'ORD-8/budget',
    vacuousBecause:
      told.failureBudget === undefined ? 'no failure budget was told, so it is not judged' : undefined,
    step: (step, court) => {
      if (told.failureBudget === undefined) return;
      for (const { host } of begunAnew(step, aside)) {
        court.judged();
        const owed = hostsOf(step.before, 'trusted').filter(({ name }) =>
          aside.isOwed(name, step.entry.labTime),
        );
        const here = owed.filter(({ cluster }) => cluster === host.cluster);
        for (const [those, most, where] of [
          [here, perCluster, 'in its cluster'],
          [owed, trusted, 'in all'],
        ] as const) {
          if (most === undefined || those.length <= most) continue;
          const names = those.map(({ name }) => name).join(', ');
          court.violation(
            host.name,
            `was begun while ${names} ${those.length > 1 ? 'were' : 'was'} set aside; ${where} at most ${most} may be`,
          );
        }
      }
    },
  };
};

/** Trusted hosts that were neither at work nor ever set aside before. */
const begunAnew = (step: Step, aside: Aside): HostStart[] =>
  hostStarts(step).filter(
    ({ tier, host }) => tier === 4 && !atWork(host) && !aside.wasAside(host.name, step.entry.labTime),
  );
