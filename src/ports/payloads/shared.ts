import { z } from 'zod';
import type { Estate, VCenterRef } from '../../domain/model/estate.js';
import type { ClusterRef, HostRef } from '../../domain/model/inventory.js';

/** A list as the domain has it; `z.array().readonly()` would freeze what it reads. */
export function list<T extends z.ZodType>(item: T): z.ZodType<readonly z.output<T>[]> {
  return z.array(item);
}

export const ZoneName = z.enum(['authority', 'trusted']);

export const Tls = z.union([z.looseObject({ thumbprint: z.string() }), z.looseObject({ caPem: z.string() })]);

export const VCenter = z.looseObject({
  name: z.string(),
  url: z.string(),
  tls: Tls,
  credential: z.string(),
  trustCredential: z.string().exactOptional(),
  zone: ZoneName,
}) satisfies z.ZodType<VCenterRef>;

export const Host = z.looseObject({
  vcenter: z.string(),
  moid: z.string(),
  name: z.string(),
}) satisfies z.ZodType<HostRef>;

export const Cluster = z.looseObject({
  vcenter: z.string(),
  moid: z.string(),
  name: z.string(),
}) satisfies z.ZodType<ClusterRef>;

const Access = z.looseObject({ credential: z.string(), addresses: z.record(z.string(), z.string()) });

export const EstatePayload = z.looseObject({
  name: z.string(),
  authority: z.looseObject({
    vcenter: VCenter,
    cluster: z.string(),
    hostAccess: Access.exactOptional(),
  }),
  trusted: list(
    z.looseObject({
      vcenter: VCenter,
      hostAccess: Access.exactOptional(),
      linkedMode: z.string().exactOptional(),
      clusters: list(z.looseObject({ name: z.string(), testHost: z.string().exactOptional() })),
    }),
  ),
  taskQueues: z.looseObject({ authority: z.string(), trusted: z.string() }),
}) satisfies z.ZodType<Estate>;
