import { condition, patched, setHandler, workflowInfo } from '@temporalio/workflow';
import { failureClass, type Offers } from '../domain/deciding/index.js';
import type { Parking, SubjectDecision } from '../domain/model/decision.js';
import type { WhyNot } from '../domain/model/waiting.js';
import type { Control, RunContext } from './context.js';
import { subjectDecidedSignal } from './messages.js';
import type { Waiting } from './waiting.js';

/** Ends a unit's work early because the run is aborted; caught by the unit itself, which then says what it left. */
export class Aborted extends Error {
  override readonly name = 'Aborted';
}

/** What only the whole unit can obey: start again from a safe point, leave it, take it back. */
export class Decided extends Error {
  override readonly name = 'Decided';
  readonly decision: SubjectDecision;
  constructor(decision: SubjectDecision) {
    super(`decided: ${decision.choice}`);
    this.decision = decision;
  }
}

/** How one vCenter, cluster or host parks. */
export interface Parkable {
  readonly kind: Parking['kind'];
  readonly role?: Parking['role'];
  /** What may be decided now. */
  offers(takenOver: boolean): Offers;
  /** @rule ATT-5 */
  logFiles(): readonly string[];
  /** Failed tasks and attestation messages; says so when they cannot be read. @rule ATT-4 */
  readMessages?(): Promise<readonly string[]>;
  /** Names that make no difference between two failures. */
  readonly names: readonly string[];
  /** Tells whoever started this workflow. */
  tellParent?(parked: boolean, failureClass?: string): Promise<void>;
}

/** Where a unit stands still until a person decides, or the wanted state is there. */
export interface ParkingDesk {
  /** Parks under this reason, once per class of failure. `asked` = people do this step anyway: nothing has failed. */
  park(step: string, why: WhyNot, asked?: 'asked'): Promise<void>;
  /** True when decisions can be taken about the parking that is open. */
  readonly isOpen: boolean;
  /** True once a person has decided. */
  readonly hasDecision: boolean;
  /**
   * Obeys the decision that was taken. @returns `look` = at once, without starting anything; `again` = the step anew
   *
   * @throws Decided @throws Aborted
   */
  obey(): Promise<'look' | 'again'>;
  /** It goes on: nothing is left to decide. */
  goOn(): Promise<void>;
}

export function createParkingDesk(
  run: RunContext,
  subject: string,
  parkable: Parkable,
  waiting: Waiting,
  control: () => Control,
): ParkingDesk {
  let current: Parking | undefined;
  let decision: SubjectDecision | undefined;
  let isTold = false;

  setHandler(subjectDecidedSignal, (said) => {
    if (current !== undefined && current.since === said.since) decision = said.decision;
  });

  const classOf = (step: string, { have }: WhyNot): string =>
    failureClass(step, have, [subject, ...parkable.names]);

  async function open(step: string, why: WhyNot, takenOver: boolean, tells: boolean): Promise<void> {
    const { kind, role } = parkable;
    const messages = takenOver ? [] : await (parkable.readMessages?.() ?? Promise.resolve([]));
    const problem = why.have;
    const offers = parkable.offers(takenOver);
    decision = undefined;
    current = {
      subject,
      kind,
      ...(role === undefined ? {} : { role }),
      workflowId: workflowInfo().workflowId,
      since: new Date().toISOString(),
      step,
      problem,
      failureClass: classOf(step, why),
      rule: why.rule,
      messages,
      logFiles: parkable.logFiles(),
      ...offers,
    };
    await waiting.show(withCommands(run, subject, why), 'parked', current);
    if (!tells) return;
    isTold = true;
    await parkable.tellParent?.(true, current.failureClass);
  }

  /** A person does the rest: nothing is looked at or done until it is given back. */
  async function takenOver(taken: SubjectDecision, step: string, rule: string): Promise<never> {
    const why: WhyNot = {
      kind: 'operator-decision',
      subject,
      have: `in the hands of ${taken.by}: ${taken.reason}`,
      need: 'given back; it is verified then',
      rule,
      youMay: [],
    };
    await open(step, why, true, false);
    await condition(() => decision !== undefined || control().aborting);
    const given = decision;
    if (given === undefined) throw new Aborted();
    await leave();
    throw new Decided(given);
  }

  /** Without a word to the parent, who learns what becomes of it from the result. */
  async function leave(): Promise<void> {
    current = undefined;
    decision = undefined;
    await waiting.show(null);
  }

  const desk: ParkingDesk = {
    get isOpen() {
      return current !== undefined;
    },
    get hasDecision() {
      return decision !== undefined;
    },
    async park(step, why, asked) {
      if (current?.step === step && current.failureClass === classOf(step, why)) {
        // The same failure in other words, an age or a number: what is decided about it stays valid.
        await waiting.show(withCommands(run, subject, why), 'parked');
        return;
      }
      if (patched('parking')) await open(step, why, false, asked === undefined);
      else await waiting.show(why, 'parked');
    },
    async obey() {
      const taken = decision;
      const parking = current;
      if (taken === undefined || parking === undefined) throw new Error('nothing was decided');
      switch (taken.choice) {
        case 'verify':
        case 'retry':
          await desk.goOn();
          await waiting.show(null);
          return taken.choice === 'verify' ? 'look' : 'again';
        case 'take-over':
          return takenOver(taken, parking.step, parking.rule);
        case 'skip':
          await leave();
          throw new Decided(taken);
        default:
          await desk.goOn();
          await leave();
          throw new Decided(taken);
      }
    },
    async goOn() {
      current = undefined;
      decision = undefined;
      if (!isTold) return;
      isTold = false;
      await parkable.tellParent?.(false);
    },
  };
  return desk;
}

/** Where the choices stand, with the commands that take them. */
function withCommands(run: RunContext, subject: string, why: WhyNot): WhyNot {
  return {
    ...why,
    youMay: [
      ...why.youMay,
      { who: 'operator', what: `choose: vta host show ${run.runId} ${subject} lists what may be decided` },
    ],
  };
}
