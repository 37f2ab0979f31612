import { z } from 'zod';
import type * as domain from '../domain/model/estate.js';
import { Hash, Instant, list } from './common.js';
import { EstateInventory, BaseImage } from './inventory.js';
import { ClusterRef, Zone } from './hosts.js';

/** Body of `POST /v1/estates`: the estate file as it is, so that problems can name its lines. */
export const EstateRegistration = z
  .strictObject({ text: z.string().min(1).max(1_000_000).meta({ description: 'the estate file, YAML' }) })
  .meta({ id: 'EstateRegistration' });
export type EstateRegistration = z.infer<typeof EstateRegistration>;

const VCenterRef = z
  .object({
    name: z.string(),
    url: z.string(),
    tls: z.union([z.object({ thumbprint: z.string() }), z.object({ caPem: z.string() })]),
    credential: z.string().meta({ description: 'name of a credential, never a secret' }),
    trustCredential: z
      .string()
      .exactOptional()
      .meta({ description: 'name of the credential for the vTA configuration, where it is another one' }),
    zone: Zone,
  })
  .meta({ id: 'VCenterRef' }) satisfies z.ZodType<domain.VCenterRef>;

const HostAccess = z.object({ credential: z.string(), addresses: z.record(z.string(), z.string()) });

/** One Trust Authority cluster and everything that trusts it. No secrets. */
export const Estate = z
  .object({
    name: z.string(),
    authority: z.object({
      vcenter: VCenterRef,
      cluster: z.string(),
      hostAccess: HostAccess.exactOptional(),
    }),
    trusted: list(
      z.object({
        vcenter: VCenterRef,
        hostAccess: HostAccess.exactOptional(),
        linkedMode: z
          .string()
          .exactOptional()
          .meta({ description: 'group of trusted vCenters in Enhanced Linked Mode with each other' }),
        clusters: list(z.object({ name: z.string(), testHost: z.string().exactOptional() })),
      }),
    ),
    taskQueues: z.object({ authority: z.string(), trusted: z.string() }),
  })
  .meta({ id: 'Estate' }) satisfies z.ZodType<domain.Estate>;
export type Estate = z.infer<typeof Estate>;

export const EstateSummary = z
  .object({
    name: z.string(),
    hash: Hash,
    registeredBy: z.string(),
    registeredAt: Instant,
  })
  .meta({ id: 'EstateSummary' });
export type EstateSummary = z.infer<typeof EstateSummary>;

/** Answer of `POST /v1/estates` and `GET /v1/estates/{estate}`. */
export const EstateDetail = EstateSummary.extend({ estate: Estate, text: z.string() }).meta({
  id: 'EstateDetail',
});
export type EstateDetail = z.infer<typeof EstateDetail>;

export const EstateList = z.object({ items: list(EstateSummary) }).meta({ id: 'EstateList' });
export type EstateList = z.infer<typeof EstateList>;

/** Body of `POST /v1/estates/{estate}/surveys`; nothing to say. */
export const SurveyRequest = z.strictObject({}).nullish().meta({ id: 'SurveyRequest' });

/** Both sides of an estate, read at one time. */
export const Survey = z.object({ inventoryHash: Hash, inventory: EstateInventory }).meta({ id: 'Survey' });
export type Survey = z.infer<typeof Survey>;

/** Base images of the Trust Authority Cluster, and the PowerCLI commands that show the same. @rule CLI-1 */
export const BaseImageList = z
  .object({
    estate: z.string(),
    cluster: ClusterRef,
    readAt: Instant,
    items: list(BaseImage),
    powerCli: list(z.string()).meta({ description: 'lines to type against the Trust Authority vCenter' }),
  })
  .meta({ id: 'BaseImageList' });
export type BaseImageList = z.infer<typeof BaseImageList>;
