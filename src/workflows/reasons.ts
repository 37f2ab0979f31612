import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/workflow';
import type { Watched } from '../activities/watch.js';
import type { WhyNot } from '../domain/model/waiting.js';
import type { Step } from './step.js';
import type { Alarm } from './waiting.js';

export function onceAChange(tell: (why: WhyNot) => void): (why: WhyNot) => void {
  let last = '';
  return (why) => {
    const now = `${why.kind} ${why.subject} ${why.have}`;
    if (now !== last) tell(why);
    last = now;
  };
}

export function pausedReason(subject: string): WhyNot {
  return {
    kind: 'paused',
    subject,
    have: 'the run is paused',
    need: 'somebody resumes it',
    rule: 'DG-2',
    youMay: [{ who: 'operator', what: 'vta run resume' }],
  };
}

export function gateReason(gate: string): WhyNot {
  return {
    kind: 'gate',
    subject: gate,
    have: 'no decision',
    need: 'an approval',
    rule: 'DG-2',
    youMay: [{ who: 'approver', what: `vta gate approve RUN ${gate}, or vta gate reject RUN ${gate}` }],
  };
}

/** Out of time, or a fault that passes: nobody has to decide anything. */
function isPassing({ cause }: ActivityFailure): boolean {
  if (cause instanceof TimeoutFailure) return true;
  return (
    cause instanceof ApplicationFailure && (cause.type === 'passing' || cause.type === 'unknown-outcome')
  );
}

function messageOf(error: ActivityFailure): string {
  if (error.cause instanceof TimeoutFailure) return 'no answer in time';
  return error.cause?.message ?? error.message;
}

function awayReason(subject: string, rule: string, problem: string): WhyNot {
  return {
    kind: 'vcenter-away',
    subject,
    have: problem,
    need: 'its vCenter answers again; the work goes on by itself',
    rule,
    youMay: [
      { who: 'administrator', what: 'check that the vCenter is up and reachable, and that its worker runs' },
    ],
  };
}

function foreignReason(subject: string, have: string): WhyNot {
  return {
    kind: 'foreign-activity',
    subject,
    have,
    need: 'the other one to end; then it begins here by itself',
    rule: 'DG-12',
    youMay: [{ who: 'operator', what: 'vta run abort' }],
  };
}

function failureReason(
  subject: string,
  what: string,
  rule: string,
  error: ActivityFailure,
  advice: WhyNot['youMay'],
): WhyNot {
  return {
    kind: 'operator-decision',
    subject,
    have: `${what}: ${messageOf(error)}`,
    need: 'the cause removed; the run tries again and goes on by itself',
    rule,
    youMay: [
      { who: 'administrator', what: 'remove the cause named here' },
      ...advice,
      { who: 'operator', what: 'vta run abort' },
    ],
  };
}

/** A trouble with the step that it is in, which some troubles name themselves. */
export const inStep = (step: string, trouble: string): string =>
  trouble.startsWith(`${step}: `) ? trouble : `${step}: ${trouble}`;

/** What a call that threw means for people; undefined = a bug, which must not be waited away. */
export function troubleWith(
  error: unknown,
  subject: string,
  what: string,
  rule: string,
  advice: WhyNot['youMay'],
): { why: WhyNot; alarm: Alarm } | undefined {
  // A host's workflow that is already there is the lock on that host: it is free again some day.
  if (error instanceof WorkflowExecutionAlreadyStartedError) {
    return { why: foreignReason(subject, `${what} is already under way elsewhere`), alarm: 'held' };
  }
  if (!(error instanceof ActivityFailure)) return undefined;
  if (error.cause instanceof ApplicationFailure && error.cause.type === 'foreign-activity') {
    return { why: foreignReason(subject, messageOf(error)), alarm: 'held' };
  }
  return isPassing(error)
    ? { why: awayReason(subject, rule, messageOf(error)), alarm: 'held' }
    : { why: failureReason(subject, what, rule, error, advice), alarm: 'parked' };
}

export function troubleOf(
  step: Step,
  subject: string,
  seen: Exclude<Watched<unknown>, { state: 'done' | 'back' }>,
): WhyNot {
  if (seen.state === 'away') return awayReason(subject, step.waiting.rule, seen.problem);
  const have = seen.state === 'failed' ? seen.error : `overdue: ${seen.have}`;
  return {
    kind: 'operator-decision',
    subject,
    have,
    need: `${step.waiting.need}, by hand if need be; the run looks again and goes on by itself`,
    rule: step.waiting.rule,
    youMay: [
      ...step.waiting.youMay.filter(({ what }) => what !== 'vta run abort'),
      { who: 'administrator', what: 'repair it by hand' },
      { who: 'operator', what: 'vta run abort' },
    ],
  };
}
