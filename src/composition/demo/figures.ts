import type { HostProgress } from '../../cli/client/types.js';
import type { JournalLine } from './lab-control.js';

/** Which effect of the journal makes each awaited step ready to be noticed. */
const READY_EFFECT: Readonly<Record<string, string>> = {
  evacuation: 'host.maintenance.entered',
  remediation: 'cluster.apply.ended',
  attestation: 'host.attested',
  'exit-maintenance': 'host.maintenance.exited',
};

/** What orchestration cost one host. */
export interface HostFigures {
  readonly host: string;
  /** Wall seconds that are neither lab work nor waiting for the next look. */
  readonly engineSeconds: number;
  /** Lab seconds between something being ready and our noticing it. */
  readonly lateNoticeSeconds: number;
  /** Lab seconds that the host's own work took. */
  readonly unavoidableSeconds: number;
}

export interface Overhead {
  readonly hosts: readonly HostFigures[];
  /** Mean over the hosts; goal: 5. */
  readonly engineSecondsPerHost: number;
  /** Share of the unavoidable time over all hosts; goal: 0.02. */
  readonly lateNoticeShare: number;
}

/**
 * Measures the overhead by the lab's journal: when each step was ready there, and when the run went on.
 *
 * @param speed - lab seconds per wall second
 */
export function overheadOf(
  hosts: readonly HostProgress[],
  journal: readonly JournalLine[],
  speed: number,
): Overhead {
  const figures = hosts.flatMap((host) => figuresOf(host, journal, speed) ?? []);
  const sum = (pick: (figure: HostFigures) => number): number =>
    figures.reduce((total, figure) => total + pick(figure), 0);
  const unavoidable = sum((figure) => figure.unavoidableSeconds);
  return {
    hosts: figures,
    engineSecondsPerHost: figures.length === 0 ? 0 : sum((figure) => figure.engineSeconds) / figures.length,
    lateNoticeShare: unavoidable === 0 ? 0 : sum((figure) => figure.lateNoticeSeconds) / unavoidable,
  };
}

function figuresOf(
  progress: HostProgress,
  journal: readonly JournalLine[],
  speed: number,
): HostFigures | undefined {
  const { startedAt, endedAt, timings, host } = progress;
  if (startedAt === undefined || endedAt === undefined || timings === undefined) return undefined;
  let awaitedMs = 0;
  let lateMs = 0;
  let unavoidableMs = 0;
  for (const { step, startedAtMs, noticedAtMs } of timings) {
    awaitedMs += noticedAtMs - startedAtMs;
    const ready = readyAt(journal, step, host.name, progress.cluster, noticedAtMs);
    if (ready === undefined) continue;
    // Work may be ready before anybody waits for it; then nothing is late.
    lateMs += noticedAtMs - Math.max(ready, startedAtMs);
    unavoidableMs += Math.max(0, ready - startedAtMs);
  }
  const wallMs = Date.parse(endedAt) - Date.parse(startedAt);
  return {
    host: host.name,
    engineSeconds: (wallMs - awaitedMs) / 1000,
    lateNoticeSeconds: (lateMs / 1000) * speed,
    unavoidableSeconds: (unavoidableMs / 1000) * speed,
  };
}

/** Wall time of the newest matching effect that had happened when it was noticed. */
function readyAt(
  journal: readonly JournalLine[],
  step: string,
  host: string,
  cluster: string,
  noticedAtMs: number,
): number | undefined {
  const effect = READY_EFFECT[step];
  const subject = effect?.startsWith('cluster.') ? cluster : host;
  const found = journal.findLast(
    (line) => line.effect === effect && line.subject === subject && Date.parse(line.wallTime) <= noticedAtMs,
  );
  // A host may be attested by several TA hosts; the first report after its boot is what was waited for.
  return found === undefined ? undefined : Date.parse(firstOfBurst(journal, found).wallTime);
}

function firstOfBurst(journal: readonly JournalLine[], last: JournalLine): JournalLine {
  if (last.effect !== 'host.attested') return last;
  const booted = journal.findLast(
    (line) => line.effect === 'host.booted' && line.subject === last.subject && line.seq < last.seq,
  );
  return (
    journal.find(
      (line) =>
        line.effect === 'host.attested' && line.subject === last.subject && line.seq > (booted?.seq ?? 0),
    ) ?? last
  );
}
