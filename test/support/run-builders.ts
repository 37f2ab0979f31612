import { hostOffers } from '../../src/domain/deciding/index.js';
import type { Parking, SubjectDecision } from '../../src/domain/model/decision.js';
import type { LedgerRow } from '../../src/domain/model/inventory.js';
import type { HostProgress, RunEvent, RunStatus } from '../../src/domain/model/run.js';
import type { RunRecord } from '../../src/ports/records.js';

export const PLAN_HASH = 'a'.repeat(64);

export function aRunStatus(changes: Partial<RunStatus> = {}): RunStatus {
  return {
    runId: 'run-1',
    estate: 'lab',
    planHash: PLAN_HASH,
    requestedBy: 'olga',
    state: 'running',
    startedAt: '2026-03-01T10:00:00.000Z',
    tiers: [],
    gates: [],
    waitingOn: [],
    debts: [],
    ...changes,
  };
}

/** A trusted host that failed its remediation, with everything that may be decided about it. */
export function aParking(changes: Partial<Parking> = {}): Parking {
  const standing = {
    role: 'trusted',
    isTestHost: false,
    isImageTrusted: true,
    at: 'remediation',
    hasBegun: true,
    takenOver: false,
  } as const;
  return {
    subject: 'esx-1',
    kind: 'host',
    role: 'trusted',
    workflowId: 'upgrade/lab/host/wl-vc/host-1',
    since: '2026-03-01T11:00:00.000Z',
    step: 'remediation',
    problem: 'no space left on the boot device',
    failureClass: 'remediation: no space left on the boot device',
    rule: 'QB-3',
    messages: ['2026-03-01T10:59:00.000Z task HostSystem.enterMaintenanceMode: a VM did not move'],
    logFiles: ['kmxa.log on esx-1', 'attestd.log on ta-1', 'kmxd.log on ta-1'],
    ...hostOffers(standing),
    ...changes,
  };
}

export function aDecision(changes: Partial<SubjectDecision> = {}): SubjectDecision {
  return {
    id: 'd-1',
    by: 'olga',
    reason: 'space was made',
    subject: 'esx-1',
    choice: 'retry',
    planHash: PLAN_HASH,
    ...changes,
  };
}

export function aRunRecord(changes: Partial<RunRecord> = {}): RunRecord {
  const status = changes.status ?? aRunStatus();
  return {
    runId: status.runId,
    estate: status.estate,
    planHash: status.planHash,
    requestedBy: status.requestedBy,
    requestedAt: status.startedAt,
    ...changes,
    status,
  };
}

export function aRunEvent(seq: number, changes: Partial<RunEvent> = {}): RunEvent {
  return {
    runId: 'run-1',
    workflowId: 'upgrade/lab',
    seq,
    at: '2026-03-01T10:00:00.000Z',
    type: 'host.phase',
    subject: 'esx01',
    text: `event ${seq}`,
    ...changes,
  };
}

export function aHostProgress(changes: Partial<HostProgress> = {}): HostProgress {
  return {
    host: { vcenter: 'wl-vc', moid: 'host-11', name: 'esx01' },
    cluster: 'wl-1',
    phase: 'guards',
    ...changes,
  };
}

export function aLedgerRow(at: string, changes: Partial<LedgerRow> = {}): LedgerRow {
  return {
    host: { vcenter: 'wl-vc', moid: 'host-11', name: 'esx01' },
    installed: '8.0.2-22380479',
    boot: { type: 'full', source: 'event' },
    at,
    ...changes,
  };
}
