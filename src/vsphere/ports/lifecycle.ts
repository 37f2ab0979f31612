import type { ClusterRef } from '../../domain/model/inventory.js';
import type { EsxVersion } from '../../domain/model/version.js';
import { parseEsxVersion } from '../../domain/versions/index.js';
import type { LifecyclePort } from '../../ports/vsphere.js';
import type { Connections } from '../connection/connections.js';
import type { RestClient } from '../rest/client.js';
import { commitImage, findCommit, readDesiredCommit, readDesiredImage } from '../rest/lifecycle/image.js';
import { readApplyPolicy, writeApplyPolicy } from '../rest/lifecycle/policy.js';
import { findSoftwareTask, readLastApplyResult, startSoftwareTask } from '../rest/lifecycle/remediation.js';
import type { ApplyResult } from '../rest/lifecycle/schemas.js';
import { notificationTexts, type Notifications } from '../rest/schemas.js';

/** Desired image of a cluster with the commit that set it. */
export const readDesired = async (
  rest: RestClient,
  cluster: ClusterRef,
  signal: AbortSignal | undefined,
): Promise<{ baseImage: EsxVersion; commit?: string } | undefined> => {
  const image = await readDesiredImage(rest, cluster.moid, signal);
  if (image === undefined) return undefined;
  const commit = await readDesiredCommit(rest, cluster.moid, image, signal);
  return { baseImage: parseEsxVersion(image) ?? image, ...(commit ? { commit } : {}) };
};

const troubles = (notifications: Notifications | null | undefined): string[] => [
  ...notificationTexts(notifications?.errors),
  ...notificationTexts(notifications?.warnings),
];

/** Errors and warnings of the whole and of each host, each once. */
const messagesOf = (result: ApplyResult): string[] => [
  ...new Set([
    ...troubles(result.notifications),
    ...troubles(result.status?.notifications),
    ...Object.values(result.host_status ?? {}).flatMap(({ notifications }) => troubles(notifications)),
  ]),
];

export const createLifecyclePort = (connections: Connections): LifecyclePort => ({
  startCommit: (vcenter, cluster, baseImage, message, { signal } = {}) =>
    commitImage(connections.to(vcenter).rest, cluster.moid, baseImage, message, signal),

  findCommit: (vcenter, cluster, { signal } = {}) =>
    findCommit(connections.to(vcenter).rest, cluster.moid, signal),

  readDesired: (vcenter, cluster, { signal } = {}) =>
    readDesired(connections.to(vcenter).rest, cluster, signal),

  readPolicy: (vcenter, cluster, { signal } = {}) =>
    readApplyPolicy(connections.to(vcenter).rest, cluster.moid, signal),

  writePolicy: (vcenter, cluster, raw, { signal } = {}) =>
    writeApplyPolicy(connections.to(vcenter).rest, cluster.moid, raw, signal),

  startCheck: (vcenter, cluster, commit, hosts, { signal } = {}) =>
    startSoftwareTask(connections.to(vcenter).rest, 'check', cluster.moid, { commit, hosts }, signal),

  startStage: (vcenter, cluster, commit, hosts, { signal } = {}) =>
    startSoftwareTask(connections.to(vcenter).rest, 'stage', cluster.moid, { commit, hosts }, signal),

  startApply: (vcenter, cluster, commit, hosts, { signal } = {}) =>
    startSoftwareTask(connections.to(vcenter).rest, 'apply', cluster.moid, { commit, hosts }, signal),

  findSoftwareTask: (vcenter, cluster, { signal } = {}) =>
    findSoftwareTask(connections.to(vcenter).rest, cluster.moid, signal),

  readLastApply: async (vcenter, cluster, { signal } = {}) => {
    const result = await readLastApplyResult(connections.to(vcenter).rest, cluster.moid, signal);
    if (!result) return undefined;
    const startedAt = result.status?.start_time;
    return {
      commit: result.commit,
      ...(startedAt ? { startedAt } : {}),
      failed: result.failed_hosts ?? [],
      successful: result.successful_hosts ?? [],
      skipped: result.skipped_hosts ?? [],
      messages: messagesOf(result),
    };
  },
});
