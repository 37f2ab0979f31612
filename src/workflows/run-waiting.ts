import type { PauseRequest, RunStatus } from '../domain/model/run.js';
import type { WaitingOn } from '../domain/model/waiting.js';
import { isFinal } from '../domain/progress/index.js';

/** What a run waits for: to be resumed, its open gates, and what its vCenters, clusters and hosts told. */
export function waitingOf(status: RunStatus, units: ReadonlyMap<string, WaitingOn>): readonly WaitingOn[] {
  if (isFinal(status.state)) return [];
  const paused: WaitingOn[] =
    status.pausedBy === undefined
      ? []
      : [
          {
            kind: 'paused',
            subject: status.runId,
            since: status.waitingOn.find(({ kind }) => kind === 'paused')?.since ?? new Date().toISOString(),
            ...pauseWords(status, status.pausedBy),
            rule: 'DG-2',
          },
        ];
  const gates = status.gates
    .filter(({ state }) => state === 'open')
    .map((gate): WaitingOn => ({
      kind: 'gate',
      subject: gate.id,
      since: gate.openedAt ?? status.startedAt,
      have: 'no decision',
      need: 'an approval by somebody other than the requester',
      rule: gate.rule,
      youMay: [
        { who: 'approver', what: `vta gate approve ${status.runId} ${gate.id}` },
        { who: 'approver', what: `vta gate reject ${status.runId} ${gate.id}` },
      ],
    }));
  return [...paused, ...gates, ...units.values()];
}

/** How far a paused run still goes, or that it is about to go on. */
function pauseWords(
  { runId, resuming }: RunStatus,
  { by, reason, pause }: PauseRequest,
): Pick<WaitingOn, 'have' | 'need' | 'youMay'> {
  if (resuming !== undefined) {
    return {
      have: `to be resumed by ${resuming.by}: ${resuming.reason}`,
      need: 'the estate read again, and a decision if others have changed it',
      youMay: [],
    };
  }
  const how = pause === 'next-step' ? 'before the next step' : 'at the next safe point';
  return {
    have: `paused ${how} by ${by}: ${reason}`,
    need: 'somebody resumes it',
    youMay: [{ who: 'operator', what: `vta run resume ${runId}` }],
  };
}
