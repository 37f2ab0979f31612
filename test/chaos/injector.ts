import type { DrawnFault, RunPlan, Strike } from './draw.js';
import { EFFECTS } from './effects.js';
import type { Trap } from './lab.js';
import { lockRecords } from './records-lock.js';
import { VICTIMS, type Stack, type Victim } from './stack.js';

/** A strike that has struck. */
export interface Struck {
  readonly strike: Strike;
  /** Newest entry of the lab's journal at that moment. */
  readonly seq: number;
  readonly labTime: string;
  /** Host, cluster or vCenter that the exchange was about. */
  readonly subject: string;
  backSeq?: number;
  backLabTime?: string;
}

/** Brings about what a plan has drawn: arms a trap for each strike and carries out what falls into it, one after another. */
export function createInjector(
  stack: Stack,
  plan: Pick<RunPlan, 'strikes' | 'faults' | 'acts' | 'speed' | 'topology'>,
) {
  const { lab } = stack;
  const struck: Struck[] = [];
  const faultIds = new Map<DrawnFault, string>();
  const trapIds = new Map<Strike, string>();
  const acts: string[] = [];
  const watching: Promise<void>[] = [];
  const failures: unknown[] = [];
  let isOver = false;
  let busy = 0;
  /** One at a time: what falls into a trap meanwhile is held there. */
  let queue: Promise<void> = Promise.resolve();

  const labSeconds = (seconds: number): Promise<void> =>
    new Promise((resolve) => setTimeout(resolve, (seconds * 1000) / plan.speed));

  async function watch(strike: Strike, id: string): Promise<void> {
    for (;;) {
      const trap = await lab.trap(id).catch(() => undefined);
      if (isOver || trap === undefined) return;
      if (trap.state === 'armed') continue;
      busy += 1;
      queue = queue
        .then(() => carryOut(strike, trap))
        .catch((error: unknown) => void failures.push(error))
        .finally(() => void (busy -= 1));
      return queue;
    }
  }

  /** Something happens when an exchange is caught; what caught it goes on. */
  async function watchMoment(id: string, happens: () => Promise<unknown>): Promise<void> {
    for (;;) {
      const trap = await lab.trap(id).catch(() => undefined);
      if (isOver || trap === undefined) return;
      if (trap.state === 'armed') continue;
      await happens().catch((error: unknown) => void failures.push(error));
      await lab.release(id, 'proceed');
      return;
    }
  }

  async function begin(fault: DrawnFault): Promise<void> {
    faultIds.set(fault, (await lab.addFault(fault.body)).id);
  }

  async function carryOut(strike: Strike, trap: Trap): Promise<void> {
    const entry: Struck = {
      strike,
      seq: trap.journalSeq ?? 0,
      labTime: trap.labTime ?? '',
      subject: trap.subject ?? strike.target,
    };
    struck.push(entry);
    const drop = (): Promise<unknown> => lab.release(trap.id, 'drop');
    const proceed = (): Promise<unknown> => lab.release(trap.id, 'proceed');
    const victim = victimOf(strike, plan);
    if (victim !== undefined) {
      await stack.kill(victim);
      // The answer to a dead worker goes nowhere; to a living one it comes while nobody can be told of it.
      await (strike.point === 'lost-answer' || (strike.kind === 'kill-worker' && strike.point === 'before')
        ? drop()
        : proceed());
      await labSeconds(strike.backAfterSeconds);
      await stack.revive(victim);
    } else if (strike.kind === 'connection') {
      if (strike.point === 'after') await labSeconds(strike.backAfterSeconds);
      await (strike.point === 'after' ? proceed() : drop());
    } else if (strike.kind === 'restart-vcenter') {
      if (strike.point === 'after') await proceed();
      const { id } = await lab.addFault({
        kind: 'outage',
        target: strike.target,
        seconds: strike.backAfterSeconds,
      });
      if (strike.point !== 'after') await drop();
      await labSeconds(strike.backAfterSeconds);
      await lab.endFault(id).catch(() => undefined);
    } else {
      const release = await lockRecords(stack.recordsFile);
      try {
        await (strike.point === 'lost-answer' ? drop() : proceed());
        await labSeconds(strike.backAfterSeconds);
      } finally {
        await release();
      }
    }
    const [last] = (await lab.journal(entry.seq)).slice(-1);
    entry.backSeq = last?.seq ?? entry.seq;
    entry.backLabTime = (await lab.state()).labTime;
  }

  return {
    struck,
    failures,
    /** Something is being carried out, or has fallen into a trap. */
    isBusy: () => busy > 0,
    async armFaults(): Promise<void> {
      for (const fault of plan.faults) if (fault.from === undefined) await begin(fault);
    },
    /** Sets the traps; before the run, so that the first effect counts. */
    async arm(): Promise<void> {
      for (const strike of plan.strikes) {
        const { operation } = EFFECTS[strike.effect];
        const { target, occurrence, point } = strike;
        const { id } = await lab.addTrap({ operation, target, occurrence, point });
        trapIds.set(strike, id);
        watching.push(watch(strike, id));
      }
      for (const act of plan.acts) {
        const { operation } = EFFECTS[act.effect];
        const { id } = await lab.addTrap({ operation, target: act.target, point: 'after' });
        acts.push(id);
        watching.push(watchMoment(id, () => lab.act(act.body)));
      }
      for (const fault of plan.faults) {
        if (fault.from === undefined) continue;
        const { effect, target, occurrence } = fault.from;
        const { operation } = EFFECTS[effect];
        const { id } = await lab.addTrap({ operation, target, occurrence, point: 'before' });
        acts.push(id);
        watching.push(watchMoment(id, () => begin(fault)));
      }
    },
    /** Ends the fault; what it has brought about stays until somebody repairs it. */
    async endFault(fault: DrawnFault): Promise<void> {
      const id = faultIds.get(fault);
      faultIds.delete(fault);
      if (id !== undefined) await lab.endFault(id).catch(() => undefined);
    },
    /** Nothing new strikes any more, every victim is back, and faults that can end have ended. */
    async heal(): Promise<void> {
      isOver = true;
      await queue;
      for (const id of [...trapIds.values(), ...acts]) await lab.endTrap(id).catch(() => undefined);
      await Promise.allSettled(watching);
      await queue;
      for (const [fault, id] of faultIds) {
        if (fault.isPermanent) continue;
        faultIds.delete(fault);
        await lab.endFault(id).catch(() => undefined);
      }
    },
    /** Faults that are still on. */
    faultsOn: (): DrawnFault[] => [...faultIds.keys()],
  };
}

export type Injector = ReturnType<typeof createInjector>;

function victimOf({ kind, target }: Strike, { topology }: Pick<RunPlan, 'topology'>): Victim | undefined {
  if (kind === 'kill-temporal') return 'temporal';
  if (kind === 'kill-service') return 'service';
  if (kind !== 'kill-worker') return undefined;
  const { role } = topology.vcenters.find(({ name }) => name === target) ?? { role: 'authority' };
  return VICTIMS.find((victim) => victim === `worker-${role}`);
}
