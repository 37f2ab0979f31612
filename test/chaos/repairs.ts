import type { Run } from '../../src/cli/client/types.js';
import { RELEASES } from '../../src/lab/topology/release-numbers.js';
import { drawDecision } from './decisions.js';
import type { RunPlan } from './draw.js';
import type { Injector } from './injector.js';
import type { LabHostState } from './lab.js';
import type { Operator } from './operator.js';
import type { Stack } from './stack.js';
import { createDraws } from './streams.js';

/** Times that one host is repaired; then it stays as it is. */
const MOST_REPAIRS = 3;
const hasHost = ({ clusters }: RunPlan['topology']['vcenters'][number], name: string): boolean =>
  clusters.some(({ hosts }) => hosts.some((host) => host.name === name));

/** People who come late come after so much lab time. */
const LATE_LAB_MS = 2 * 3_600_000;
/** Steps at which a host is parked on its way into maintenance mode, as the run names them. */
const EVACUATIONS = ['evacuation', 'entering maintenance mode'];
/** After a repair the run gets so much time to notice, in wall milliseconds. */
const NOTICE_MS = 6_000;

/**
 * What an administrator does about parked hosts: ends the fault if it can end, does by hand what the run could not, and
 * tells the run.
 */
export function createRepairs(stack: Stack, plan: RunPlan, injector: Injector, operator: Operator) {
  const { lab } = stack;
  const done = new Map<string, { times: number; atMs: number }>();
  /** Since when each subject is parked, in lab time. */
  const seen = new Map<string, number>();
  const decided = new Map<string, number>();
  const draws = createDraws(plan.seed);
  let begun = false;

  const isPermanent = (subject: string): boolean =>
    injector.faultsOn().some(({ isPermanent: stays, target }) => stays && target === subject);

  const fellBack = (name: string): boolean =>
    plan.faults.some(({ site, target }) => site.kind === 'boot-old-bank' && target === name);

  /** vCenter said that an evacuation had failed; a host that only waits for its turn is left alone. */
  const couldNotEvacuate = (name: string): boolean =>
    plan.faults.some(
      ({ site, target }) =>
        (site.kind === 'fail-task' &&
          plan.topology.vcenters.some((it) => it.name === target && hasHost(it, name))) ||
        (site.kind === 'evacuation-blocked' && target === name),
    );

  /** @param step - at which it is parked */
  async function byHand(host: LabHostState, step: string | undefined): Promise<string> {
    const target = RELEASES['8.0.3'].esxi.version;
    if (host.connection !== 'connected') return 'waits for the host';
    const isEvacuation = step !== undefined && EVACUATIONS.includes(step);
    if (isEvacuation && !host.inMaintenance && couldNotEvacuate(host.name)) {
      await lab.act({ do: 'enter-maintenance', host: host.name });
      return 'enter-maintenance';
    }
    // By hand only where nothing else is at work on the host: what a killed run has begun may still go on.
    if (host.installed !== target && fellBack(host.name)) {
      await lab.act({ do: 'upgrade-host', host: host.name, version: target });
      return 'upgrade-host';
    }
    return 'nothing to be done by hand';
  }

  /** Parked, or waited for because of a fault of its own. */
  const troubled = (run: Run): string[] => {
    const faulty = injector.faultsOn().filter(({ site }) => site.on !== 'vcenter');
    const named = faulty.filter(({ target }) =>
      run.waitingOn.some(
        ({ kind, subject }) => kind === 'trusted-host-unattested' && subject.includes(target),
      ),
    );
    return [...new Set([...(run.parked ?? []), ...named.map(({ target }) => target)])];
  };

  /** Whether it is somebody's time to come: at once, or after a while, as drawn. */
  function isTime(subject: string, labMs: number): boolean {
    const since = seen.get(subject) ?? labMs;
    seen.set(subject, since);
    return begun || plan.parkedPolicy === 'at-once' || labMs - since > LATE_LAB_MS;
  }

  async function repair(run: Run, subject: string): Promise<void> {
    const before = done.get(subject) ?? { times: 0, atMs: 0 };
    if (before.times >= MOST_REPAIRS || Date.now() - before.atMs < NOTICE_MS) return;
    done.set(subject, { times: before.times + 1, atMs: Date.now() });
    const parking = run.parkings?.find((one) => one.subject === subject);
    const what = isPermanent(subject) ? 'cannot be repaired' : await repaired(subject, parking?.step);
    if (parking === undefined || parking.decided !== undefined) return;
    const times = (decided.get(subject) ?? 0) + 1;
    const decision = drawDecision(parking, {
      draws,
      times: times - 1,
      isPermanent: isPermanent(subject),
      isByHand: what === 'upgrade-host',
      isLate: begun,
    });
    if (decision === undefined) return;
    decided.set(subject, times);
    await operator.decide(run, subject, decision);
  }

  /** Ends what can end, and does by hand what is left to do. */
  async function repaired(subject: string, step: string | undefined): Promise<string> {
    for (const fault of injector.faultsOn()) if (fault.target === subject) await injector.endFault(fault);
    const state = await lab.state();
    const host = state.vcenters
      .flatMap(({ clusters }) => clusters.flatMap(({ hosts }) => hosts))
      .find(({ name }) => name === subject);
    const what = host === undefined ? 'nothing to be done by hand' : await byHand(host, step).catch(String);
    operator.acts.push({ labTime: state.labTime, what: `${subject}: ${what}` });
    return what;
  }

  return {
    /** From now on nobody is late. */
    begin(): void {
      begun = true;
      done.clear();
    },
    async look(run: Run): Promise<void> {
      const parked = troubled(run);
      for (const subject of seen.keys()) if (!parked.includes(subject)) seen.delete(subject);
      if (parked.length === 0) return;
      const labMs = await lab.labTimeMs();
      for (const subject of parked) if (isTime(subject, labMs)) await repair(run, subject);
    },
    /** Everything that is parked has a fault that stays, or has been repaired in vain, and says why. */
    isAllThatIsLeft(run: Run): boolean {
      const parked = run.parked ?? [];
      return (
        parked.length > 0 &&
        parked.every((subject) => {
          const { times, atMs } = done.get(subject) ?? { times: 0, atMs: Date.now() };
          return Date.now() - atMs > NOTICE_MS && (isPermanent(subject) || times >= MOST_REPAIRS);
        })
      );
    },
  };
}
