import type { Hold } from '../../domain/rolling/index.js';
import { RunEnds, type beginRun } from '../run.js';

/** What goes through continue-as-new of the run. */
export interface CarriedHolds {
  /** Keys of hosts whose failure was accepted. */
  readonly accepted: readonly string[];
  readonly open: readonly OpenHold[];
}

interface OpenHold {
  readonly subject: string;
  readonly gate: string;
  readonly hosts: readonly string[];
}

/**
 * The gates at which people decide whether a roll goes on after failures. Each holding is a gate of its own:
 * `hold/<subject>`, then `hold/<subject>/2`. An approval accepts the failures that it showed, no later ones.
 *
 * @rule ORD-8, DG-2
 */
export function beginHolds(run: ReturnType<typeof beginRun>, carried?: CarriedHolds) {
  let accepted = carried?.accepted ?? [];
  let open = carried?.open ?? [];
  const gateOf = ({ gate }: OpenHold) => run.status.gates.find(({ id }) => id === gate);

  function freeId(subject: string): string {
    const isTaken = (id: string): boolean => run.status.gates.some((gate) => gate.id === id);
    const first = `hold/${subject}`;
    if (!isTaken(first)) return first;
    let number = 2;
    while (isTaken(`${first}/${number}`)) number++;
    return `${first}/${number}`;
  }

  async function withdraw(gone: readonly OpenHold[]): Promise<void> {
    for (const { gate } of gone) {
      run.tell('gate.not-needed', gate, `${gate} is not needed any more`, {
        gate,
        reason: 'no failure counts here any more',
      });
    }
    open = open.filter((hold) => !gone.includes(hold));
  }

  return {
    get accepted(): readonly string[] {
      return accepted;
    },
    /** True when somebody has decided what `judge` has not seen. */
    get isDecided(): boolean {
      return open.some((hold) => gateOf(hold)?.state !== 'open');
    },
    carried: (): CarriedHolds => ({ accepted, open }),
    /**
     * Opens gates for what holds now, takes decisions, and withdraws what holds no more.
     *
     * @param holding - what holds, asked again after each decision
     * @returns how the run ends, when a gate was rejected
     */
    async judge(holding: () => readonly Hold[]): Promise<RunEnds | undefined> {
      for (const hold of open) {
        const gate = gateOf(hold);
        if (gate?.state === 'rejected') {
          return new RunEnds('rejected', `${gate.id} was rejected by ${gate.by ?? '?'}`);
        }
        if (gate?.state === 'approved') accepted = [...new Set([...accepted, ...hold.hosts])];
      }
      open = open.filter((hold) => gateOf(hold)?.state === 'open');
      const now = holding();
      await withdraw(open.filter(({ subject }) => !now.some((hold) => hold.subject === subject)));
      for (const { subject, evidence, names, hosts } of now) {
        if (open.some((hold) => hold.subject === subject)) continue;
        const gate = freeId(subject);
        open = [...open, { subject, gate, hosts }];
        await run.story.flush();
        run.tell('gate.opened', gate, `${gate} waits for a decision`, { gate, evidence, hosts: names });
      }
      return undefined;
    },
    /** The tier is done: nothing of it can be held. */
    close: () => withdraw(open),
  };
}
