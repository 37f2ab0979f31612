import type { RegistrationsPort } from '../../ports/registrations.js';
import type { ServiceKind } from '../../domain/recovery/registrations.js';
import type { Connections } from '../connection/connections.js';
import { mapLimited } from '../connection/limiter.js';
import { listClusters } from '../rest/inventory.js';
import {
  bindService,
  enableAuthority,
  findTrustRemediation,
  listBound,
  listOffered,
  listRegistered,
  registerService,
  remediateTrustedCluster,
  unbindService,
  unregisterService,
} from '../rest/trust/registrations.js';

const kinds: readonly ServiceKind[] = ['attestation', 'kms'];

export const createRegistrationsPort = (connections: Connections): RegistrationsPort => {
  const restOf = (vcenter: Parameters<Connections['to']>[0]) => connections.to(vcenter).rest;
  return {
    enable: (vcenter, cluster, { signal } = {}) => enableAuthority(restOf(vcenter), cluster.moid, signal),

    readOffered: async (vcenter, cluster, { signal } = {}) => {
      const rest = restOf(vcenter);
      const offered = await Promise.all(kinds.map((kind) => listOffered(rest, cluster.moid, kind, signal)));
      return offered.flat();
    },

    readRegistered: async (vcenter, names, { signal } = {}) => {
      const rest = restOf(vcenter);
      const [clusters, ...services] = await Promise.all([
        listClusters(rest, vcenter.name, names, signal),
        ...kinds.map((kind) => listRegistered(rest, kind, signal)),
      ]);
      const bindings = await mapLimited(clusters, async (cluster) => {
        const bound = await Promise.all(kinds.map((kind) => listBound(rest, cluster.moid, kind, signal)));
        return { cluster, services: bound.flat() };
      });
      return { services: services.flat(), bindings };
    },

    change: async (vcenter, step, { signal } = {}) => {
      const rest = restOf(vcenter);
      switch (step.do) {
        case 'bind':
          return bindService(rest, step.bound, signal);
        case 'unbind':
          return unbindService(rest, step.bound, signal);
        case 'register':
          await registerService(rest, step.service, signal);
          return undefined;
        case 'unregister':
          await unregisterService(rest, step.service, signal);
          return undefined;
      }
    },
    remediate: (vcenter, cluster, { signal } = {}) =>
      remediateTrustedCluster(restOf(vcenter), cluster.moid, signal),
    findRemediation: (vcenter, cluster, { signal } = {}) =>
      findTrustRemediation(restOf(vcenter), cluster.moid, signal),
  };
};
