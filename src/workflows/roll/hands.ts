import {
  CancellationScope,
  getExternalWorkflowHandle,
  isCancellation,
  patched,
  startChild,
  type ChildWorkflowHandle,
  type Workflow,
} from '@temporalio/workflow';
import { hostWorkflowId, qualificationWorkflowId } from '../../domain/ids.js';
import type { Estate } from '../../domain/model/estate.js';
import type { HostStep } from '../../domain/model/plan.js';
import { records, unitWatch } from '../activity-proxies.js';
import { CHILD_OPTIONS, HOST_OPTIONS } from '../children.js';
import type { UnitContext } from '../context.js';
import type { HostResult, UpgradeHostInput } from '../host/input.js';
import { upgradeHost } from '../host/upgrade-host.js';
import { controlSignal, type HostParked } from '../messages.js';
import { qualifyBaseImage } from '../qualify-base-image.js';
import { tolerant } from '../tolerant.js';
import type { Unit } from '../unit.js';

/** A host whose workflow was started and has not ended, as it goes through continue-as-new. */
export interface CarriedHand {
  readonly moid: string;
  readonly workflowId: string;
  /** First run of its workflow. */
  readonly runId: string;
  readonly parked?: Pick<HostParked, 'failureClass'>;
}

interface Hand {
  readonly step: HostStep;
  /** Absent while it is being started. */
  execution?: { readonly workflowId: string; readonly runId: string };
  /** False for one that Temporal would cancel when its roll continues as new. */
  outlives?: boolean;
  parked?: Pick<HostParked, 'failureClass'>;
}

/** How a host's workflow ended; `lost` = without a result, in a way nobody foresaw. */
export type EndedHost = { readonly step: HostStep; readonly failureClass?: string } & (
  { readonly result: HostResult } | { readonly error: unknown }
);

/** Ends a host's workflow that was not started by this very run of the roll. */
export class LostHost extends Error {
  override readonly name = 'LostHost';
}

type Child = Pick<ChildWorkflowHandle<Workflow>, 'signal'> & { result(): Promise<HostResult> };

/**
 * The hosts of a cluster that have begun and not ended. Those begun by an earlier run of the roll are no children of
 * this one: their end is asked of Temporal, which keeps it, so that no signal has to arrive.
 */
