import { getExternalWorkflowHandle } from '@temporalio/workflow';
import { runWorkflowId } from '../domain/ids.js';
import type { Parking } from '../domain/model/decision.js';
import type { WaitingOn, WhyNot } from '../domain/model/waiting.js';
import type { RunContext } from './context.js';
import { waitingSignal } from './messages.js';

/** `work`: usual, work is under way. `held`: something keeps it. `parked`: somebody must act. */
export type Alarm = 'work' | 'held' | 'parked';

/** What a unit waits for now, told to the run when people should see it there. */
export interface Waiting {
  readonly current: WaitingOn | null;
  readonly isParked: boolean;
  /** The age counts from the reason's first appearance. A parking goes with the alarm `parked` only. */
  show(why: WhyNot | null, alarm?: Alarm, parking?: Parking): Promise<void>;
}

/**
 * @param reportsAll - true for vCenters, whose usual work is worth a line of its own; hosts have their own list
 * @param onChange - told of every change, for the host's line in the records
 */
export function createWaiting(
  run: RunContext,
  subject: string,
  reportsAll: boolean,
  onChange: (waitingOn: WaitingOn | null) => void,
): Waiting {
  let current: WaitingOn | null = null;
  let alarm: Alarm = 'work';
  let isReported = false;

  return {
    get current() {
      return current;
    },
    get isParked() {
      return alarm === 'parked';
    },
    async show(why, nextAlarm = 'work', parking) {
      const isSame = why !== null && current?.kind === why.kind && current.subject === why.subject;
      const isNews = !isSame || current?.have !== why.have || alarm !== nextAlarm;
      const since = isSame && current !== null ? current.since : new Date().toISOString();
      current = why === null ? null : { ...why, since };
      alarm = why === null ? 'work' : nextAlarm;
      onChange(current);
      const isWorthALine = current !== null && (reportsAll || alarm !== 'work');
      if (!isNews || (!isWorthALine && !isReported)) return;
      isReported = isWorthALine;
      const waitingOn = isWorthALine ? current : null;
      await getExternalWorkflowHandle(runWorkflowId(run.estate)).signal(waitingSignal, {
        subject,
        waitingOn,
        parked: alarm === 'parked',
        ...(parking === undefined ? {} : { parking }),
      });
    },
  };
}
