import { z } from 'zod';
import type { LabWorld } from '../../../world/api.js';
import type { LabCluster, LabSession } from '../../../world/model.js';
import { hostsOf, isUp } from '../../../world/queries.js';
import { emptyTaConfig } from '../../../world/trust-model.js';
import { changingTask } from '../../as-task.js';
import { restError } from '../../errors.js';
import { clusterOf } from '../../lookup.js';
import { ok, route } from '../../types.js';
import type { Call } from '../../types.js';
import { taHostsOf } from './ta-config.js';
import { ti, tiService } from './shapes.js';

const base = `${ti}/trust-authority-clusters`;
const taServices = ['attestd', 'kmxd'];

/** A Trust Authority Cluster is enabled unless its services were switched off on every host. */
function stateOf(cluster: LabCluster): 'ENABLE' | 'DISABLE' {
  const hosts = taHostsOf(cluster);
  const isOff = hosts.every((host) => taServices.every((key) => host.services.get(key)?.policy === 'off'));
  return cluster.kind === 'authority' && !(hosts.length > 0 && isOff) ? 'ENABLE' : 'DISABLE';
}

const summary = (cluster: LabCluster) => ({ cluster: cluster.moid, state: stateOf(cluster) });

/** Hosts that came into the cluster get what the others have had: vTA services, with nothing configured. */
function admit({ journal }: LabWorld, { user }: LabSession, cluster: LabCluster): void {
  const fresh = hostsOf(cluster).filter((host) => host.ta === undefined && isUp(host));
  for (const host of fresh) host.ta = emptyTaConfig();
  if (fresh.length === 0) return;
  journal.append({
    vcenter: cluster.vcenter.name,
    login: user.name,
    effect: 'authority.enabled',
    subject: cluster.name,
    detail: { hosts: fresh.map(({ name }) => name) },
  });
}

function setState({ world, session }: Call, cluster: LabCluster, state: 'ENABLE' | 'DISABLE'): void {
  if (cluster.kind !== 'authority') {
    if (stateOf(cluster) === state) return;
    throw restError('UNSUPPORTED', 'The lab takes its Trust Authority Clusters from the topology.');
  }
  if (state === 'ENABLE') admit(world, session, cluster);
  for (const host of taHostsOf(cluster).filter(isUp))
    for (const key of taServices) {
      const service = host.services.get(key);
      if (service === undefined) continue;
      service.policy = state === 'ENABLE' ? 'on' : 'off';
      if (service.running !== (state === 'ENABLE'))
        world.setService(host, session, key, state === 'ENABLE' ? 'start' : 'stop');
    }
}

/** Section 5.2. The list holds every cluster of the vCenter; those that are enabled are Trust Authority Clusters. */
export const taClusterRoutes = [
  route({
    method: 'GET',
    path: base,
    query: ['cluster', 'state'],
    privilege: 'TrustedAdmin.ReadTrustedHosts',
    answer: ({ vcenter, query }) =>
      ok(
        [...vcenter.clusters.values()]
          .map(summary)
          .filter(({ cluster, state }) => query.passes('cluster', cluster) && query.passes('state', state)),
      ),
  }),
  route({
    method: 'GET',
    path: `${base}/{cluster}`,
    privilege: 'TrustedAdmin.ReadTrustedHosts',
    answer: (call) => ok(summary(clusterOf(call))),
  }),
  route({
    method: 'PATCH',
    path: `${base}/{cluster}`,
    privilege: 'TrustedAdmin.ManageTrustedHosts',
    body: z.strictObject({ state: z.enum(['ENABLE', 'DISABLE']).optional() }),
    task: changingTask(`${tiService}.trust_authority_clusters`, 'update', (call, cluster) => {
      if (call.body.state !== undefined) setState(call, cluster, call.body.state);
    }),
  }),
];
