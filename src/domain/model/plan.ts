import type { Zone } from './estate.js';
import type { Finding } from './finding.js';
import type { ClusterRef, HostRef, ImageFile } from './inventory.js';
import type { EsxVersion, VCenterVersion } from './version.js';

/** The four tiers of INV-6, in order. */
export type TierKind = 'authority-vcenter' | 'authority-hosts' | 'trusted-vcenters' | 'trusted-hosts';

/**
 * A narrower plan, with the business reason for leaving the recommended order. A vCenter or cluster is upgraded when its
 * tier is named and, where names are given, it is among them. @rule ORD-6
 */
export interface PlanScope {
  readonly tiers: readonly TierKind[];
  readonly reason: string;
  /** Only these vCenters and the clusters in them; absent = all. */
  readonly vcenters?: readonly string[];
  /** Only the hosts of these clusters; absent = all. */
  readonly clusters?: readonly string[];
}

/** Ways in which a vCenter is upgraded; the last two are people's (2.16). */
export type VCenterWay = 'appliance-update' | 'installer' | 'reduced-downtime';

/** Ways in which the hosts of a cluster are upgraded; the last two are people's (2.14). */
export type ClusterWay = 'lifecycle-image' | 'baseline' | 'iso';

/** Ways chosen by name; what is not named is planned from the inventory. */
export interface Executors {
  readonly vcenters?: Readonly<Record<string, VCenterWay>>;
  readonly clusters?: Readonly<Record<string, ClusterWay>>;
}

/** What the operator asks for. */
export interface UpgradeRequest {
  readonly estate: string;
  /** Target of every vCenter, as the appliance names its update: `8.0.3.00400`; absent where the plan has no vCenter. */
  readonly vcenterVersion?: string;
  /** Target of every host: a vLCM base image, `8.0.3-0.0.24022510` or canonical; absent where the plan has no host. */
  readonly esxVersion?: string;
  /** `policy` keeps each cluster's Quick Boot setting; `full` boots every host fully. */
  readonly boot: 'policy' | 'full';
  /** Absent = the whole estate. */
  readonly only?: PlanScope;
  readonly executors?: Executors;
  /** SHA-256 of an archived base-image file that is imported instead of one exported from a test host (IMG-2). */
  readonly imageFile?: string;
}

/** What a step must find before it acts. Reality that differs is a finding and a stop, never a guess. */
export interface HostExpectation {
  readonly installed: EsxVersion;
  /** Absent when it was unknown at plan time. */
  readonly measured?: EsxVersion;
  readonly inMaintenance: boolean;
  readonly connection: 'connected';
}

/** One host, one upgrade. */
export interface HostStep {
  readonly host: HostRef;
  readonly cluster: ClusterRef;
  readonly role: Zone;
  /** Position in its cluster, from 1. The test host is 1. */
  readonly order: number;
  readonly isTestHost: boolean;
  /** First host of its cluster only: imported before it is touched, so that it proves the file and is not its source. */
  readonly imageFile?: ImageFile;
  readonly target: EsxVersion;
  readonly boot: 'full' | 'quick';
  /**
   * `operator` = a person upgrades this host by hand while the run holds it in maintenance mode; `reboot` = its image
   * stays, it only boots fully; absent = by the vLCM image.
   */
  readonly executor?: 'operator' | 'reboot';
  /** A host of a cluster that is not trusted yet: it boots fully so that it can attest once it is (QB-9). */
  readonly isRegular?: true;
  /** How people do it, when it was chosen. */
  readonly way?: 'baseline' | 'iso';
  /** What attestation will see afterwards (QB-3): the target after a full boot, the old version after Quick Boot. */
  readonly measuredAfter?: EsxVersion;
  readonly expects: HostExpectation;
  /** Why this step is there, for diffs and reports; never empty. */
  readonly comment: string;
}

