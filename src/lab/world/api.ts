import type { LabTraps, TrapDoors } from '../exchange/traps.js';
import type { LabFaults } from '../faults/rule.js';
import type { Intake } from '../inputs/intake.js';
import type { Assumptions } from '../topology/assumptions.js';
import type { LabIds } from './ids.js';
import type { HostConnection } from './membership.js';
import type {
  Effect,
  JournalEntry,
  LabCluster,
  LabFault,
  LabHost,
  LabKeyServer,
  LabPolicy,
  LabSession,
  LabTask,
  LabUser,
  LabVCenter,
  Millis,
  Version,
} from './model.js';

/** The lab's own clock: lab time runs `speed` times as fast as the wall clock and can be paused and stepped. */
export interface LabClock {
  now(): Millis;
  iso(at?: Millis): string;
  /** Runs `fn` after so many lab seconds; survives pause and changes of speed. Returns a canceller. */
  after(labSeconds: number, fn: () => void): () => void;
  pause(): void;
  resume(): void;
  /** Moves a paused clock forward; everything due runs in order. */
  step(labSeconds: number): void;
  setSpeed(speed: number): void;
  /** Runs `fn` after so many wall milliseconds, as a client's time limit is meant. Returns a canceller. */
  wallAfter(milliseconds: number, fn: () => void): () => void;
  /** Lab time as the wall clock has it at this moment; `now` stands at the latest moment. Not rounded. */
  reading(): Millis;
  /** Runs what is due by then, in order, and lets lab time stand there. */
  moveTo(t: Millis): void;
  /** Ends wait number `n` of `wallAfter`, counted from 1. Of a replay. */
  elapse(n: number): void;
  /** Moves on to what the wall clock has, before somebody looks at the state. */
  catchUp(): void;
  /** Ends all timers for good. */
  stop(): void;
  readonly speed: number;
  readonly paused: boolean;
}

export interface LabJournal {
  append(entry: {
    vcenter: string;
    login: string;
    effect: Effect;
    subject: string;
    detail?: Record<string, unknown>;
  }): void;
  readonly entries: readonly JournalEntry[];
}

/** A major upgrade as people carry it out; by default the new appliance keeps certificate and signing certificates. */
export interface MajorUpgrade {
  readonly version: string;
  readonly build: string;
  /** Absent = the installer. */
  readonly way?: 'installer' | 'reduced-downtime';
  readonly changesPrincipal?: boolean;
  readonly changesCertificate?: boolean;
}

export interface TaskSpec {
  readonly service: string;
  readonly operation: string;
  readonly descriptionId: string;
  readonly entity?: { type: string; moid: string; name: string };
  readonly cancelable?: boolean;
}

/**
 * The simulated estate with its behaviour. Front doors check session and privileges, call these, and translate.
 * Methods that start work return a task at once; refusals are thrown as `LabError`.
 */
export interface LabWorld {
  /** What the doors do where no source says it. */
  readonly assumptions: Assumptions;
  readonly clock: LabClock;
  /** Where everything comes in. */
  readonly intake: Intake;
  readonly ids: LabIds;
  readonly journal: LabJournal;
  readonly faults: LabFaults;
  readonly traps: LabTraps & TrapDoors;
  readonly vcenters: ReadonlyMap<string, LabVCenter>;

  /** Subscribes to any change of state; used by WaitForUpdatesEx. Returns an unsubscriber. */
  onChange(listener: () => void): () => void;
  /** To be called by a front door that changed state itself (configuration items without behaviour). */
  changed(): void;

  login(vcenter: LabVCenter, user: string, password: string, door: 'rest' | 'soap'): LabSession;
  /** Session by ID if it is alive; touches it. Expired ones are removed. */
  session(vcenter: LabVCenter, id: string | undefined): LabSession | undefined;
  logout(vcenter: LabVCenter, id: string): void;
  /** Logins of the ESXi hosts of this vCenter. */
  hostUsers(vcenter: LabVCenter): readonly LabUser[];
  /** The user when the host itself knows this login (ESXi logins are separate from those of vCenter). */
  hostUser(host: LabHost, user: string, password: string): LabUser | undefined;
  /** Throws `UNAUTHORIZED` / `NoPermission`; `TrustedAdmin.*` also needs membership of TrustedAdmins. */
  requirePrivilege(session: LabSession, privilege: string): void;

  /**
   * A task whose work is `run`: it is `running` at once, `run` gets it and ends it with `succeed` or `fail`.
   * A fault of the task that strikes the operation does to it what it does.
   */
  startTask(vcenter: LabVCenter, session: LabSession, spec: TaskSpec, run: (task: LabTask) => void): LabTask;
  succeed(task: LabTask, result?: unknown): void;
  fail(task: LabTask, fault: LabFault): void;
  cancelTask(task: LabTask): void;
  /** Task by moid or cis ID. */
  task(vcenter: LabVCenter, id: string): LabTask | undefined;

