import type { RunStatus } from '../domain/model/run.js';
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
            have: `paused by ${status.pausedBy.by}: ${status.pausedBy.reason}`,
            need: 'somebody resumes it',
            rule: 'DG-2',
            youMay: [{ who: 'operator', what: `vta run resume ${status.runId}` }],
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
