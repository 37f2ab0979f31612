import type { LabWorld } from './api.js';
import type { Attestation } from './attestation.js';
import type { WorldContext } from './context.js';
import { faults, refuse } from './errors.js';
import { readImageDatabase } from './image-database.js';
import type { LabCluster, LabHost, Version } from './model.js';
import { hostsOf, isUp } from './queries.js';
import type { Tasks } from './tasks.js';
import { fromBaseImage, toBaseImage } from './versions.js';

export type TrustAuthority = Pick<LabWorld, 'importImage' | 'removeImage' | 'remediateTrust'> & {
  /** Lab time of the newest configuration change of a Trust Authority Cluster. */
  changedAt(cluster: LabCluster): number | undefined;
};

const BASE_IMAGES =
  'com.vmware.vcenter.trusted_infrastructure.trust_authority_clusters.attestation.os.esx.base_images';
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
  const { timing } = ctx.topology;
  const changes = new WeakMap<LabCluster, number>();

  const reachable = (cluster: LabCluster): LabHost[] => hostsOf(cluster).filter(isUp);
  const requireAuthority = (cluster: LabCluster): void => {
    if (cluster.kind === 'authority') return;
    refuse(
      faults.notFound(
        `Cluster ${cluster.name} is not a Trust Authority Cluster.`,
        'com.vmware.vcenter.trusted_infrastructure.trust_authority_clusters.not_enabled',
      ),
    );
  };

  return {
    changedAt: (cluster) => changes.get(cluster),

    importImage(cluster, session, imgdb) {
      requireAuthority(cluster);
      const version = readImageDatabase(imgdb);
      const spec = {
        service: BASE_IMAGES,
        operation: 'import_from_imgdb$task',
        descriptionId: 'langley.BaseImages.ImportFromImgdb',
        entity: entity(cluster),
      };
      return tasks.startTask(cluster.vcenter, session, spec, (task) => {
        if (version === undefined) {
          return tasks.fail(
            task,
            faults.invalidArgument(
              'The image database is not valid.',
              'com.vmware.esx.attestation.os.esx.base_images.invalid_argument',
            ),
          );
        }
        ctx.note(cluster, 'image.import.requested', { version }, session);
        const seconds = ctx.duration(timing.importSeconds, 'import', cluster.name);
        ctx.clock.after(seconds / 2, () => tasks.progress(task, 50));
        ctx.clock.after(seconds, () => {
          const hosts = reachable(cluster);
          if (hosts.length === 0) return tasks.fail(task, emptyCluster(cluster));
          const lacking = hosts.filter((host) => !host.ta?.images.has(version));
          if (lacking.length === 0) {
            return tasks.fail(
              task,
              faults.alreadyExists(
                `The base image ${toBaseImage(version)} already exists.`,
                'com.vmware.esx.attestation.os.esx.base_images.already_exists',
              ),
            );
          }
          for (const host of lacking)
            host.ta?.images.set(version, { displayName: `ESXi ${toBaseImage(version)}` });
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
          tasks.succeed(task, toBaseImage(version));
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
          trust.applied = new Set(trust.desired);
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
