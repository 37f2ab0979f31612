import type { ManagedType } from '../../src/lab/soap/managed-object.js';
import { alarmType } from '../../src/lab/soap/objects/alarm.js';
import { authorizationManager, userDirectory } from '../../src/lab/soap/objects/authorization-manager.js';
import { cluster } from '../../src/lab/soap/objects/cluster.js';
import { eventManager } from '../../src/lab/soap/objects/event.js';
import { computeResource, datacenter, folder } from '../../src/lab/soap/objects/folder.js';
import { hostServiceSystem } from '../../src/lab/soap/objects/host-service-system.js';
import { hostSystem } from '../../src/lab/soap/objects/host-system.js';
import { licenseManager } from '../../src/lab/soap/objects/license-manager.js';
import { optionManager } from '../../src/lab/soap/objects/option-manager.js';
import { searchIndex } from '../../src/lab/soap/objects/search-index.js';
import { serviceInstance } from '../../src/lab/soap/objects/service-instance.js';
import { sessionManager } from '../../src/lab/soap/objects/session-manager.js';
import { task, taskManager } from '../../src/lab/soap/objects/task.js';
import { viewManager } from '../../src/lab/soap/objects/view-manager.js';
import { virtualMachine } from '../../src/lab/soap/objects/virtual-machine.js';
import { propertyCollector } from '../../src/lab/soap/property-collector/property-collector.js';
import { declared, declaredMethods, isA } from '../../src/lab/soap/schema/index.js';
import { requestEnumerations } from '../../src/lab/soap/schema/methods.js';
import { parseTypes } from '../../src/lab/soap/schema/parse.js';
import { requestTypes } from '../../src/lab/soap/schema/requests.js';

const managedTypes: readonly ManagedType<never>[] = [
  alarmType,
  authorizationManager,
  cluster,
  computeResource,
  datacenter,
  eventManager,
  folder,
  hostServiceSystem,
  hostSystem,
  licenseManager,
  optionManager,
  propertyCollector,
  searchIndex,
  serviceInstance,
  sessionManager,
  task,
  taskManager,
  userDirectory,
  viewManager,
  virtualMachine,
];

/** What the lab's SOAP server claims about vim25, as plain data for a comparison with somebody else's. */
export const vimSchema = () => ({
  types: [...declared.values()],
  /** Names of the types whose fields say what may be left out. */
  requests: parseTypes(requestTypes).map(({ name }) => name),
  methods: declaredMethods,
  enumerations: requestEnumerations,
  faults: [...declared.keys()].filter((name) => name !== 'MethodFault' && isA(name, 'MethodFault')),
  /** Privileges by `Type.method` and by `Type.property`; what is not named needs a session only. */
  privileges: Object.fromEntries(
    managedTypes.flatMap(({ name, methods, privileges }) => [
      ...Object.entries(methods ?? {}).map(([method, { privilege }]) => [`${name}.${method}`, privilege]),
      ...Object.entries(privileges ?? {}).map(([property, privilege]) => [`${name}.${property}`, privilege]),
    ]),
  ) as Record<string, string>,
  /** `Type.method` and `Type.property` that need no session. */
  open: managedTypes.flatMap(({ name, methods, open = [] }) => [
    ...Object.entries(methods ?? {}).flatMap(([method, { open }]) => (open ? [`${name}.${method}`] : [])),
    ...open.map((property) => `${name}.${property}`),
  ]),
});