export interface VCenterStep {
  readonly vcenter: string;
  readonly zone: Zone;
  /** Who carries it out: the appliance's update API, or people, for whom the run waits (2.16). */
  readonly executor: 'appliance-update' | 'operator';
  /** How people do it, when it was chosen. */
  readonly way?: 'installer' | 'reduced-downtime';
  /** In Enhanced Linked Mode with these other vCenters of the estate; absent = not that the estate file says. */
  readonly linked?: { readonly group: string; readonly with: readonly string[] };
  readonly from: VCenterVersion;
  readonly target: string;
  /** True when it already runs the target: the step only verifies. */
  readonly alreadyDone: boolean;
  readonly comment: string;
}

export interface ClusterStep {
  readonly cluster: ClusterRef;
  readonly role: Zone;
  /** `operator` = no image manages this cluster: people upgrade its hosts, the run verifies. */
  readonly executor: 'lifecycle-image' | 'operator';
  /** How they do it, when it was chosen. */
  readonly way?: 'baseline' | 'iso';
  /** vLCM base image identifier to commit, `8.0.3-0.0.24022510`. */
  readonly baseImage: string;
  readonly target: EsxVersion;
  /** Commit that already carries this image; absent = the run commits it once and freezes the answer. */
  readonly commit?: string;
  /** Quick Boot setting found at plan time, restored at the end (DG-16). */
  readonly quickBootFound: boolean;
  /** Whether production hosts of this cluster are quick-booted. */
  readonly quickBoot: boolean;
  /** As read at plan time: hosts of a vSAN cluster go one at a time (2.14); absent = unknown, and they do so too. */
  readonly vsan?: boolean;
  /** The policy switches HA admission control off while a host is remediated: asked for at a gate of its own (DG-2). */
  readonly disablesAdmissionControl?: true;
  /** In order; hosts already on the target are left out and named in `skipped`. */
  readonly hosts: readonly HostStep[];
  readonly skipped: readonly { readonly host: HostRef; readonly reason: string }[];
  readonly comment: string;
}

/** A place where the run waits for people. Fixed in the plan. */
export interface PlannedGate {
  /** `begin`, `after/authority-vcenter`, `linked-snapshots/<group>`, `admission-control/<vcenter>/<moid>`, `trust-image/8.0.3-24022510`, `cluster/<vcenter>/<moid>`; operations name their own. */
  readonly id: string;
  readonly kind:
    | 'begin'
    | 'after-tier'
    | 'linked-snapshots'
    | 'admission-control'
    | 'trust-image'
    | 'after-test-host'
    | 'operation';
  readonly title: string;
  /** Rule that asks for it, `DG-2`. */
  readonly rule: string;
}

export type Tier =
  | { readonly kind: 'authority-vcenter' | 'trusted-vcenters'; readonly vcenters: readonly VCenterStep[] }
  | { readonly kind: 'authority-hosts' | 'trusted-hosts'; readonly clusters: readonly ClusterStep[] };

/** A vCenter, or a cluster with its hosts, that a narrower plan leaves as it is (ORD-6). */
export interface LeftOut {
  readonly kind: 'vcenter' | 'cluster';
  readonly name: string;
  readonly vcenter: string;
  readonly why: string;
}

/** Expected durations in seconds, from 2.17 or from measured history. */
export interface Forecast {
  readonly totalSeconds: number;
  readonly tiers: readonly { readonly kind: TierKind; readonly seconds: number }[];
}

/** Immutable; its hash is SHA-256 over the canonical JSON of the whole value. */
export interface UpgradePlan {
  readonly schema: 1;
  readonly request: UpgradeRequest;
  /** Hash of the estate file it was made from. */
  readonly estateHash: string;
  readonly tiers: readonly Tier[];
  readonly gates: readonly PlannedGate[];
  readonly forecast: Forecast;
  /** Narrower plans only. */
  readonly leftOut?: readonly LeftOut[];
  /** All findings of preflight; a plan with blockers cannot start a run. */
  readonly findings: readonly Finding[];
}
