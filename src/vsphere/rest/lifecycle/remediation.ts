import { z } from 'zod';
import type { OneHost, TaskRef } from '../../../ports/vsphere.js';
import type { RestClient } from '../client.js';
import { pathOf } from '../path.js';
import { isNotFound, listRunning, operationOf, TaskInfo } from '../tasks.js';
import { ApplyResult } from './schemas.js';

type Signal = AbortSignal | undefined;

const HostMap = z.record(z.string(), z.unknown()).nullish();

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

/** Result of a running apply, as far as it says which hosts it is about; it may be partial or not there yet. */
const PartialResult = z.object({ host_info: HostMap, host_status: HostMap });

/** Hosts that a running task works on; undefined when it does not say. */
const hostsOf = async (
  rest: RestClient,
  id: string,
  signal: Signal,
): Promise<readonly string[] | undefined> => {
  try {
    const { result } = await rest.call({
      method: 'GET',
      path: pathOf`/cis/tasks/${id}`,
      schema: TaskInfo,
      signal,
    });
    const parsed = PartialResult.safeParse(result);
    if (!parsed.success) return undefined;
    const { host_info: info, host_status: status } = parsed.data;
    const hosts = [...new Set([...Object.keys(info ?? {}), ...Object.keys(status ?? {})])];
    return hosts.length === 0 ? undefined : hosts;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
};

/** The one software task that a cluster can have, with the hosts it is about where an apply says so. */
export const findSoftwareTask = async (
  rest: RestClient,
  cluster: string,
  signal: Signal,
): Promise<{ task: TaskRef; operation: string; hosts?: readonly string[] } | undefined> => {
  const running = await listRunning(rest, service, signal);
  const ours = running.find(
    ({ info }) =>
      ['check', 'stage', 'apply'].includes(operationOf(info)) && (!info.target || info.target.id === cluster),
  );
  if (ours === undefined) return undefined;
  const operation = operationOf(ours.info);
  const hosts = operation === 'apply' ? await hostsOf(rest, ours.ref.id, signal) : undefined;
  return { task: ours.ref, operation, ...(hosts === undefined ? {} : { hosts }) };
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
