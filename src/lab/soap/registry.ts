import type { LabHost, LabSession } from '../world/model.js';
import type { Site } from './context.js';
import { bind } from './managed-object.js';
import type { ManagedObject, ManagedType } from './managed-object.js';
import { alarmsOf, alarmType } from './objects/alarm.js';
import { authorizationManager, userDirectory } from './objects/authorization-manager.js';
import { cluster } from './objects/cluster.js';
import { eventManager } from './objects/event.js';
import { computeResource, datacenter, folder } from './objects/folder.js';
import { hostServiceSystem } from './objects/host-service-system.js';
import { hostDateTimeSystem } from './objects/host-date-time-system.js';
import { hostVsanInternalSystem, hostVsanSystem } from './objects/host-vsan.js';
import { hostSystem } from './objects/host-system.js';
import { licenseManager } from './objects/license-manager.js';
import { optionManager } from './objects/option-manager.js';
import { searchIndex } from './objects/search-index.js';
import { serviceInstance } from './objects/service-instance.js';
import { sessionManager } from './objects/session-manager.js';
import { datastore, datastoresOf, network, networkOf } from './objects/storage.js';
import { task, taskManager } from './objects/task.js';
import { viewManager } from './objects/view-manager.js';
import { virtualMachine } from './objects/virtual-machine.js';
import { Collector } from './property-collector/collector.js';
import { propertyCollector } from './property-collector/property-collector.js';
import { objectsOf } from './session-objects.js';
import type { MoRef } from './value.js';

type Resolver = (site: Site, moid: string) => ManagedObject | undefined;

/** Binds when there is such an object. */
function when<S>(self: S | undefined, to: (self: S) => ManagedObject | undefined): ManagedObject | undefined {
  return self === undefined ? undefined : to(self);
}

const singletons: Readonly<Record<string, Resolver>> = {
  ServiceInstance: (site, moid) =>
    moid === 'ServiceInstance' ? bind(serviceInstance, moid, site) : undefined,
  SessionManager: (site, moid) =>
    moid === site.singletons.sessionManager ? bind(sessionManager, moid, site) : undefined,
  ViewManager: (site, moid) =>
    moid === site.singletons.viewManager ? bind(viewManager, moid, site) : undefined,
  SearchIndex: (site, moid) =>
    moid === site.singletons.searchIndex ? bind(searchIndex, moid, site) : undefined,
  TaskManager: (site, moid) =>
    moid === site.singletons.taskManager ? bind(taskManager, moid, site) : undefined,
  EventManager: (site, moid) =>
    moid === site.singletons.eventManager ? bind(eventManager, moid, site) : undefined,
  AuthorizationManager: (site, moid) =>
    moid === site.singletons.authorizationManager ? bind(authorizationManager, moid, site) : undefined,
  UserDirectory: (site, moid) =>
    moid === site.singletons.userDirectory ? bind(userDirectory, moid, site) : undefined,
  LicenseManager: (site, moid) =>
    moid === site.singletons.licenseManager ? bind(licenseManager, moid, site) : undefined,
};

/** A manager of a host. */
const ofHost =
  (kind: Parameters<Site['hostManager']>[1], type: ManagedType<LabHost>): Resolver =>
  (site, moid) =>
    when(
      site.hosts.find((self) => site.hostManager(self, kind).value === moid),
      (self) => bind(type, moid, self),
    );

const inventory: Readonly<Record<string, Resolver>> = {
  Folder: (site, moid) => when(site.folder(moid), (self) => bind(folder, moid, self)),
  Datacenter: (site, moid) => (moid === site.datacenter.moid ? bind(datacenter, moid, site) : undefined),
  ComputeResource: (site, moid) =>
    when(site.computeResource, (self) =>
      self.moid === moid ? bind(computeResource, moid, self) : undefined,
    ),
  ClusterComputeResource: (site, moid) => when(site.cluster(moid), (self) => bind(cluster, moid, self)),
  HostSystem: (site, moid) => when(site.host(moid), (self) => bind(hostSystem, moid, self)),
  HostServiceSystem: (site, moid) =>
    when(
      site.hosts.find((self) => site.hostServices(self).value === moid),
      (self) => bind(hostServiceSystem, moid, self),
    ),
  HostDateTimeSystem: ofHost('dateTimeSystem', hostDateTimeSystem),
  HostVsanSystem: ofHost('vsanSystem', hostVsanSystem),
  HostVsanInternalSystem: ofHost('vsanInternalSystem', hostVsanInternalSystem),
  VirtualMachine: (site, moid) => when(site.vm(moid), (self) => bind(virtualMachine, moid, self)),
  Datastore: (site, moid) =>
    when(
      datastoresOf(site).find((self) => self.moid === moid),
      (self) => bind(datastore, moid, self),
    ),
  Network: (_, moid) =>
    when(networkOf(), (self) => (self.moid === moid ? bind(network, moid, self) : undefined)),
  Alarm: (site, moid) =>
    when(
      alarmsOf(site).find((alarm) => alarm.moid === moid),
      (self) => bind(alarmType, moid, self),
    ),
  Task: (site, moid) => when(site.task(moid), (self) => bind(task, moid, self)),
  OptionManager: (site, moid) => {
    if (moid === site.singletons.optionManager && site.kind === 'VirtualCenter') {
      return bind(optionManager, moid, { values: site.options, privilege: 'Global.Settings' });
    }
    const host = site.hosts.find((self) => site.hostOptions(self).value === moid);
    return when(host, ({ options }) =>
      bind(optionManager, moid, { values: options, privilege: 'Host.Config.AdvancedConfig' }),
    );
  },
};

/** The shared collector of a session is made when it is first used. */
function sharedCollector(session: LabSession, moid: string): ManagedObject {
  const { collectors } = objectsOf(session);
  const collector = collectors.get(moid) ?? new Collector();
  collectors.set(moid, collector);
  return bind(propertyCollector, moid, collector);
}

/** The object behind a reference, as this session sees it; its type must be the right one. */
export function resolve(site: Site, ref: MoRef, session: LabSession | undefined): ManagedObject | undefined {
  const resolver = Object.hasOwn(singletons, ref.type)
    ? singletons[ref.type]
    : Object.hasOwn(inventory, ref.type)
      ? inventory[ref.type]
      : undefined;
  const found = resolver?.(site, ref.value);
  if (found || !session) return found;
  if (ref.type === 'PropertyCollector' && ref.value === site.singletons.propertyCollector) {
    return sharedCollector(session, ref.value);
  }
  const own = objectsOf(session).managed.get(ref.value);
  return own?.ref.type === ref.type ? own : undefined;
}
