import type { VCenterRef } from '../../domain/model/estate.js';
import type { ClusterRef, HostRef } from '../../domain/model/inventory.js';
import type { VSphereError } from '../../ports/errors.js';
import type { SecretsPort } from '../../ports/secrets.js';
import type { HostsPort } from '../../ports/vsphere.js';
import type { Connections } from '../connection/connections.js';
import { mapLimited } from '../connection/limiter.js';
import type { VSphereLogger } from '../options.js';
import { createTpmJudge, readEndorsementKeys } from '../rest/trust/endorsement-keys.js';
import { readTpmLog } from '../rest/trust/host-tpm.js';
import {
  currentTime,
  enterMaintenance,
  exitMaintenance,
  rebootHost,
  reconnectHost,
} from '../soap/methods.js';
import type { SharedReaders } from '../shared-reader/shared-reader.js';
import { readHostBootEvents } from '../soap/inventory.js';
import { bootEvidence } from '../soap/readers/boot-events.js';
import { readPlatforms } from '../soap/platforms.js';
import { findEntityTask, findRebootTask } from '../soap/tasks.js';
import { toEsxHost } from './host-model.js';
import { downloadImageDatabase } from './image-download.js';
import { ifReadable } from './readable.js';

const descriptions = {
  enter: 'HostSystem.enterMaintenanceMode',
  exit: 'HostSystem.exitMaintenanceMode',
} as const;

export const createHostsPort = (
  connections: Connections,
  readers: SharedReaders,
  secrets: SecretsPort,
  logger?: VSphereLogger,
): HostsPort => {
  const gone = (vcenter: VCenterRef, host: HostRef): VSphereError =>
    connections.to(vcenter).soap.fail(`host ${host.name} (${host.moid}) is not in the inventory`, {
      kind: 'not-found',
      operation: 'PropertyCollector.RetrievePropertiesEx',
      errorType: 'ManagedObjectNotFound',
    });

  return {
    readClusters: (vcenter, names, { signal } = {}) => readers.to(vcenter).clusters(names, signal),

    readTime: (vcenter, { signal } = {}) =>
      connections.to(vcenter).soap.use({ safe: true, signal }, (session) => currentTime(session)),

    readHost: async (vcenter, ref, { signal } = {}) => {
      const found = await readers.to(vcenter).host(ref.moid, signal);
      if (!found) throw gone(vcenter, ref);
      const { host, pass } = found;
      const parent = pass.clusters.find(({ moid }) => moid === host.parent);
      const cluster: ClusterRef = {
        vcenter: vcenter.name,
        moid: host.parent,
        // A stand-alone host has a compute resource of its own, which is no cluster.
        name: parent?.name ?? '',
      };
      return toEsxHost(host, cluster, vcenter.zone, pass);
    },

    readPlatforms: (vcenter, cluster, { signal } = {}) =>
      readPlatforms(connections.to(vcenter).soap, [cluster.moid], signal),

    readAttestation: async (vcenter, ref, { signal } = {}) => {
      const host = await readers.to(vcenter).hostFacts(ref.moid, signal);
      if (!host) throw gone(vcenter, ref);
      return host.facts.attestation;
    },

    readBootEvidence: async (vcenter, ref, bootTime, { signal } = {}) => {
      const events = await readHostBootEvents(connections.to(vcenter).soap, ref.moid, bootTime, signal);
      return bootEvidence(bootTime, events ?? []);
    },

    enterMaintenance: (vcenter, host, { signal } = {}) =>
      enterMaintenance(connections.to(vcenter).soap, host.moid, signal),

    exitMaintenance: (vcenter, host, { signal } = {}) =>
      exitMaintenance(connections.to(vcenter).soap, host.moid, signal),

    findMaintenanceTask: (vcenter, host, direction, { signal } = {}) =>
      findEntityTask(
        connections.to(vcenter).soap,
        { type: 'HostSystem', value: host.moid },
        [descriptions[direction]],
        signal,
      ),

    reboot: (vcenter, host, { signal } = {}) => rebootHost(connections.to(vcenter).soap, host.moid, signal),

    findReboot: (vcenter, host, since, { signal } = {}) =>
      findRebootTask(connections.to(vcenter).soap, host.moid, since, signal),

    readTpm: (vcenter, host, { signal } = {}) =>
      ifReadable(readTpmLog(connections.to(vcenter).rest, host.moid, signal)),

    readTpmEvidence: async (vcenter, refs, rules, { signal } = {}) => {
      const { rest } = connections.to(vcenter);
      const judge = createTpmJudge(rules);
      const found = await mapLimited(refs, async ({ moid }) => {
        const keys = await ifReadable(readEndorsementKeys(rest, moid, signal));
        return keys === undefined || keys.length === 0 ? [] : [[moid, judge(keys)] as const];
      });
      return Object.fromEntries(found.flat());
    },

    reconnect: (vcenter, host, { signal } = {}) =>
      reconnectHost(connections.to(vcenter).soap, host.moid, signal),

    downloadImageDatabase: (host, access, { signal, vcenter } = {}) =>
      downloadImageDatabase(host, access, {
        secrets,
        connections,
        ...(vcenter ? { vcenter } : {}),
        ...(logger ? { logger } : {}),
        ...(signal ? { signal } : {}),
      }),
  };
};
