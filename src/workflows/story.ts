import { CancellationScope, workflowInfo } from '@temporalio/workflow';
import type { Story } from '../activities/records.js';
import type { LedgerRow } from '../domain/model/inventory.js';
import type { HostProgress, RunEvent, RunStatus } from '../domain/model/run.js';
import { records } from './activity-proxies.js';
import type { RunContext } from './context.js';

/** What one telling may carry beside its sentence. */
export interface Telling {
  readonly data?: Readonly<Record<string, unknown>>;
  readonly progress?: HostProgress;
  readonly ledger?: readonly LedgerRow[];
}

/**
 * A workflow's line to the records. Telling never holds up the work: what happens while a write is under way goes
 * with the next one, and a records database that is away only makes the next write larger. `flush` waits for it.
 */
export interface Storyteller {
  tell(type: string, subject: string, text: string, more?: Telling): RunEvent;
  /** Goes with the next write: what lists show once Temporal has forgotten the run. */
  remember(status: RunStatus): void;
  /** Waits until everything told so far is written; called before a gate is passed and at the end. */
  flush(): Promise<void>;
  /** Number of the last event, carried through continue-as-new. */
  readonly seq: number;
  /** What was told and is not yet known to be written, for the next history; writing it twice is harmless. */
  readonly unwritten: Story | undefined;
}

/**
 * @param seq - number of the last event told in an earlier history
 * @param unwritten - what that history could not get written any more
 */
export function beginStory(
  run: Pick<RunContext, 'runId' | 'estate'>,
  seq = 0,
  unwritten?: Story,
): Storyteller {
  let number = seq;
  let pending = unwritten;
  let inHand: Story | undefined;
  let writing: Promise<void> | undefined;

  async function write(): Promise<void> {
    // One turn later, so that what is told and remembered together is written together.
    await Promise.resolve();
    while (pending !== undefined) {
      const batch: Story = pending;
      pending = undefined;
      inHand = batch;
      await records.record(batch);
      inHand = undefined;
    }
    writing = undefined;
  }
  // Also a cancelled workflow must get its last words written.
  const beginWriting = (): Promise<void> => CancellationScope.nonCancellable(write);
  if (pending !== undefined) writing = beginWriting();

  return {
    tell(type, subject, text, more = {}) {
      const event: RunEvent = {
        runId: run.runId,
        workflowId: workflowInfo().workflowId,
        seq: ++number,
        at: new Date().toISOString(),
        type,
        subject,
        text,
        ...(more.data === undefined ? {} : { data: more.data }),
      };
      pending = merge(run, pending, event, more);
      writing ??= beginWriting();
      return event;
    },
    remember(status) {
      if (pending !== undefined) pending = { ...pending, status };
    },
    async flush() {
      await writing;
    },
    get seq() {
      return number;
    },
    get unwritten() {
      return inHand !== undefined && pending !== undefined ? joined(inHand, pending) : (inHand ?? pending);
    },
  };
}

function merge(
  run: Pick<RunContext, 'runId' | 'estate'>,
  before: Story | undefined,
  event: RunEvent,
  { progress, ledger }: Telling,
): Story {
  const next: Story = {
    runId: run.runId,
    estate: run.estate,
    events: [event],
    ...(progress === undefined ? {} : { progress }),
    ...(ledger === undefined ? {} : { ledger }),
  };
  return before === undefined ? next : joined(before, next);
}

/** Two pieces of one story as one: the later status and progress count. */
function joined(before: Story, after: Story): Story {
  const progress = after.progress === undefined ? before.progress : { ...before.progress, ...after.progress };
  const ledger = [...(before.ledger ?? []), ...(after.ledger ?? [])];
  const status = after.status ?? before.status;
  return {
    runId: after.runId,
    estate: after.estate,
    events: [...before.events, ...after.events],
    ...(progress === undefined ? {} : { progress }),
    ...(ledger.length === 0 ? {} : { ledger }),
    ...(status === undefined ? {} : { status }),
  };
}
