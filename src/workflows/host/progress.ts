import type { Attestation, EsxHost, LedgerRow } from '../../domain/model/inventory.js';
import type { HostStep } from '../../domain/model/plan.js';
import type { HostPhase, HostProgress } from '../../domain/model/run.js';
import type { WaitingOn } from '../../domain/model/waiting.js';

/** A host's line for lists and reports, kept up to date while its upgrade runs. */
export function beginHostProgress(step: HostStep) {
  const isTrusted = step.role === 'trusted';
  let current: HostProgress = {
    host: step.host,
    cluster: step.cluster.name,
    phase: 'planned',
    startedAt: new Date().toISOString(),
  };
  const change = (part: Partial<HostProgress>): void => {
    current = { ...current, ...part };
  };
  return {
    get current(): HostProgress {
      return current;
    },
    phase: (phase: HostPhase): void => change({ phase }),
    waiting: (waitingOn: WaitingOn | null): void => change({ waitingOn }),
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
