import { z } from 'zod';
import type { TaskRef } from '../../../ports/vsphere.js';
import type { RestClient } from '../client.js';
import { pathOf } from '../path.js';
import { runReadTask } from '../tasks.js';
import { AppliedConfig, Principal, RegisteredService } from './schemas.js';

const base = '/vcenter/trusted-infrastructure';

export const readPrincipal = (rest: RestClient, signal?: AbortSignal) =>
  rest.call({ method: 'GET', path: `${base}/principal`, schema: Principal, signal });

/** Registered services, `host:port`, in no order. */
export const listServices = async (
  rest: RestClient,
  kind: 'attestation' | 'kms',
  signal?: AbortSignal,
): Promise<string[]> => {
  const services = await rest.call({
    method: 'POST',
    path: `${base}/${kind}/services`,
    query: { action: 'query' },
    safe: true,
    schema: z.array(RegisteredService),
    signal,
  });
  return services.map(({ address }) => address);
};

/** Applied against desired vTA configuration of a trusted cluster; an unknown word counts as unknown (DG-14). */
export const readAppliedConfig = async (
  rest: RestClient,
  cluster: string,
  limitMs: number,
  signal?: AbortSignal,
): Promise<'NONE' | 'OK' | 'ERROR'> => {
  const path = pathOf`/vcenter/trusted-infrastructure/trusted-clusters/${cluster}/services-applied-config`;
  const { health } = await runReadTask(rest, { method: 'GET', path, schema: AppliedConfig, signal }, limitMs);
  return health === 'OK' || health === 'ERROR' ? health : 'NONE';
};

/** Remediates everything; without a body (5.9). */
export const startTrustRemediation = (
  rest: RestClient,
  cluster: string,
  signal?: AbortSignal,
): Promise<TaskRef> =>
  rest.startTask({
    method: 'PATCH',
    path: `${base}${pathOf`/trusted-clusters/${cluster}/services-applied-config`}`,
    signal,
  });
