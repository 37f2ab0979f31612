import {
  allHandlersFinished,
  CancellationScope,
  ChildWorkflowFailure,
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  isCancellation,
  patched,
} from '@temporalio/workflow';
import { hostWorkflowId, runWorkflowId } from '../domain/ids.js';
import type { Estate } from '../domain/model/estate.js';
import type { ApplyPolicy, ClusterRef } from '../domain/model/inventory.js';
import type { HostStep } from '../domain/model/plan.js';
import { atOnce, whoNext } from '../domain/rolling/index.js';
import { records } from './activity-proxies.js';
import type { Control, UnitContext } from './context.js';
import { drained, shouldContinue } from './continue.js';
import { hostDoneSignal } from './messages.js';
import { gateReason, pausedReason } from './reasons.js';
import { createHands, LostHost, type CarriedHand, type EndedHost } from './roll/hands.js';
import { prepare, restore, setPolicy } from './roll/prepare.js';
import { beginRollState, type CarriedState } from './roll/state.js';
import type { Steering } from './roll/steering.js';
import { createTestGate } from './roll/test-gate.js';
import { tellingEnd } from './tell-end.js';
import { Aborted, beginUnit } from './unit.js';

export interface RollClusterInput {
  readonly context: UnitContext;
  readonly cluster: ClusterRef;
  readonly control: Control;
  /** The run wants to be told of the end by signal. */
  readonly tellsEnd?: boolean;
  /** With Trust Authority hosts: what the recovery of one is planned from. */
  readonly estate?: Estate;
  /** Absent = one host after another, by the default failure budgets. */
  readonly steering?: Steering;
  /** What an earlier run of this workflow did; set by continue-as-new only. */
  readonly carried?: CarriedRoll;
}

export interface CarriedRoll extends CarriedState {
  readonly commit: string;
  /** The policy as it was found; absent where no image manages the cluster. */
  readonly original?: ApplyPolicy;
  readonly seq: number;
  /** Begun and not ended; their workflows go on meanwhile. */
  readonly hands?: readonly CarriedHand[];
}

/**
 * `aborted` = the run was aborted or a gate rejected; `failed` = a host's workflow ended in a way nobody foresaw. The
 * texts name what was left behind.
 */
export interface RollResult {
  readonly state: 'done' | 'aborted' | 'failed';
  readonly hostsDone: number;
  readonly left: readonly string[];
}

/**
 * Tier 2: the hosts of the Trust Authority Cluster, strictly one at a time. @rule ORD-3, ORD-7, INV-4, INV-5
 */
export async function rollTrustAuthorityHosts(input: RollClusterInput): Promise<RollResult> {
  return tellingEnd(input, () =>
    rollCluster(input, (next) => continueAsNew<typeof rollTrustAuthorityHosts>({ ...input, ...next })),
  );
}

/**
 * Tier 4, one trusted cluster: the test host with its base image, approval, then the others, as many at a time as the
 * limits allow. @rule ORD-5, ORD-8
 */
export async function rollTrustedCluster(input: RollClusterInput): Promise<RollResult> {
  return tellingEnd(input, () =>
    rollCluster(input, (next) => continueAsNew<typeof rollTrustedCluster>({ ...input, ...next })),
  );
}

/**
 * The history ends at any moment at which every host in hand has a workflow of its own that outlives this one; the
 * next run takes them over. So neither a host parked for weeks nor an open gate keeps the history growing.
 */
