import type { Finding } from '../model/finding.js';
import type { PlannedGate } from '../model/plan.js';
import type { ArchiveConfiguration } from './archive-configuration/plan.js';
import type { ClearQuickBootDebt } from './clear-quick-boot-debt/plan.js';
import type { OnboardCluster } from './onboard-cluster/plan.js';
import type { RetireBaseImages } from './retire-base-images/plan.js';
import type { ReviewBaseImages } from './review-base-images/plan.js';
import type { RepairBaseImage } from './repair-base-image/plan.js';
import type { RestartServices } from './restart-services/plan.js';
import type { RestoreConfiguration } from './restore-configuration/plan.js';
import type { RecoverTaHost } from './recover-ta-host/plan.js';

/**
 * Every operation beside the upgrade. `parameters` = what people say beside estate and reason; `details` = what the
 * workflow acts on, fixed when it was planned. Plain JSON.
 */
export interface Operations {
  readonly 'archive-configuration': ArchiveConfiguration;
  readonly 'clear-quick-boot-debt': ClearQuickBootDebt;
  readonly 'onboard-cluster': OnboardCluster;
  readonly 'retire-base-images': RetireBaseImages;
  readonly 'review-base-images': ReviewBaseImages;
  readonly 'restart-services': RestartServices;
  readonly 'repair-base-image': RepairBaseImage;
  readonly 'restore-configuration': RestoreConfiguration;
  readonly 'recover-ta-host': RecoverTaHost;
}

export type OperationKind = keyof Operations;

export interface OperationRequest<K extends OperationKind = OperationKind> {
  readonly estate: string;
  readonly kind: K;
  /** Why; part of the plan and of the audit trail. */
  readonly reason: string;
  readonly parameters: Operations[K]['parameters'];
}

/** Any request, kind and parameters belonging together. */
export type AnyOperationRequest = { [K in OperationKind]: OperationRequest<K> }[OperationKind];

/** One thing that is done, in order; shown with its state while the operation runs. */
export interface OperationStep {
  /** Unique in its plan: `remove`, `import/8.0.3-24022510`. */
  readonly id: string;
  /** Host, cluster, vCenter or image. */
  readonly subject: string;
  readonly title: string;
  readonly rule: string;
  /** People do it, the run waits and verifies; `procedure` = how, line by line. */
  readonly byPeople?: { readonly procedure: readonly string[] };
}

/** What an approver looks at. Every row has one cell for each column. */
export interface EvidenceTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What a planner answers; the frame adds the rest. */
export interface OperationDraft<K extends OperationKind = OperationKind> {
  /** What the operation is about, for parking and events: a host, cluster, image, or the estate. */
  readonly subject: string;
  readonly steps: readonly OperationStep[];
  readonly tables: readonly EvidenceTable[];
  /** A gate `begin` is asked before anything is done; the others by the workflow, when it comes to them. */
  readonly gates: readonly PlannedGate[];
  /** A plan with a blocker cannot be started. */
  readonly findings: readonly Finding[];
  readonly details: Operations[K]['details'];
}

/** Immutable; its hash is SHA-256 over its canonical JSON. */
export interface OperationPlan<K extends OperationKind = OperationKind> extends OperationDraft<K> {
  readonly schema: 1;
  readonly kind: K;
  readonly request: OperationRequest<K>;
  /** Hash of the estate file it was made from. */
  readonly estateHash: string;
}