export function createHands(context: UnitContext, unit: Unit, estate?: Estate) {
  const hands = new Map<string, Hand>();
  const ended: EndedHost[] = [];

  function follow(hand: Hand, child: Child): void {
    const { step } = hand;
    const end = (how: { result: HostResult } | { error: unknown }): void => {
      hands.delete(step.host.moid);
      ended.push({ step, ...hand.parked, ...how });
    };
    void unit.relayTo(child).then(
      (result) => end({ result }),
      (error: unknown) => end({ error }),
    );
  }

  async function start(
    hand: Hand,
    commit: string,
    beside: Pick<UpgradeHostInput, 'inHand'> & { readonly atOnce: number },
  ): Promise<void> {
    const { step } = hand;
    const { vcenter, moid } = step.host;
    const row = await records.readHostLedgerRow({ estate: context.estate, vcenter, moid });
    const args = {
      context: { ...context, tellsParent: true },
      step,
      commit,
      control: unit.control,
      ...(row === null ? {} : { ledgerRow: row }),
      ...(estate === undefined ? {} : { estate }),
    };
    const outlives = patched('hosts-outlive-their-roll');
    const options = outlives ? HOST_OPTIONS : CHILD_OPTIONS;
    const [what, rule, workflowId] = step.isTestHost
      ? ([
          'starting the qualification',
          'IMG-2',
          qualificationWorkflowId(context.estate, step.cluster),
        ] as const)
      : ([`the upgrade of ${step.host.name}`, 'DG-12', hostWorkflowId(context.estate, step.host)] as const);
    const input: UpgradeHostInput = beside.atOnce === 1 ? args : { ...args, ...beside };
    const child = await unit.attempt(what, rule, () =>
      step.isTestHost
        ? startChild(qualifyBaseImage, { ...options, workflowId, args: [args] })
        : startChild(upgradeHost, { ...options, workflowId, args: [input] }),
    );
    hand.execution = { workflowId, runId: child.firstExecutionRunId };
    hand.outlives = outlives;
    follow(hand, child);
  }

  const of = (isParked: boolean): HostStep[] =>
    [...hands.values()].filter(({ parked }) => (parked !== undefined) === isParked).map(({ step }) => step);

  return {
    get inHand(): readonly HostStep[] {
      return of(false);
    },
    get parked(): readonly HostStep[] {
      return of(true);
    },
    get isEmpty(): boolean {
      return hands.size === 0;
    },
    get hasEnded(): boolean {
      return ended.length > 0;
    },
    /** Takes the next one that has ended, in the order in which they did. */
    nextEnded: (): EndedHost | undefined => ended.shift(),
    failureClassOf: ({ host }: HostStep): string | undefined => hands.get(host.moid)?.parked?.failureClass,

    /** From here on it is in hand; `first` is done before its workflow is started. */
    async begin(step: HostStep, commit: string, atOnce: number, first: () => Promise<void>): Promise<void> {
      const others = of(false).map(({ host }) => host.moid);
      const hand: Hand = { step };
      hands.set(step.host.moid, hand);
      try {
        await first();
        await start(hand, commit, { inHand: others, atOnce });
      } catch (error) {
        hands.delete(step.host.moid);
        throw error;
      }
    },

    adopt(step: HostStep, { workflowId, runId, parked }: CarriedHand): void {
      const execution = { workflowId, runId };
      const hand: Hand = { step, execution, outlives: true, ...(parked === undefined ? {} : { parked }) };
      hands.set(step.host.moid, hand);
      follow(hand, adopted(execution, context.timeScale));
    },

    park({ host, parked, failureClass }: HostParked): void {
      const hand = hands.get(host.moid);
      if (hand === undefined) return;
      if (parked) hand.parked = failureClass === undefined ? {} : { failureClass };
      else delete hand.parked;
    },

    /** Brings all to their safe points, as an abort does. */
    async stop(): Promise<void> {
      const going = [...hands.values()].flatMap(({ execution }) => execution ?? []);
      await Promise.all(
        going.map(({ workflowId }) =>
          tolerant(() =>
            getExternalWorkflowHandle(workflowId).signal(controlSignal, { paused: false, aborting: true }),
          ),
        ),
      );
    },

    /** What the next run of the roll takes over; undefined = not now, since one of them would not survive it. */
    carried(): readonly CarriedHand[] | undefined {
      const all = [...hands.values()];
      if (all.some(({ execution, outlives }) => execution === undefined || outlives !== true))
        return undefined;
      return all.flatMap(({ step, execution, parked }) =>
        execution === undefined
          ? []
          : [{ moid: step.host.moid, ...execution, ...(parked === undefined ? {} : { parked }) }],
      );
    },
  };
}

export type Hands = ReturnType<typeof createHands>;

function adopted(
  execution: { readonly workflowId: string; readonly runId: string },
  timeScale: number,
): Child {
  const handle = getExternalWorkflowHandle(execution.workflowId);
  const end = async (): Promise<HostResult> => {
    const ending = await unitWatch(timeScale).awaitUnitEnd(execution);
    if (ending.state === 'broken') throw new LostHost(execution.workflowId);
    return ending.result as HostResult;
  };
  return {
    signal: (...args: Parameters<Child['signal']>) => handle.signal(...args),
    async result() {
      try {
        return await end();
      } catch (error) {
        if (!isCancellation(error)) throw error;
        // As with a child: a cancelled roll cancels its hosts and waits until they have ended.
        await CancellationScope.nonCancellable(async () => {
          await tolerant(() => handle.cancel());
          await end();
        });
        throw error;
      }
    },
  };
}
