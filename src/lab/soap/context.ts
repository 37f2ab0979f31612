import type { LabWorld } from '../world/api.js';
import type { LabCluster, LabHost, LabSession, LabTask, LabVCenter, LabVm } from '../world/model.js';
import type { Arguments } from './arguments.js';
import type { ManagedObject } from './managed-object.js';
import type { SessionObjects } from './session-objects.js';
import type { MoRef, Typed } from './value.js';

/** IDs of the objects that a server has once; a vCenter's differ from those of an ESXi host. */
export interface Singletons {
  readonly propertyCollector: string;
  readonly sessionManager: string;
  readonly viewManager: string;
  readonly searchIndex: string;
  readonly taskManager: string;
  readonly eventManager: string;
  readonly optionManager: string;
  readonly licenseManager: string;
  readonly rootFolder: string;
  /** A vCenter's; an ESXi host by itself has none in the lab. */
  readonly authorizationManager?: string;
  readonly userDirectory?: string;
}

/** A folder of the inventory tree. */
export interface FolderNode {
  readonly moid: string;
  readonly name: string;
  readonly parent?: MoRef;
  readonly childType: readonly string[];
  readonly children: () => readonly MoRef[];
}

/** Managers of a host by the field of `HostConfigManager`: their type, and what their IDs begin with. */
export const HOST_MANAGERS = {
  dateTimeSystem: { type: 'HostDateTimeSystem', id: 'dateTimeSystem' },
  vsanSystem: { type: 'HostVsanSystem', id: 'vsanSystem' },
  vsanInternalSystem: { type: 'HostVsanInternalSystem', id: 'vsanInternalSystem' },
} as const;

/** The compute resource of an ESXi host by itself. */
export interface ComputeResourceNode {
  readonly moid: string;
  readonly name: string;
}

/** One SOAP server: a vCenter, or an ESXi host as it shows itself. */
export interface Site {
  readonly kind: 'VirtualCenter' | 'HostAgent';
  /** Server name: of fault rules and of the wire log. */
  readonly name: string;
  readonly world: LabWorld;
  readonly vcenter: LabVCenter;
  readonly apiVersion: string;
  /** Fields of `AboutInfo`. */
  readonly about: Readonly<Record<string, unknown>>;
  readonly singletons: Singletons;

  readonly datacenter: { readonly moid: string; readonly name: string };
  folder(moid: string): FolderNode | undefined;
  readonly hostFolder: MoRef;
  readonly vmFolder: MoRef;
  readonly datastoreFolder: MoRef;
  readonly networkFolder: MoRef;
  readonly clusters: readonly LabCluster[];
  readonly computeResource?: ComputeResourceNode;
  readonly hosts: readonly LabHost[];
  readonly vms: readonly LabVm[];
  readonly tasks: readonly LabTask[];
  /** Options of the server itself. */
  readonly options: Map<string, string | number | boolean>;
  cluster(moid: string): LabCluster | undefined;
  host(moid: string): LabHost | undefined;
  vm(moid: string): LabVm | undefined;
  task(moid: string): LabTask | undefined;
  hostRef(host: LabHost): MoRef;
  hostParent(host: LabHost): MoRef;
  hostServices(host: LabHost): MoRef;
  hostOptions(host: LabHost): MoRef;
  /** Managers of a host that only tell: its clock and its vSAN. */
  hostManager(host: LabHost, kind: keyof typeof HOST_MANAGERS): MoRef;

  readonly sessions: readonly LabSession[];
  login(user: string, password: string): LabSession;
  /** The session if it is alive; touches it. */
  session(id: string | undefined): LabSession | undefined;
  logout(session: LabSession): void;
  requirePrivilege(session: LabSession, privilege: string): void;
  /** Whether the server is there to go on with a request that it has taken. */
  readonly isServed: () => boolean;
  /** Whether the session still exists, without touching it. */
  isAlive(session: LabSession): boolean;
}

/** What properties are read with. */
export interface Context {
  readonly site: Site;
  /** API version that the client speaks. */
  readonly version: string;
  readonly session: LabSession;
  readonly hasSession: boolean;
  /** Objects that live and die with the session. */
  readonly objects: SessionObjects;
  resolve(ref: MoRef): ManagedObject | undefined;
}

/** One method call. */
export interface Call extends Omit<Context, 'session'> {
  /** The object that was called. */
  readonly self: MoRef;
  readonly args: Arguments;
  /** @throws VimFault `NotAuthenticated` in a method that may be called without one */
  readonly session: LabSession;
  readonly client: { readonly userAgent: string; readonly address: string };
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
  /** Sets the session cookie of the answer. */
  setCookie(session: LabSession): void;
}

/** Result of a method; undefined = none. */
export type Result = Typed | undefined;
