import { baseImageInfo } from '../../../world/lifecycle/wire.js';
import type { LabCluster, LabCommit, Version } from '../../../world/model.js';
import { hostsOf } from '../../../world/queries.js';
import { installedVersion } from '../../../world/model.js';
import { restError } from '../../errors.js';

/** Prefix of the vSphere Lifecycle Manager tree. */
export const settings = '/api/esx/settings';
export const clusterPath = `${settings}/clusters/{cluster}`;
export const vlcmService = 'com.vmware.esx.settings.clusters';

export const readSoftware = 'VcIntegrity.lifecycleSoftwareSpecification.Read';
export const writeSoftware = 'VcIntegrity.lifecycleSoftwareSpecification.Write';
export const readRemediation = 'VcIntegrity.lifecycleSoftwareRemediation.Read';
export const writeRemediation = 'VcIntegrity.lifecycleSoftwareRemediation.Write';
export const readSettings = 'VcIntegrity.lifecycleSettings.Read';
export const writeSettings = 'VcIntegrity.lifecycleSettings.Write';

/** `SoftwareInfo` of an image that is a base image and nothing else: the lab has no add-ons. */
export const softwareInfo = (cluster: LabCluster, version: Version): Record<string, unknown> => ({
  base_image: baseImageInfo(cluster, version),
  components: {},
  solutions: {},
});

/** The newest commit, which is the desired image. */
export function desiredOf(cluster: LabCluster): LabCommit {
  const commit = cluster.imageManaged ? cluster.commits.at(-1) : undefined;
  if (commit === undefined) throw restError('NOT_FOUND', `Cluster '${cluster.moid}' has no desired image.`);
  return commit;
}

export const runsEverywhere = (cluster: LabCluster, version: Version): boolean =>
  hostsOf(cluster).every((host) => installedVersion(host) === version);