async function rollCluster(
  input: RollClusterInput,
  goOn: (next: {
    readonly carried: CarriedRoll;
    readonly control: Control;
    readonly steering: Steering;
  }) => Promise<never>,
): Promise<RollResult> {
  const { context, cluster, carried } = input;
  const unit = beginUnit(context, cluster.name, {
    control: input.control,
    ...(carried === undefined ? {} : { seq: carried.seq }),
  });
  const step = await records.loadClusterStep({
    planHash: context.planHash,
    vcenter: cluster.vcenter,
    cluster: cluster.moid,
  });
  const hands = createHands(context, unit, input.estate);
  const state = beginRollState(context, step, hands, input);
  const testGate = createTestGate(unit, step, carried?.gate);
  for (const hand of carried?.hands ?? []) hands.adopt(state.stepOf(hand.moid), hand);
  const prepared = carried ?? (await prepare(context, unit, step));
  if (prepared === undefined) return { state: 'aborted', hostsDone: 0, left: [] };
  const { commit, original } = prepared;

  const left: string[] = [];
  let hasHostEnded = false;
  let ending: RollResult['state'] = 'done';
  let cancelled: unknown;
  try {
    for (;;) {
      await takeEnded();
      await state.report();
      if (unit.control.aborting) throw new Aborted();
      await testGate.ask();
      if (shouldContinue(context) || (hasHostEnded && testGate.isPassed && context.continueAfterEachHost))
        await continueIfSafe();
      // One may have ended while the last word was on its way.
      if (hands.hasEnded) continue;
      if (hands.isEmpty && state.waiting.length === 0 && testGate.isPassed) break;
      await nextStep();
    }
  } catch (error) {
    ending = endingOf(error);
    if (isCancellation(error)) cancelled = error;
  }
  // Whatever ended the roll, cancellation in Temporal included: nobody finds a changed policy later.
  await CancellationScope.nonCancellable(async () => {
    if (ending !== 'done') await bringIn();
    await state.report();
    await restore(context, unit, step, original);
  });
  if (cancelled !== undefined) throw cancelled;
  await unit.story.flush();
  await condition(allHandlersFinished);
  return { state: ending, hostsDone: state.hostsDone, left };

  /** Begins the next host, or waits until something has changed. */
  async function nextStep(): Promise<void> {
    const { begin, why } = whoNext(state.now(), state.steering.limits);
    const [host] = begin;
    if (host !== undefined && testGate.isPassed && !unit.control.paused) return beginHost(host);
    if (unit.control.paused) await unit.show(pausedReason(cluster.name));
    else if (testGate.isOpen) await unit.show(gateReason(testGate.id));
    else await unit.show(why, why?.kind === 'failure-budget' ? 'held' : 'work');
    const { paused } = unit.control;
    await condition(
      () =>
        state.takeNews() ||
        hands.hasEnded ||
        testGate.isDecided ||
        unit.control.aborting ||
        unit.control.paused !== paused ||
        (shouldContinue(context) && hands.carried() !== undefined),
    );
    await unit.show(null);
  }

  async function beginHost(host: HostStep): Promise<void> {
    state.began(host);
    await hands.begin(host, commit, atOnce(state.now(), state.steering.limits), async () => {
      if (original !== undefined && state.policyFor(host))
        await setPolicy(context, unit, step, host.boot, original);
    });
  }

  /** @throws Aborted when one was left or not started, the error of one that ended without a result */
  async function takeEnded(): Promise<void> {
    for (let host = hands.nextEnded(); host !== undefined; host = hands.nextEnded()) {
      hasHostEnded = true;
      await account(host);
      if ('error' in host) throw host.error;
      const { result } = host.result;
      if (result === 'left' || result === 'not-started') throw new Aborted();
      testGate.due(host.step, result);
    }
  }

  async function account(ended: EndedHost): Promise<void> {
    const { host } = ended.step;
    if ('error' in ended) {
      if (isCancellation(ended.error)) return;
      left.push(`${host.name}: its upgrade ended without a result; look whether it is in maintenance`);
    } else if (ended.result.result === 'left') left.push(ended.result.text);
    else if (ended.result.result === 'skipped')
      state.skipped(ended.step, ended.result.text, ended.failureClass);
    else if (ended.result.result === 'done') {
      state.done();
      await getExternalWorkflowHandle(runWorkflowId(context.estate)).signal(hostDoneSignal, {
        workflowId: hostWorkflowId(context.estate, host),
      });
    }
  }

  /** Whoever is still in hand is brought to a safe point, as an abort does; what is left is named. */
  async function bringIn(): Promise<void> {
    // Aborted or cancelled, they know already.
    if (!unit.control.aborting && cancelled === undefined) await hands.stop();
    while (!hands.isEmpty || hands.hasEnded) {
      const host = hands.nextEnded();
      if (host === undefined) await condition(() => hands.hasEnded);
      else await account(host);
    }
  }

  async function continueIfSafe(): Promise<void> {
    // What is told while handlers end is written too: only an unwritten rest would have to be carried.
    do {
      await unit.story.flush();
      if (patched('hosts-outlive-their-roll')) {
        if (!(await drained(unit.story))) return;
      } else await condition(allHandlersFinished);
    } while (unit.story.unwritten !== undefined);
    const still = hands.carried();
    // A verdict is said once: one that has come meanwhile is taken in this history.
    if (still === undefined || hands.hasEnded || testGate.isDecided) return;
    await goOn({
      carried: {
        ...state.carried(),
        commit,
        ...(original === undefined ? {} : { original }),
        ...testGate.carried(),
        seq: unit.story.seq,
        ...(still.length === 0 ? {} : { hands: still }),
      },
      control: unit.control,
      steering: state.steering,
    });
  }
}

function endingOf(error: unknown): 'aborted' | 'failed' {
  if (error instanceof Aborted || isCancellation(error)) return 'aborted';
  if (error instanceof ChildWorkflowFailure || error instanceof LostHost) return 'failed';
  throw error;
}
