import type { Attestation, EsxHost, LedgerRow } from '../../domain/model/inventory.js';
import type { HostStep } from '../../domain/model/plan.js';
import type { EsxVersion } from '../../domain/model/version.js';
import type { HostPhase, HostProgress } from '../../domain/model/run.js';
import type { WaitingOn, WhyNot } from '../../domain/model/waiting.js';
import { beginTime, spend, timeCategory } from '../../domain/progress/time-split.js';

/** A host's line for lists and reports, kept up to date while its upgrade runs. */
export function beginHostProgress(step: HostStep) {
  const isTrusted = step.role === 'trusted';
  const startedAt = new Date().toISOString();
  let time = beginTime(startedAt);
  let current: HostProgress = {
    host: step.host,
    cluster: step.cluster.name,
    phase: 'planned',
    startedAt,
    time,
  };
  const change = (part: Partial<HostProgress>): void => {
    const next = { ...current, ...part };
    const category = next.endedAt === undefined ? timeCategory(next.waitingOn) : null;
    time = spend(time, new Date().toISOString(), category);
    current = { ...next, time };
  };
  return {
    get current(): HostProgress {
      return current;
    },
    phase: (phase: HostPhase): void => change({ phase }),
    waiting: (waitingOn: WaitingOn | null): void => change({ waitingOn }),
    /** It waits for others of this run: its image to be exported, decided about and imported. */
    waitsForImage: (why: WhyNot): void => change({ waitingOn: { ...why, since: new Date().toISOString() } }),
    /** It is back on its former version under another moid: what was reached before counts no longer. */
    recovered: (readdedAs: string, installedAfter: EsxVersion): void =>
      change({ phase: 'planned', readdedAs, installedAfter }),
    began(host: EsxHost, row: LedgerRow | undefined): void {
      const measured = row?.measured ?? step.expects.measured;
      change({
        ...(host.installed === undefined ? {} : { installedBefore: host.installed }),
        ...(measured === undefined || !isTrusted ? {} : { measuredBefore: measured }),
        ...(isTrusted ? { attestationBefore: host.attestation } : {}),
      });
    },
    booted(host: EsxHost, row: LedgerRow): void {
      change({
        boot: host.boot,
        ...(host.installed === undefined ? {} : { installedAfter: host.installed }),
        ...(row.measured === undefined || !isTrusted ? {} : { measuredAfter: row.measured }),
      });
    },
    attested: (attestation: Attestation): void => change({ attestationAfter: attestation }),
    ended: (phase: HostPhase): void => change({ phase, endedAt: new Date().toISOString(), waitingOn: null }),
    left: (problem: string): void =>
      change({ phase: 'parked', endedAt: new Date().toISOString(), problem, waitingOn: null }),
    skipped: (problem: string): void =>
      change({ phase: 'skipped', endedAt: new Date().toISOString(), problem, waitingOn: null }),
  };
}
