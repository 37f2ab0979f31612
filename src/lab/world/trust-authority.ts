import type { LabWorld } from './api.js';
import type { Attestation } from './attestation.js';
import type { WorldContext } from './context.js';
import { faults, refuse } from './errors.js';
import { readImageDatabase } from './image-database.js';
import { FOREIGN_LOGIN } from './journal-entry.js';
import type { LabCluster, LabFault, LabHost, Version } from './model.js';
import { desiredTrust, hostsOf, isUp } from './queries.js';
import type { Tasks } from './tasks.js';
import { configurationOf } from './trust-items.js';
import { emptyTaConfig } from './trust-model.js';
import { fromBaseImage, toAuthorityImage, toBaseImage } from './versions.js';

export type TrustAuthority = Pick<
  LabWorld,
  | 'importImage'
  | 'removeImage'
  | 'remediateTrust'
  | 'trustBound'
  | 'configurationChanged'
  | 'emptyConfiguration'
> & {
  /** Lab time of the newest configuration change of a Trust Authority Cluster. */
  changedAt(cluster: LabCluster): number | undefined;
};

const BASE_IMAGES =
  'com.vmware.vcenter.trusted_infrastructure.trust_authority_clusters.attestation.os.esx.base_images';
const ESX_BASE_IMAGES = 'com.vmware.esx.attestation.os.esx.base_images';
const invalidImage = faults.invalidArgument(
  'The image database is not valid.',
  `${ESX_BASE_IMAGES}.invalid_argument`,
);
const APPLIED_CONFIG = 'com.vmware.vcenter.trusted_infrastructure.trusted_clusters.services_applied_config';

const entity = (cluster: LabCluster) => ({
  type: 'ClusterComputeResource',
  moid: cluster.moid,
  name: cluster.name,
});

