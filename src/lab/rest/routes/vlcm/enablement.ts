import { z } from 'zod';
import { installedVersion } from '../../../world/model.js';
import type { LabCluster, LabSession } from '../../../world/model.js';
import type { LabWorld } from '../../../world/api.js';
import { hostsOf, isUp } from '../../../world/queries.js';
import { changingTask, readingTask } from '../../as-task.js';
import { restError } from '../../errors.js';
import { clusterOf } from '../../lookup.js';
import { ok, route } from '../../types.js';
import { message } from '../../wire-values.js';
import { clusterPath, readSettings, vlcmService, writeSettings } from './shapes.js';

const path = `${clusterPath}/enablement/software`;
const service = `${vlcmService}.enablement.software`;
const checks = [
  'SOFTWARE',
  'VERSION',
  'STATELESSNESS',
  'VUM_REMEDIATION',
  'SOFTWARE_SPECIFICATION_EXISTENCE',
  'VSAN_WITNESS_ELIGIBILITY',
] as const;

function refuseEnabled(cluster: LabCluster): void {
  if (cluster.imageManaged)
    throw restError(
      'NOT_ALLOWED_IN_CURRENT_STATE',
      `Cluster '${cluster.moid}' is managed by an image already.`,
    );
}

/** Whether an image can manage a Trust Authority Cluster is not documented (vta-operations 2.14). */
const isUnsuitable = ({ assumptions }: LabWorld, { kind }: LabCluster): boolean =>
  kind === 'authority' && assumptions.authorityImages === 'refused';

/** Notifications by check; a check that finds nothing has an empty entry. */
function findings(cluster: LabCluster, world: LabWorld, skip: readonly string[]) {
  const error = (id: string, text: string) => ({
    id,
    time: world.clock.iso(),
    message: message(id, text),
  });
  const away = hostsOf(cluster).filter((host) => !isUp(host));
  const found: Partial<Record<(typeof checks)[number], ReturnType<typeof error>[]>> = {
    SOFTWARE: away.map((host) =>
      error('com.vmware.vcIntegrity.lifecycle.HostUnavailable', `Host ${host.name} does not answer.`),
    ),
    VERSION: isUnsuitable(world, cluster)
      ? [
          error(
            'com.vmware.vcIntegrity.lifecycle.TrustAuthorityCluster.Unsupported',
            `Trust Authority Cluster ${cluster.name} cannot be managed by an image.`,
          ),
        ]
      : [],
  };
  const errorsOf = (check: (typeof checks)[number]) => found[check] ?? [];
  const wanted = checks.filter((check) => !skip.includes(check));
  return {
    hasErrors: wanted.some((check) => errorsOf(check).length > 0),
    result: {
      notifications: Object.fromEntries(
        wanted.map((check) => [check, errorsOf(check).length > 0 ? { errors: errorsOf(check) } : {}]),
      ),
    },
  };
}

/** One-way. The first image is what the first host runs, as when an administrator imports it from a host. */
function enable(world: LabWorld, session: LabSession, cluster: LabCluster): void {
  cluster.imageManaged = true;
  const reference = hostsOf(cluster)[0];
  if (cluster.commits.length > 0 || reference === undefined) return;
  const baseImage = installedVersion(reference);
  const author = session.user.name;
  cluster.commits.push({ id: '1', baseImage, author, at: world.clock.now(), message: '' });
  world.journal.append({
    vcenter: cluster.vcenter.name,
    login: author,
    effect: 'cluster.image.committed',
    subject: cluster.name,
    detail: { commit: '1', baseImage },
  });
}

/** Section 8.2. */
export const enablementRoutes = [
  route({
    method: 'GET',
    path,
    privilege: readSettings,
    answer: (call) => ok({ enabled: clusterOf(call).imageManaged }),
  }),
  route({
    method: 'POST',
    path,
    action: 'check',
    privilege: readSettings,
    body: z.strictObject({ checks_to_skip: z.array(z.enum(checks)).optional() }).optional(),
    task: readingTask(service, 'check', ({ world, body }, cluster) => {
      refuseEnabled(cluster);
      return findings(cluster, world, body?.checks_to_skip ?? []).result;
    }),
  }),
  route({
    method: 'PUT',
    path,
    privilege: writeSettings,
    body: z.strictObject({ skip_software_check: z.boolean().optional() }).optional(),
    task: changingTask(service, 'enable', ({ world, session, body }, cluster) => {
      refuseEnabled(cluster);
      const skip = body?.skip_software_check === true ? ['SOFTWARE'] : [];
      const { hasErrors, result } = findings(cluster, world, skip);
      if (hasErrors) throw restError('ERROR', 'The cluster did not pass the checks.', { data: result });
      enable(world, session, cluster);
    }),
  }),
];
