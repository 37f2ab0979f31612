import { getExternalWorkflowHandle, setHandler } from '@temporalio/workflow';
import { runWorkflowId } from '../../domain/ids.js';
import type { ClusterStep, HostStep } from '../../domain/model/plan.js';
import {
  reorder,
  whyHeld,
  whyNotReorder,
  type HostFailure,
  type RollState,
} from '../../domain/rolling/index.js';
import type { UnitContext } from '../context.js';
import { askOrderSignal, hostParkedSignal, rollReportSignal, steerRollSignal } from '../messages.js';
import type { Hands } from './hands.js';
import { defaultSteering, type RollReport, type Steering } from './steering.js';
import type { CarriedGate } from './test-gate.js';
import { withUnattested } from './unattested.js';

/** What a roll knows of its hosts, as it goes through continue-as-new. */
export interface CarriedState extends CarriedGate {
  /** Hosts that ended well; in rolls of earlier releases also the place of the next one. */
  readonly next: number;
  /** Moids not begun, in order; absent in rolls of earlier releases. */
  readonly waiting?: readonly string[];
  readonly skipped?: readonly HostFailure[];
  /** Kind of boot that the cluster's policy is set to. */
  readonly policy?: 'full' | 'quick';
  /** What the run was told last. */
  readonly reported?: Pick<RollReport, 'failures' | 'holds'>;
}

/** Handlers first; then whatever the run or a host says changes what may begin next. */
export function beginRollState(
  context: UnitContext,
  step: ClusterStep,
  hands: Hands,
  input: { readonly steering?: Steering; readonly carried?: CarriedState },
) {
  const { carried } = input;
  const { cluster, role, hosts } = step;
  const stepOf = (moid: string): HostStep => {
    const found = hosts.find(({ host }) => host.moid === moid);
    if (found === undefined) throw new Error(`the plan has no host ${moid} in ${cluster.name}`);
    return found;
  };
  let steering = input.steering ?? defaultSteering(step);
  let waiting = carried?.waiting?.map(stepOf) ?? hosts.slice(carried?.next ?? 0);
  let skipped = carried?.skipped ?? [];
  let hostsDone = carried?.next ?? 0;
  let policy = carried?.policy ?? (carried === undefined ? undefined : hosts[carried.next - 1]?.boot);
  let reported = carried?.reported ?? { failures: [] as readonly HostFailure[], holds: steering.granted };
  let hasNews = false;

  const failures = (): readonly HostFailure[] => [
    ...hands.parked.map((one): HostFailure => {
      const failureClass = hands.failureClassOf(one);
      return {
        host: one.host,
        cluster,
        state: 'parked',
        ...(failureClass === undefined ? {} : { failureClass }),
      };
    }),
    ...skipped,
  ];
  const tell = (report: Omit<RollReport, 'cluster'>): Promise<void> =>
    getExternalWorkflowHandle(runWorkflowId(context.estate)).signal(rollReportSignal, { cluster, ...report });

  function steer(next: Steering): void {
    steering = next;
    // What is granted anew is held from now on, whether it is used or not.
    if (next.granted > reported.holds) reported = { ...reported, holds: next.granted };
    waiting = reorder(waiting, next.order ?? []);
    hasNews = true;
  }
  steer(steering);

  setHandler(steerRollSignal, steer);
  setHandler(hostParkedSignal, (told) => {
    hands.park(told);
    hasNews = true;
  });
  setHandler(askOrderSignal, async ({ id, hosts: order }) => {
    const why = whyNotReorder(cluster.name, hosts, waiting, order);
    await tell({ ...reported, answer: { id, why } });
  });

  return {
    stepOf,
    get steering(): Steering {
      return steering;
    },
    get waiting(): readonly HostStep[] {
      return waiting;
    },
    get hostsDone(): number {
      return hostsDone;
    },
    /** True once after something has changed. */
    takeNews(): boolean {
      const had = hasNews;
      hasNews = false;
      return had;
    },
    now(): RollState<HostStep> {
      const tier = withUnattested({
        ...steering.tier,
        failures: [...steering.tier.failures, ...failures()],
      });
      const here = { ...cluster, total: hosts.length };
      const hold = whyHeld(tier, steering.limits) ?? whyHeld(tier, steering.limits, here);
      return {
        cluster: cluster.name,
        role,
        ...(step.vsan === undefined ? {} : { vsan: step.vsan }),
        waiting,
        inHand: hands.inHand,
        parked: hands.parked,
        granted: steering.granted,
        hold: hold?.why ?? null,
      };
    },
    began({ host }: HostStep): void {
      waiting = waiting.filter((other) => other.host.moid !== host.moid);
    },
    done(): void {
      hostsDone++;
    },
    skipped({ host }: HostStep, text: string, failureClass: string | undefined): void {
      const failed = { host, cluster, state: 'skipped' as const, text };
      skipped = [...skipped, failureClass === undefined ? failed : { ...failed, failureClass }];
    },
    /** True when the policy has to be written for this kind of boot. */
    policyFor({ boot }: HostStep): boolean {
      const isOther = policy !== boot;
      policy = boot;
      return isOther;
    },
    /** Tells the run what has changed for it: failures, and a lowered grant once it is kept. */
    async report(): Promise<void> {
      const now = failures();
      const { granted } = steering;
      const holds = granted < reported.holds && hands.inHand.length <= granted ? granted : reported.holds;
      if (holds === reported.holds && JSON.stringify(now) === JSON.stringify(reported.failures)) return;
      reported = { failures: now, holds };
      await tell(reported);
    },
    carried: (): Omit<CarriedState, 'gate'> => ({
      next: hostsDone,
      waiting: waiting.map(({ host }) => host.moid),
      ...(skipped.length === 0 ? {} : { skipped }),
      ...(policy === undefined ? {} : { policy }),
      reported,
    }),
  };
}
