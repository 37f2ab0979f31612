import { condition, isCancellation } from '@temporalio/workflow';
import type { InventoryChange, InventoryChanges } from '../domain/diff/index.js';
import type { Request } from '../domain/model/run.js';
import type { WhyNot } from '../domain/model/waiting.js';
import { isEnding, nextResumeGate, resumeGates } from '../domain/progress/index.js';
import type { RunCore } from './operator-messages.js';

/** Seconds of the estate's time until an estate that could not be read is read again. */
const READ_AGAIN_SECONDS = 30;

/** What a resumption needs of its run. */
export interface ResumingRun extends RunCore {
  readonly timeScale: number;
  /** Reads the estate and compares it with the plan. */
  look(): Promise<InventoryChanges>;
  /** Why it cannot be said yet what has changed; null = nothing keeps it any more. */
  show(why: WhyNot | null): void;
  relayControl(): Promise<void>;
}

/**
 * Between "resume" and going on: the estate is read again, and what others have changed is shown. Nothing material:
 * the run goes on. Otherwise people decide at a gate of its own, with the difference as evidence. What cannot be read
 * may have changed, and waits.
 *
 * Only reads and tells, so that a new history of the run may take it up from its status.
 *
 * @rule DG-12, DG-14
 */
export async function goOnAfterLook(run: ResumingRun): Promise<void> {
  const request = run.status.resuming;
  if (request === undefined || isEnding(run.status)) return;
  // Paused again, or aborted: this resumption is over.
  const isWanted = () => run.status.resuming?.id === request.id;

  const open = resumeGates(run.status).find(({ state }) => state === 'open');
  let gate = open?.id;
  let changes = open?.evidence ?? [];
  if (gate === undefined) {
    const seen = await untilRead(run, isWanted);
    if (seen === undefined) return;
    changes = seen.map(textOf);
    const news = undecided(run, seen);
    if (news.length === 0) return resumed(run, request, changes);
    gate = nextResumeGate(run.status);
    const text = `${gate}: others have changed the estate since the plan; it waits for a decision`;
    run.tell('gate.opened', gate, text, { gate, evidence: news });
  }
  const isOpen = () => run.status.gates.some(({ id, state }) => id === gate && state === 'open');
  await condition(() => !isWanted() || !isOpen());
  if (!isWanted()) return;
  const decided = run.status.gates.find(({ id }) => id === gate);
  if (decided?.state === 'approved') return resumed(run, request, changes);
  // Rejected: the run is ending now, and everything under way is told so.
  return run.relayControl();
}

/** @returns undefined when the resumption is over meanwhile */
async function untilRead(
  run: ResumingRun,
  isWanted: () => boolean,
): Promise<readonly InventoryChange[] | undefined> {
  try {
    for (;;) {
      const { changes, unread } = await run.look();
      if (!isWanted()) return undefined;
      if (unread.length === 0) return changes;
      run.show(unreadReason(run.status.runId, unread));
      await condition(() => !isWanted(), (READ_AGAIN_SECONDS * 1000) / run.timeScale);
      if (!isWanted()) return undefined;
    }
  } finally {
    run.show(null);
  }
}

/** Material changes that nobody has approved at an earlier gate of this kind, one line each. */
function undecided(run: ResumingRun, changes: readonly InventoryChange[]): readonly string[] {
  const approved = resumeGates(run.status)
    .filter(({ state }) => state === 'approved')
    .flatMap(({ evidence }) => evidence ?? []);
  return changes
    .filter(({ isMaterial }) => isMaterial)
    .map(textOf)
    .filter((text) => !approved.includes(text));
}

const textOf = ({ subject, text }: InventoryChange): string => `${subject}: ${text}`;

async function resumed(run: ResumingRun, request: Request, changes: readonly string[]): Promise<void> {
  const what = changes.length === 0 ? 'nothing changed' : `changed: ${changes.join('; ')}`;
  run.tell(
    'run.resumed',
    run.status.runId,
    `resumed by ${request.by}: ${request.reason}; since the plan ${what}`,
    { request, changes },
  );
  await run.relayControl();
}

function unreadReason(subject: string, unread: readonly string[]): WhyNot {
  return {
    kind: 'host-unreadable',
    subject,
    have: `before it goes on, not readable: ${unread.join('; ')}`,
    need: 'the whole estate read; then it goes on by itself',
    rule: 'DG-14',
    youMay: [
      { who: 'administrator', what: 'check that the vCenters and their workers run and answer' },
      { who: 'operator', what: `vta run pause ${subject} or vta run abort ${subject}` },
    ],
  };
}

/** A resumption runs beside the run; its end in Temporal ends it as well. */
export function inBackground(work: Promise<void>): void {
  work.catch((error: unknown) => {
    if (!isCancellation(error)) throw error;
  });
}
