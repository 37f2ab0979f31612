import {
  CancellationScope,
  condition,
  getExternalWorkflowHandle,
  isCancellation,
  patched,
  setHandler,
  type ChildWorkflowHandle,
  type Workflow,
} from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { UnitEnd } from '../activities/unit-watch.js';
import { unitWatch } from './activity-proxies.js';
import type { Control } from './context.js';
import { controlSignal, unitEndedSignal } from './messages.js';
import { tolerant } from './tolerant.js';
import { createWordsInOrder } from './words-in-order.js';

/** As much of a child as a run needs of those that it began before it let them outlive a history. */
type Child<T> = Pick<ChildWorkflowHandle<Workflow>, 'signal'> & { result(): Promise<T> };

/** Waits, or ends this history. */
type Until = (done: () => boolean) => Promise<void>;

/** What goes into the next history of a run about its vCenters and clusters. */
export interface CarriedUnits {
  /** All that were begun, in order. */
  readonly begun: readonly string[];
  /** Those whose end has been dealt with. */
  readonly finished: readonly string[];
  /** Ends that were told and not yet dealt with. */
  readonly ends: Readonly<Record<string, UnitEnd>>;
}

/** A part of the run whose workflow broke: nobody foresaw it. */
export class UnitBroke extends Error {
  override readonly name = 'UnitBroke';
}

/**
 * The workflows of vCenters and clusters under way. They are children that outlive a history of the run: they tell
 * their end by signal, and a watch sees the end of one that could not (terminated, failed).
 */
export function createUnits(run: {
  readonly timeScale: number;
  readonly carried?: CarriedUnits | undefined;
  control(): Control;
  readonly until: Until;
}) {
  const begun = [...(run.carried?.begun ?? [])];
  const finished = new Set(run.carried?.finished);
  const ends = new Map<string, UnitEnd>(Object.entries(run.carried?.ends ?? {}));
  /** By workflow ID, from its start until its end is dealt with, in whichever history it was begun. */
  const underWay = new Map<string, Pick<ChildWorkflowHandle<Workflow>, 'signal'>>();
  for (const id of begun.filter((one) => !finished.has(one))) underWay.set(id, getExternalWorkflowHandle(id));
  /** Children of the kind that a new history would cancel. */
  let bound = 0;
  let relaying = 0;
  /** Those whose start is asked for; each is told, once it is there, what was decided meanwhile. */
  let starting = 0;

  setHandler(unitEndedSignal, ({ workflowId, result }) => {
    if (!ends.has(workflowId)) ends.set(workflowId, { state: 'completed', result });
  });

  const inOrder = createWordsInOrder();

  async function tellOne(
    workflowId: string,
    child: Pick<ChildWorkflowHandle<Workflow>, 'signal'>,
  ): Promise<void> {
    relaying++;
    // The end of one that has ended is seen elsewhere.
    await inOrder(workflowId, () => child.signal(controlSignal, run.control()));
    relaying--;
  }

  /** @throws UnitBroke */
  function resultOf(workflowId: string): unknown {
    const end = ends.get(workflowId);
    finished.add(workflowId);
    underWay.delete(workflowId);
    ends.delete(workflowId);
    if (end?.state === 'completed') return end.result;
    throw new UnitBroke(`${workflowId} ended without a result${end === undefined ? '' : ` (${end.text})`}`);
  }

  /** Sees the end of a workflow that cannot tell it any more. */
  function watchOver(workflowId: string): CancellationScope {
    const scope = new CancellationScope({ cancellable: false });
    const watching = scope.run(async () => {
      const end = await unitWatch(run.timeScale).awaitUnitEnd({ workflowId });
      if (!ends.has(workflowId)) ends.set(workflowId, end);
    });
    watching.catch((error: unknown) => {
      if (!isCancellation(error)) throw error;
    });
    return scope;
  }

  async function outlivingChild<T>(
    workflowId: string,
    start: (() => Promise<unknown>) | undefined,
    until: Until,
  ): Promise<T> {
    let watch: CancellationScope | undefined;
    try {
      starting++;
      try {
        if (start !== undefined) await CancellationScope.nonCancellable(() => begin(workflowId, start));
        const child = getExternalWorkflowHandle(workflowId);
        underWay.set(workflowId, child);
        watch = watchOver(workflowId);
        // What was decided while it was being started, or between two histories, reaches it too.
        const { paused, aborting } = run.control();
        if (start === undefined || paused || aborting) await tellOne(workflowId, child);
      } finally {
        starting--;
      }
      await until(() => ends.has(workflowId));
      return resultOf(workflowId) as T;
    } finally {
      watch?.cancel();
    }
  }

  async function boundChild<T>(child: Child<T>, workflowId: string): Promise<T> {
    underWay.set(workflowId, child);
    bound++;
    const { paused, aborting } = run.control();
    if (paused || aborting) await tellOne(workflowId, child);
    try {
      return await child.result();
    } finally {
      bound--;
      underWay.delete(workflowId);
      finished.add(workflowId);
    }
  }

  async function begin(workflowId: string, start: () => Promise<unknown>): Promise<void> {
    try {
      await start();
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      const what = 'is still at work for an earlier run; let it end or cancel it, then start again';
      throw new UnitBroke(`${workflowId} ${what}`);
    }
  }

  return {
    get begun(): readonly string[] {
      return begun;
    },
    /** Under way or finished, in this history or an earlier one: no safe point lies before it any more. */
    isBegun: (workflowId: string): boolean => begun.includes(workflowId),
    /** Its end is known, whether it is dealt with or not. */
    hasEnded: (workflowId: string): boolean => ends.has(workflowId) || finished.has(workflowId),
    /** Its end is dealt with. */
    isFinished: (workflowId: string): boolean => finished.has(workflowId),
    /** Nothing is under way that a new history would cancel, no word that it would lose. */
    get mayContinue(): boolean {
      return bound === 0 && relaying === 0 && starting === 0;
    },
    get carried(): CarriedUnits {
      return { begun, finished: [...finished], ends: Object.fromEntries(ends) };
    },
    /** The cancellation of a run reaches what it began, in whichever history, and waits for it. */
    async cancelAll(): Promise<void> {
      for (const workflowId of begun.filter((id) => !finished.has(id))) {
        const watch = watchOver(workflowId);
        // Where there is nothing to cancel any more its end is on its way here.
        await tolerant(() => getExternalWorkflowHandle(workflowId).cancel());
        await condition(() => ends.has(workflowId));
        finished.add(workflowId);
        watch.cancel();
      }
    },
    /**
     * Pause and abort for everything under way. Once this has returned, the history of each holds the word, so that
     * nothing which happens later is taken for an occasion to begin something.
     */
    async relayControl(): Promise<void> {
      await Promise.all([...underWay].map(([workflowId, child]) => tellOne(workflowId, child)));
      await condition(() => starting === 0);
    },
    /**
     * Begins a unit, or takes it up again, and waits for its end.
     *
     * @param start - told whether it outlives a history and tells its end
     * @param until - the wait for its end, when it is not for this wait to end the history
     * @throws UnitBroke; ChildWorkflowFailure for units that end with their history
     */
    async run<T>(
      workflowId: string,
      start: (outlives: boolean) => Promise<Child<T>>,
      until: Until = run.until,
    ): Promise<T> {
      if (begun.includes(workflowId)) return outlivingChild<T>(workflowId, undefined, until);
      begun.push(workflowId);
      if (!patched('units-outlive-a-history')) return boundChild(await start(false), workflowId);
      return outlivingChild<T>(workflowId, () => start(true), until);
    },
  };
}
