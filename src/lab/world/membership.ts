import type { LabWorld } from './api.js';
import type { Attestation } from './attestation.js';
import type { WorldContext } from './context.js';
import { faults, refuse } from './errors.js';
import type { LabCluster, LabFault, LabHost, LabVCenter } from './model.js';
import { installedVersion } from './model.js';
import { everyHost, vmsOn } from './queries.js';
import type { Tasks } from './tasks.js';

export type Membership = Pick<LabWorld, 'removeHost' | 'addHost'>;

/** What vCenter is told about a host that is to be added. */
export interface HostConnection {
  readonly hostName: string;
  readonly userName: string;
  readonly password: string;
  /** SHA-1; without it, or with another one, vCenter does not trust the host. */
  readonly thumbprint?: string;
}

/** vTA services of a Trust Authority host. */
const TA_SERVICES = ['attestd', 'kmxd'];

/** Takes the vTA configuration off a host: it is no Trust Authority host any more. */
export function clearTrust(host: LabHost): void {
  delete host.ta;
  for (const key of TA_SERVICES) {
    const service = host.services.get(key);
    if (service) host.services.set(key, { ...service, running: false, policy: 'off' });
  }
}

/** Hosts that leave the inventory of a vCenter, and come into it. */
export function createMembership(
  ctx: WorldContext,
  tasks: Tasks,
  hostUser: LabWorld['hostUser'],
  attestation: Attestation,
): Membership {
  const { reconnectSeconds } = ctx.topology.timing;

  const whyNotRemove = (host: LabHost): LabFault | undefined => {
    if (!host.inMaintenance && host.connection !== 'disconnected')
      return faults.notAllowed(`Host ${host.name} is neither in maintenance mode nor disconnected.`);
    const [vm] = vmsOn(host);
    return vm && faults.hostInUse(`Virtual machine ${vm.name} is registered on host ${host.name}.`);
  };

  const whyNotAdd = (
    vcenter: LabVCenter,
    spec: HostConnection,
    host: LabHost | undefined,
  ): LabFault | undefined => {
    const name = { name: spec.hostName };
    if ([...vcenter.hosts.values()].some((known) => known.name === spec.hostName))
      return faults.alreadyConnected(`Host ${spec.hostName} is connected already.`, undefined, name);
    if (!host || host.power !== 'poweredOn')
      return faults.noHost(`Cannot contact host ${spec.hostName}.`, undefined, name);
    const shown = host.endpoint?.thumbprintSha1;
    if (shown !== undefined && spec.thumbprint?.toUpperCase() !== shown)
      return faults.untrustedCertificate(`The certificate of host ${host.name} is not trusted.`, undefined, {
        selfSigned: true,
        thumbprint: shown,
      });
    if (!hostUser(host, spec.userName, spec.password))
      return faults.invalidLogin('Cannot complete login due to an incorrect user name or password.');
    return undefined;
  };

  /** Numbers are used once: one above all that are or were in use by what still is there. */
  const nextMoid = (vcenter: LabVCenter): string => {
    const moids = [...vcenter.clusters.values(), ...vcenter.vms.values(), ...everyHost(ctx)].map(
      ({ moid }) => Number(moid.replace(/\D/g, '')) || 0,
    );
    return `host-${Math.max(...moids) + 1}`;
  };

  const takeIn = (host: LabHost, cluster: LabCluster): void => {
    const { vcenter } = cluster;
    const before = host.moid;
    vcenter.apart.delete(host.name);
    host.moid = nextMoid(vcenter);
    host.cluster = cluster;
    host.connection = 'connected';
    vcenter.hosts.set(host.moid, host);
    for (const { taServices } of ctx.vcenters.values())
      for (const service of taServices.values())
        if (service.hostname === host.name) service.taHostMoid = host.moid;
    attestation.renamed(host, before);
  };

  return {
    removeHost(host, session) {
      const refusal = whyNotRemove(host);
      if (refusal) refuse(refusal);
      const { vcenter, cluster } = host;
      const spec = {
        service: 'vim.HostSystem',
        operation: 'destroy',
        descriptionId: 'HostSystem.destroy',
        entity: { type: 'HostSystem', moid: host.moid, name: host.name },
      };
      return tasks.startTask(vcenter, session, spec, (task) => {
        ctx.clock.after(reconnectSeconds, () => {
          const later = whyNotRemove(host);
          if (later) return tasks.fail(task, later);
          ctx.note(host, 'host.removed', { cluster: cluster.name }, session);
          ctx.event(vcenter, 'HostRemovedEvent', `Host ${host.name} was removed`, host, session.user.name);
          if (host.ta) {
            const id = 'com.vmware.vc.TrustAuthority.DecommissionHost';
            ctx.event(vcenter, id, `Host ${host.name} is no Trust Authority host any more`, host);
          }
          clearTrust(host);
          vcenter.hosts.delete(host.moid);
          host.connection = 'disconnected';
          vcenter.apart.set(host.name, host);
          ctx.changed();
          tasks.succeed(task);
        });
      });
    },
    addHost(cluster, session, connection) {
      const { vcenter } = cluster;
      const spec = {
        service: 'vim.ClusterComputeResource',
        operation: 'addHost',
        descriptionId: 'ClusterComputeResource.addHost',
        entity: { type: 'ClusterComputeResource', moid: cluster.moid, name: cluster.name },
      };
      return tasks.startTask(vcenter, session, spec, (task) => {
        ctx.clock.after(reconnectSeconds, () => {
          const host = vcenter.apart.get(connection.hostName);
          const refusal = whyNotAdd(vcenter, connection, host);
          if (refusal || !host) return tasks.fail(task, refusal ?? faults.noHost('Cannot contact the host.'));
          takeIn(host, cluster);
          const known = [...ctx.vcenters.values()].flatMap(({ taServices }) => [...taServices.values()]);
          const detail = {
            cluster: cluster.name,
            version: installedVersion(host),
            newCertificate: known.some(
              ({ hostname, trustedCa }) =>
                hostname === host.name && trustedCa.join() !== host.trustedCa.join(),
            ),
          };
          ctx.note(host, 'host.added', detail, session);
          ctx.event(vcenter, 'HostAddedEvent', `Added host ${host.name}`, host, session.user.name);
          tasks.succeed(task, host.moid);
        });
      });
    },
  };
}