  effectivePolicy(cluster: LabCluster): LabPolicy;
  writePolicy(cluster: LabCluster, session: LabSession, policy: Partial<LabPolicy>): void;
  createDraft(cluster: LabCluster, session: LabSession): string;
  setDraftImage(cluster: LabCluster, session: LabSession, draft: string, baseImage: string): void;
  deleteDraft(cluster: LabCluster, session: LabSession, draft: string): void;
  commitDraft(cluster: LabCluster, session: LabSession, draft: string, message: string): LabTask;
  scan(cluster: LabCluster, session: LabSession): LabTask;
  check(
    cluster: LabCluster,
    session: LabSession,
    spec: { commit?: string; hosts?: readonly string[] },
  ): LabTask;
  stage(
    cluster: LabCluster,
    session: LabSession,
    spec: { commit?: string; hosts?: readonly string[] },
  ): LabTask;
  apply(
    cluster: LabCluster,
    session: LabSession,
    spec: { commit?: string; hosts?: readonly string[]; acceptEula?: boolean },
  ): LabTask;
  /** Compliance in the Automation API's shape (`ClusterCompliance`). */
  compliance(cluster: LabCluster): Record<string, unknown>;
  /** `last-apply-result` and `last-check-result` in the Automation API's shape; `undefined` = none yet. */
  applyResult(cluster: LabCluster): Record<string, unknown> | undefined;
  checkResult(cluster: LabCluster): Record<string, unknown> | undefined;
  checkHardware(cluster: LabCluster, session: LabSession): LabTask;
  /** `hardware-compatibility/details` in the Automation API's shape; `undefined` = none yet. */
  hardwareReport(cluster: LabCluster): Record<string, unknown> | undefined;

  enterMaintenance(host: LabHost, session: LabSession, timeoutSeconds: number): LabTask;
  exitMaintenance(host: LabHost, session: LabSession): LabTask;
  reboot(host: LabHost, session: LabSession, force: boolean): LabTask;
  /** Installs another version and boots it fully, as an administrator does with a baseline or at the console. */
  /** Imports what a trusted vCenter signs with now into the Trust Authority Cluster, instead of what was there of it. */
  importPrincipal(trusted: LabVCenter): void;
  /** Takes the key provider service that is first by name off the hosts of a trusted cluster; what is bound stays. */
  unapplyService(cluster: LabCluster): void;
  upgradeByHand(host: LabHost, session: LabSession, version: string): void;
  /** Switches the host off and on by hand and boots its alternate bank; what ran until then is given up. */
  rollBack(host: LabHost): void;
  /** Installs ESXi anew: new keys, no vTA configuration, one bank. */
  installAfresh(host: LabHost, version: Version): void;
  /** Takes the host out of the inventory; its vTA configuration is gone with that. */
  removeHost(host: LabHost, session: LabSession): LabTask;
  /** Takes a host that is in no inventory into the cluster, under a new moid. */
  addHost(cluster: LabCluster, session: LabSession, connection: HostConnection): LabTask;
  disconnect(host: LabHost, session: LabSession): LabTask;
  reconnect(host: LabHost, session: LabSession): LabTask;
  /** Through vCenter; whether the service has come up shows later. */
  setService(host: LabHost, session: LabSession, service: string, action: 'start' | 'stop' | 'restart'): void;
  /** What an administrator does in a shell of the host itself. */
  restartServiceByHand(host: LabHost, session: LabSession, service: string): void;

  importImage(cluster: LabCluster, session: LabSession, imgdb: Uint8Array): LabTask;
  removeImage(cluster: LabCluster, session: LabSession, version: string): LabTask;
  /** Health of an item over the TA hosts of the cluster: equal on every host = OK. */
  taHealth(
    cluster: LabCluster,
    item:
      | { kind: 'image' | 'principal' | 'keyProvider' | 'caCertificate' | 'endorsementKey'; key: string }
      | { kind: 'tpmSettings' | 'attestationService' | 'kmsService' },
  ): { health: 'NONE' | 'OK' | 'WARNING' | 'ERROR'; details: readonly { id: string; text: string }[] };
  remediateTrust(cluster: LabCluster, session: LabSession): LabTask;
  /** Services were bound to a cluster, and its hosts know them: they ask for attestation soon. */
  trustBound(cluster: LabCluster, session: LabSession, kind: 'attestation' | 'kms'): void;
  /** The key server of a provider; undefined = the lab knows none there. */
  keyServer(provider: string, hostname: string): LabKeyServer | undefined;
  readonly keyServers: readonly LabKeyServer[];
  /** To be called when a front door has changed an item of the vTA configuration, `caCertificate/name`. */
  configurationChanged(cluster: LabCluster, session: LabSession, item: string): void;
  /** What a decommissioning does, by hand and by somebody else: no TA host keeps anything of the vTA configuration. */
  emptyConfiguration(cluster: LabCluster): void;
  /** Issuers of the principals that this TA host has now stay on it when its configuration goes. */
  keepIssuers(host: LabHost): void;
  /** What the script of KB 77146 does: nothing of vTA is left on the host that would be in the way of a new configuration. */
  decommission(host: LabHost): void;

  precheckUpdate(vcenter: LabVCenter, version: string): { errors: string[]; warnings: string[] };
  stageUpdate(vcenter: LabVCenter, session: LabSession, version: string): void;
  installUpdate(vcenter: LabVCenter, session: LabSession, version: string): void;
  /** What people do with the installer, from outside the API: a new appliance takes the place of this one. */
  upgradeVCenter(vcenter: LabVCenter, upgrade: MajorUpgrade): void;
  startBackup(vcenter: LabVCenter, session: LabSession, comment: string, location: string): string;

  /** The image database of the running image: a gzip tar whose manifest carries the version. */
  imageDatabase(host: LabHost): Uint8Array;
  /** A notice that is sent along with it; none when undefined. */
  imageNotice(host: LabHost): string | undefined;
}
