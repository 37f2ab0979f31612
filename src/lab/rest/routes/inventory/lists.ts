import type { LabCluster, LabHost } from '../../../world/model.js';
import { withinLimit } from '../../limits.js';
import { clusterOf } from '../../lookup.js';
import { ok, route } from '../../types.js';
import { foldersOf, hostFolder, rootFolder } from './folders.js';

/** Every cluster has one root resource pool, numbered after it as vCenter does. */
export const resourcePoolOf = (cluster: LabCluster): string => cluster.moid.replace('domain-c', 'resgroup-');

const connectionState = {
  connected: 'CONNECTED',
  disconnected: 'DISCONNECTED',
  notResponding: 'NOT_RESPONDING',
} as const;

/** `power_state` is there exactly when the host is connected: VMware's SDK insists on it (section 7.1). */
const hostSummary = ({ moid, name, connection }: LabHost) => ({
  host: moid,
  name,
  connection_state: connectionState[connection],
  ...(connection === 'connected' ? { power_state: 'POWERED_ON' } : {}),
});

/** Section 7.1. No list has pages: too many matches are an error. */
export const listRoutes = [
  route({
    method: 'GET',
    path: '/api/vcenter/cluster',
    query: ['clusters', 'names', 'folders', 'datacenters'],
    answer({ vcenter, query, limits }) {
      const found = [...vcenter.clusters.values()].filter(
        ({ moid, name }) =>
          query.passes('clusters', moid) &&
          query.passes('names', name) &&
          query.passes('folders', hostFolder) &&
          query.passes('datacenters', vcenter.datacenter.moid),
      );
      return ok(
        withinLimit(found, limits, 'cluster').map(({ moid, name, ha, drs }) => ({
          cluster: moid,
          name,
          ha_enabled: ha.enabled,
          drs_enabled: drs.enabled,
        })),
      );
    },
  }),
  route({
    method: 'GET',
    path: '/api/vcenter/cluster/{cluster}',
    answer(call) {
      const cluster = clusterOf(call);
      return ok({ name: cluster.name, resource_pool: resourcePoolOf(cluster) });
    },
  }),
  route({
    method: 'GET',
    path: '/api/vcenter/host',
    query: ['hosts', 'names', 'folders', 'datacenters', 'standalone', 'clusters', 'connection_states'],
    answer({ vcenter, query, limits }) {
      // Every host of the lab is in a cluster.
      const none = query.flag('standalone') === true;
      const found = [...vcenter.hosts.values()].filter(
        ({ moid, name, cluster, connection }) =>
          !none &&
          query.passes('hosts', moid) &&
          query.passes('names', name) &&
          query.passes('folders', hostFolder) &&
          query.passes('datacenters', vcenter.datacenter.moid) &&
          query.passes('clusters', cluster.moid) &&
          query.passes('connection_states', connectionState[connection]),
      );
      return ok(withinLimit(found, limits, 'host').map(hostSummary));
    },
  }),
  route({
    method: 'GET',
    path: '/api/vcenter/datacenter',
    query: ['datacenters', 'names', 'folders'],
    answer({ vcenter, query, limits }) {
      const { moid, name } = vcenter.datacenter;
      const found =
        query.passes('datacenters', moid) &&
        query.passes('names', name) &&
        query.passes('folders', rootFolder)
          ? [{ datacenter: moid, name }]
          : [];
      return ok(withinLimit(found, limits, 'datacenter'));
    },
  }),
  route({
    method: 'GET',
    path: '/api/vcenter/folder',
    query: ['folders', 'names', 'type', 'parent_folders', 'datacenters'],
    answer({ vcenter, query, limits }) {
      const found = foldersOf(vcenter)
        .filter(
          ({ folder, name, type, parent }) =>
            query.passes('folders', folder) &&
            query.passes('names', name) &&
            query.passes('type', type) &&
            // The lab has no folder inside a folder.
            query.passes('parent_folders', '') &&
            query.passes('datacenters', parent ?? ''),
        )
        .map(({ folder, name, type }) => ({ folder, name, type }));
      return ok(withinLimit(found, limits, 'folder'));
    },
  }),
];