/** Base images on the Trust Authority hosts, and what the trusted clusters apply. */
export function createTrustAuthority(
  ctx: WorldContext,
  tasks: Tasks,
  attestation: Attestation,
): TrustAuthority {
  const { timing, assumptions } = ctx.topology;
  const changes = new WeakMap<LabCluster, number>();

  const reachable = (cluster: LabCluster): LabHost[] => hostsOf(cluster).filter(isUp);
  /** Whom an import gets to. */
  const reached = (cluster: LabCluster): LabHost[] => {
    const hosts = reachable(cluster).toSorted((a, b) => a.name.localeCompare(b.name));
    const partial = ctx.faults.strike('partial-import', cluster.vcenter);
    if (!partial) return hosts;
    return partial.hosts ? hosts.filter(({ name }) => partial.hosts?.includes(name)) : hosts.slice(0, -1);
  };
  const requireAuthority = (cluster: LabCluster): void => {
    if (cluster.kind === 'authority') return;
    refuse(
      faults.notFound(
        `Cluster ${cluster.name} is not a Trust Authority Cluster.`,
        'com.vmware.vcenter.trusted_infrastructure.trust_authority_clusters.not_enabled',
      ),
    );
  };

  const whyNotImport = (cluster: LabCluster, version: Version | undefined): LabFault | undefined => {
    if (version === undefined) return invalidImage;
    const hosts = reachable(cluster);
    if (hosts.length === 0) return emptyCluster(cluster);
    const away = hostsOf(cluster).find((host) => !isUp(host));
    if (away && assumptions.importWithAbsentHost === 'fails') {
      return faults.hostNotConnected(
        `Host ${away.name} cannot be reached.`,
        'com.vmware.vcenter.trusted_infrastructure.host.connection_failed',
      );
    }
    if (!hosts.every((host) => host.ta?.images.has(version))) return undefined;
    const text = `The base image ${toAuthorityImage(version, assumptions)} already exists.`;
    return faults.alreadyExists(text, `${ESX_BASE_IMAGES}.already_exists`);
  };

  return {
    changedAt: (cluster) => changes.get(cluster),

    importImage(cluster, session, imgdb) {
      requireAuthority(cluster);
      const version = readImageDatabase(imgdb);
      const refusal = whyNotImport(cluster, version);
      if (refusal && assumptions.validationErrors === 'on-the-call') refuse(refusal);
      const spec = {
        service: BASE_IMAGES,
        operation: 'import_from_imgdb$task',
        descriptionId: 'langley.BaseImages.ImportFromImgdb',
        entity: entity(cluster),
      };
      return tasks.startTask(cluster.vcenter, session, spec, (task) => {
        if (version === undefined) return tasks.fail(task, invalidImage);
        ctx.note(cluster, 'image.import.requested', { version }, session);
        const seconds = ctx.duration(timing.importSeconds, 'import', cluster.name);
        ctx.clock.after(seconds / 2, () => tasks.progress(task, 50));
        ctx.clock.after(seconds, () => {
          const refusal = whyNotImport(cluster, version);
          if (refusal) return tasks.fail(task, refusal);
          for (const host of reached(cluster)) {
            if (host.ta?.images.has(version)) continue;
            host.ta?.images.set(version, { displayName: `ESXi ${toBaseImage(version)}` });
          }
          changes.set(cluster, ctx.clock.now());
          ctx.note(
            cluster,
            'image.imported',
            {
              version,
              hosts: holding(cluster, version).map((host) => host.name),
              missing: hostsOf(cluster)
                .filter((host) => !host.ta?.images.has(version))
                .map((host) => host.name),
            },
            session,
          );
          attestation.retrySoon((host) => host.measured === version);
          tasks.succeed(task, toAuthorityImage(version, assumptions));
        });
      });
    },

    removeImage(cluster, session, wanted) {
      requireAuthority(cluster);
      const version = fromBaseImage(wanted);
      if (version === undefined || holding(cluster, version).length === 0) {
        return refuse(faults.notFound(`The base image ${wanted} was not found.`));
      }
      const spec = {
        service: BASE_IMAGES,
        operation: 'delete$task',
        descriptionId: 'langley.BaseImages.Delete',
        entity: entity(cluster),
      };
      return tasks.startTask(cluster.vcenter, session, spec, (task) => {
        ctx.clock.after(timing.removeImageSeconds, () => {
          // Nothing asks whether a host still attests with it: neither does the real product.
          const hosts = reachable(cluster).filter((host) => host.ta?.images.delete(version));
          changes.set(cluster, ctx.clock.now());
          ctx.note(cluster, 'image.removed', { version, hosts: hosts.map((host) => host.name) }, session);
          tasks.succeed(task);
        });
      });
    },

    configurationChanged(cluster, session, item) {
      changes.set(cluster, ctx.clock.now());
      const copies = hostsOf(cluster).flatMap(({ name, ta }) =>
        ta === undefined ? [] : [[name, configurationOf(ta).get(item) ?? null] as const],
      );
      ctx.note(cluster, 'configuration.changed', { item, digests: Object.fromEntries(copies) }, session);
    },

    emptyConfiguration(cluster) {
      requireAuthority(cluster);
      const hosts = hostsOf(cluster).filter(({ ta }) => ta !== undefined);
      for (const host of hosts) host.ta = emptyTaConfig();
      changes.set(cluster, ctx.clock.now());
      const names = hosts.map(({ name }) => name);
      ctx.note(cluster, 'configuration.emptied', { hosts: names }, FOREIGN_LOGIN);
    },

    trustBound(cluster, session, kind) {
      ctx.note(cluster, 'trust.bound', { kind }, session);
      for (const host of hostsOf(cluster)) {
        for (const key of ['kmxa', 'esxtokend']) {
          const service = host.services.get(key);
          if (service) service.running = true;
        }
      }
      attestation.retrySoon((host) => host.cluster === cluster);
    },

    remediateTrust(cluster, session) {
      const { trust } = cluster;
      if (!trust) return refuse(faults.notFound(`Cluster ${cluster.name} is not a trusted cluster.`));
      if (trust.busy) refuse(faults.inProgress(`A change of cluster ${cluster.name} is in progress.`));
      const spec = {
        service: APPLIED_CONFIG,
        operation: 'update$task',
        descriptionId: 'langley.TrustAuthorityComponentsAppliedConfig.Update',
        entity: entity(cluster),
      };
      return tasks.startTask(cluster.vcenter, session, spec, (task) => {
        trust.busy = true;
        ctx.clock.after(ctx.duration(timing.remediateTrustSeconds, 'remediate', cluster.name), () => {
          trust.busy = false;
          trust.applied = desiredTrust(cluster);
          ctx.note(cluster, 'trust.remediated', {}, session);
          attestation.retrySoon((host) => host.cluster === cluster);
          tasks.succeed(task);
        });
      });
    },
  };
}

const holding = (cluster: LabCluster, version: Version): LabHost[] =>
  hostsOf(cluster).filter((host) => host.ta?.images.has(version));

/** No Trust Authority host is connected. */
export function emptyCluster(cluster: LabCluster) {
  return faults.error(
    `Cluster ${cluster.name} has no connected hosts.`,
    'com.vmware.vcenter.trusted_infrastructure.cluster.empty',
  );
}
