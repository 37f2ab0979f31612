import { EVC_MODES, evcOf, type EvcMode } from '../../world/evc.js';
import type { Site } from '../context.js';
import type { ManagedType } from '../managed-object.js';
import { moref, typed } from '../value.js';

function serviceContent({ kind, about, singletons }: Site): Record<string, unknown> {
  return {
    about,
    rootFolder: moref('Folder', singletons.rootFolder),
    propertyCollector: moref('PropertyCollector', singletons.propertyCollector),
    viewManager: moref('ViewManager', singletons.viewManager),
    sessionManager: moref('SessionManager', singletons.sessionManager),
    searchIndex: moref('SearchIndex', singletons.searchIndex),
    taskManager: moref('TaskManager', singletons.taskManager),
    eventManager: moref('EventManager', singletons.eventManager),
    licenseManager: moref('LicenseManager', singletons.licenseManager),
    ...(singletons.authorizationManager
      ? { authorizationManager: moref('AuthorizationManager', singletons.authorizationManager) }
      : {}),
    ...(singletons.userDirectory ? { userDirectory: moref('UserDirectory', singletons.userDirectory) } : {}),
    ...(kind === 'VirtualCenter' ? { setting: moref('OptionManager', singletons.optionManager) } : {}),
  };
}

/** `EVCMode`; what its CPU features are, nobody asks the lab. */
function evcMode(key: EvcMode): Record<string, unknown> {
  const { vendor, tier, track } = evcOf(key);
  return { label: key, summary: `EVC mode ${key}`, key, vendor, track: [...track], vendorTier: tier };
}

const timeOf = ({ world, name }: Site): number => world.clock.now() + world.faults.skewOf(name);

export const serviceInstance: ManagedType<Site> = {
  name: 'ServiceInstance',
  open: ['content'],
  properties: {
    serverClock: (site) => timeOf(site),
    capability: ({ kind }) => ({
      provisioningSupported: kind === 'VirtualCenter',
      multiHostSupported: kind === 'VirtualCenter',
      userShellAccessSupported: kind === 'HostAgent',
      ...(kind === 'VirtualCenter' ? { supportedEVCMode: EVC_MODES.map(evcMode) } : {}),
    }),
    content: serviceContent,
  },
  methods: {
    RetrieveServiceContent: {
      open: true,
      run: (site) => typed('ServiceContent', serviceContent(site)),
    },
    CurrentTime: { run: (site) => typed('dateTime', timeOf(site)) },
  },
};
