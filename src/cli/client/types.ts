import { FINAL_RUN_STATES } from '../../contract/index.js';
import type { HostProgress, RunState, RunStatus, UpgradePlan } from '../../contract/index.js';

export type {
  ArchiveManifest,
  ArchiveSummary,
  ArchiveVerification,
  AuditEntry,
  BaseImage,
  Debt,
  EstateInventory,
  EstateSummary,
  EsxCluster,
  Finding,
  GateStatus,
  HostDebt,
  HostProgress,
  LedgerRow,
  OperationPlan,
  Parking,
  PlanSummary,
  Residue,
  Rule,
  Run,
  RunEvent,
  RunReport,
  RunState,
  RunStatus,
  RunSummary,
  ServiceHealth,
  StepStatus,
  TierStatus,
  TimeSplit,
  UpgradePlan,
  WaitingOn,
  Waiver,
} from '../../contract/index.js';

/** Parts of the contract that have no name of their own there. */
export type Tier = UpgradePlan['tiers'][number];
export type TierKind = Tier['kind'];
export type VCenterStep = Extract<Tier, { vcenters: unknown }>['vcenters'][number];
export type ClusterStep = Extract<Tier, { clusters: unknown }>['clusters'][number];
export type HostStep = ClusterStep['hosts'][number];
export type HostPhase = HostProgress['phase'];
export type WaitingKind = RunStatus['waitingOn'][number]['kind'];

/** A run in this state will not change any more. */
export function isFinal(state: RunState): boolean {
  return FINAL_RUN_STATES.includes(state);
}
