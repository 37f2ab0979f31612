export type { Finding } from '../../domain/model/finding.js';
export type { BaseImage, EsxCluster, EstateInventory, LedgerRow } from '../../domain/model/inventory.js';
export type {
  ClusterStep,
  HostStep,
  Tier,
  TierKind,
  UpgradePlan,
  UpgradeRequest,
  VCenterStep,
} from '../../domain/model/plan.js';
export type { RunReport } from '../../domain/model/report.js';
export type {
  Debt,
  GateStatus,
  HostPhase,
  HostProgress,
  RunEvent,
  RunState,
  RunStatus,
  TierStatus,
} from '../../domain/model/run.js';
export type { WaitingKind, WaitingOn } from '../../domain/model/waiting.js';
export interface AuditEntry {
  id: string;
  at: string;
  who: string;
  what: string;
  subject: string;
  detail: Record<string, unknown>;
}
export interface EstateSummary {
  name: string;
  hash: string;
  registeredBy: string;
  registeredAt: string;
}
export interface PlanSummary {
  hash: string;
  estate: string;
  createdBy: string;
  createdAt: string;
  blockers: number;
  warnings: number;
}
export interface Health {
  version: string;
  temporal: {
    reachable: boolean;
    serverVersion?: string;
    problem?: string;
    queues: { name: string; pollers: number }[];
  };
  records: { writable: boolean };
}
export interface Me {
  name: string;
  roles: string[];
}
import type { RunState } from '../../domain/model/run.js';
export function isFinal(state: RunState): boolean {
  return ['succeeded', 'rejected', 'aborted', 'failed'].includes(state);
}
