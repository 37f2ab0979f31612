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
  /** Everything told is written. */
  readonly isWritten: boolean;
}

export function beginStory(run: Pick<RunContext, 'runId' | 'estate'>, seq = 0): Storyteller {
  let number = seq;
  let pending: Story | undefined;
  let writing: Promise<void> | undefined;

  async function write(): Promise<void> {
    // One turn later, so that what is told and remembered together is written together.
    await Promise.resolve();
    while (pending !== undefined) {
      const batch: Story = pending;
      pending = undefined;
      await records.record(batch);
    }
    writing = undefined;
  }

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
      // Also a cancelled workflow must get its last words written.
      writing ??= CancellationScope.nonCancellable(write);
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
    get isWritten() {
      return writing === undefined;
    },
  };
}

function merge(
  run: Pick<RunContext, 'runId' | 'estate'>,
  before: Story | undefined,
  event: RunEvent,
  more: Telling,
): Story {
  const progress = more.progress === undefined ? before?.progress : { ...before?.progress, ...more.progress };
  const ledger = [...(before?.ledger ?? []), ...(more.ledger ?? [])];
  const status = before?.status;
  return {
    runId: run.runId,
    estate: run.estate,
    events: [...(before?.events ?? []), event],
    ...(progress === undefined ? {} : { progress }),
    ...(ledger.length === 0 ? {} : { ledger }),
    ...(status === undefined ? {} : { status }),
  };
}
