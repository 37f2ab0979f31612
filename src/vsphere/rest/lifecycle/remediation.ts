import type { OneHost, SoftwareTask, TaskRef } from '../../../ports/vsphere.js';
import type { RestClient } from '../client.js';
import { pathOf } from '../path.js';
import { isNotFound, listRunning, operationOf, TaskInfo } from '../tasks.js';
import { ApplyResult } from './schemas.js';

type Signal = AbortSignal | undefined;

const service = 'com.vmware.esx.settings.clusters.software';
const software = (cluster: string) => pathOf`/esx/settings/clusters/${cluster}/software`;

/**
 * Starts check, stage or apply of one commit on one host. The host list is never empty, since vLCM takes an empty
 * one for the whole cluster (vta-operations 2.14).
 */
export const startSoftwareTask = (
  rest: RestClient,
  action: 'check' | 'stage' | 'apply',
  cluster: string,
  spec: { readonly commit: string; readonly hosts: OneHost },
  signal: Signal,
): Promise<TaskRef> => {
  const [host] = spec.hosts;
  return rest.startTask({
    method: 'POST',
    path: software(cluster),
    query: { action },
    body: {
      commit: spec.commit,
      hosts: [host],
      ...(action === 'apply' ? { accept_eula: true } : {}),
    },
    // A check changes nothing; asking twice only costs time.
    safe: action === 'check',
    signal,
  });
};

/** Commit and hosts of an apply, from the partial result that its task has while it runs (wire contract 3.3). */
const readSubject = async (
  rest: RestClient,
  task: string,
  signal: Signal,
): Promise<Pick<SoftwareTask, 'commit' | 'hosts'>> => {
  try {
    const path = pathOf`/cis/tasks/${task}`;
    const { result } = await rest.call({ method: 'GET', path, schema: TaskInfo, signal });
    const { data } = ApplyResult.safeParse(result);
    if (data === undefined) return {};
    const hosts = new Set([...Object.keys(data.host_info ?? {}), ...Object.keys(data.host_status ?? {})]);
    return {
      ...(data.commit === '' ? {} : { commit: data.commit }),
      ...(hosts.size === 0 ? {} : { hosts: [...hosts] }),
    };
  } catch (error) {
    // It has ended since it was listed.
    if (isNotFound(error)) return {};
    throw error;
  }
};

export const findSoftwareTask = async (
  rest: RestClient,
  cluster: string,
  signal: Signal,
): Promise<SoftwareTask | undefined> => {
  const running = await listRunning(rest, service, signal);
  const ours = running.find(
    ({ info }) =>
      ['check', 'stage', 'apply'].includes(operationOf(info)) && (!info.target || info.target.id === cluster),
  );
  if (!ours) return undefined;
  const operation = operationOf(ours.info);
  const about = operation === 'apply' ? await readSubject(rest, ours.ref.id, signal) : {};
  return { task: ours.ref, operation, ...about };
};

export const readLastApplyResult = async (
  rest: RestClient,
  cluster: string,
  signal: Signal,
): Promise<ApplyResult | undefined> => {
  const path = `${software(cluster)}/reports/last-apply-result`;
  try {
    return await rest.call({ method: 'GET', path, schema: ApplyResult, signal });
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
};
