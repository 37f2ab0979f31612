import { proxyActivities } from '@temporalio/workflow';
import type { AuthorityZone, OrchestrationZone } from '../../activities/index.js';
import type { Estate } from '../../domain/model/estate.js';
import type { OperationRequest } from '../../domain/operations/index.js';
import { HEARTBEAT } from '../activity-proxies.js';
import { READING } from '../survey-estate.js';

const store = proxyActivities<Pick<OrchestrationZone, 'findArchive'>>({
  startToCloseTimeout: '1 minute',
  heartbeatTimeout: HEARTBEAT,
  retry: { initialInterval: 250, maximumInterval: '10 seconds' },
});

/** The archive that shall be restored, and how every item of it stands in the cluster. @rule BAK-3 */
export async function readForRestore(
  { name, authority, taskQueues }: Estate,
  { parameters }: OperationRequest<'restore-configuration'>,
): Promise<Readonly<Record<string, string>>> {
  const { archive } = parameters;
  const found = await store.findArchive({ estate: name, ...(archive === undefined ? {} : { archive }) });
  if (found.archive === undefined) return { archive: found.hash };
  const ta = proxyActivities<AuthorityZone>({ ...READING, taskQueue: taskQueues.authority });
  const { vcenter, cluster } = authority;
  const { hash } = await ta.surveyAgainstArchive({ vcenter, cluster, archive: found.archive });
  return { archive: found.hash, comparison: hash };
}
