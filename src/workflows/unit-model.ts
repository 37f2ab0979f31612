import type { ChildWorkflowHandle, Workflow } from '@temporalio/workflow';
import type { Patience, Watched } from '../activities/watch.js';
import type { StepTiming } from '../domain/model/run.js';
import type { WaitingOn, WhyNot } from '../domain/model/waiting.js';
import type { Call } from './attempt.js';
import type { Control } from './context.js';
import type { Parkable } from './parking.js';
import type { WatchOnce } from './settle.js';
import type { Step } from './step.js';
import type { Storyteller, Telling } from './story.js';
import type { Waiting } from './waiting.js';

/** What the workflows of vCenters, clusters and hosts share: waiting, gates, pause and abort, telling. */
export interface Unit {
  readonly story: Storyteller;
  readonly control: Control;
  readonly timings: readonly StepTiming[];
  /** Children that pause and abort are relayed to while they run. */
  relayTo<T>(child: Relayed & { result(): Promise<T> }): Promise<T>;
  /** A safe point: returns when the run is not paused. @throws Aborted */
  checkpoint(): Promise<void>;
  /**
   * Between two steps of work in hand: waits while the run is paused before every step.
   *
   * @returns true when it stood here, so that the guards have to look again @throws Aborted, when aborted meanwhile
   */
  stoodBetweenSteps(): Promise<boolean>;
  /**
   * Asks `look` until it answers null. With work `inHand` a pause lets it finish, as does an abort. What does not pass by
   * itself is parked after its hard limit. @throws Aborted @throws Decided
   */
  untilClear(look: () => Promise<WhyNot | null>, inHand?: 'inHand'): Promise<void>;
  /**
   * Parks and does nothing until a person decides. @returns `look` = at once, without starting anything; `again` = anew
   *
   * @throws Aborted @throws Decided
   */
  untilDecided(step: string, why: WhyNot): Promise<'look' | 'again'>;
  /**
   * Calls an activity; an error that repeating cannot cure is shown to a person and the call is made again later.
   * Only for reads and for starts, which look before they act.
   *
   * @param advice - what people may do about it besides removing the cause
   * @throws Aborted @throws Decided
   */
  attempt<T>(what: string, rule: string, call: () => Promise<T>, advice?: WhyNot['youMay']): Promise<T>;
  /** Like `attempt`, but goes on trying when the run is aborted: for what must be put back whatever happens. */
  insist<T>(what: string, rule: string, call: () => Promise<T>): Promise<T>;
  /** Waits for work that has its start elsewhere, or none. See `watchStep`. @throws Aborted @throws Decided */
  settle<T>(step: Step, watchOnce: WatchOnce<T>, announce?: () => void): Promise<T>;
  /** Starts a step and waits for it, again where that is allowed or decided. @throws Aborted @throws Decided */
  work<S, T>(
    step: Step,
    start: Call<S>,
    watchOnce: (started: S, patience: Patience) => Promise<Watched<T>>,
    announce?: () => void,
  ): Promise<T>;
  /** Shows what is waited for; null = nothing. Work as usual unless said otherwise. */
  show: Waiting['show'];
  /** Asks the run to open a gate; its verdict comes some day. */
  openGate(gate: string, evidence: readonly string[]): Promise<void>;
  verdictOf(gate: string): 'approved' | 'rejected' | undefined;
  /** Asks the run for a decision. @returns false when rejected */
  gate(gate: string, evidence: readonly string[]): Promise<boolean>;
  /** Tells the run that a planned gate is not needed. */
  skipGate(gate: string, why: string): Promise<void>;
}

export interface UnitOptions {
  readonly control: Control;
  /** Number of the last event told before continue-as-new. */
  readonly seq?: number;
  /** True when also usual work is reported to the run. */
  readonly reportsAll?: boolean;
  readonly onWaiting?: (waitingOn: WaitingOn | null) => void;
  /** What goes with everything the unit tells of itself, the host's line for instance. */
  readonly telling?: () => Telling;
  /** How it parks; absent for what concerns a whole cluster. */
  readonly parkable?: Parkable;
}

/** As much of a child's handle as pause and abort need. */
export type Relayed = Pick<ChildWorkflowHandle<Workflow>, 'signal'>;
