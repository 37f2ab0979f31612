import type { EvidencePort } from '../../ports/vsphere.js';
import type { Connections } from '../connection/connections.js';
import { listClusters } from '../rest/inventory.js';
import { queryHostEvents, readEncryptedVms } from '../soap/evidence.js';

export const createEvidencePort = (connections: Connections): EvidencePort => ({
  listEvents: (vcenter, host, { signal } = {}) =>
    queryHostEvents(connections.to(vcenter).soap, host.moid, signal),
  listEncryptedVms: async (vcenter, names, { signal } = {}) => {
    const { rest, soap } = connections.to(vcenter);
    const clusters = await listClusters(rest, vcenter.name, [...names], signal);
    return readEncryptedVms(
      soap,
      clusters.map(({ moid }) => moid),
      signal,
    );
  },
});
