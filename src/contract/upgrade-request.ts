import { z } from 'zod';
import type * as domain from '../domain/model/plan.js';
import { Hash, list, Reason } from './common.js';

export const TierKind = z
  .enum(['authority-vcenter', 'authority-hosts', 'trusted-vcenters', 'trusted-hosts'])
  .meta({ id: 'TierKind' });
export type TierKind = z.infer<typeof TierKind>;

const VCenterWay = z.enum(['appliance-update', 'installer', 'reduced-downtime']).meta({ id: 'VCenterWay' });
const ClusterWay = z.enum(['lifecycle-image', 'baseline', 'iso']).meta({ id: 'ClusterWay' });

/** Who upgrades what, by name. */
const Executors = z
  .strictObject({
    vcenters: z.record(z.string(), VCenterWay).exactOptional(),
    clusters: z.record(z.string(), ClusterWay).exactOptional(),
  })
  .meta({
    id: 'Executors',
    description:
      'ways chosen by name of vCenter or cluster; `appliance-update` and `lifecycle-image` are carried out by the run, the others by people, for whom it waits',
  }) satisfies z.ZodType<domain.Executors>;

/** What the operator asks for. */
export const UpgradeRequest = z
  .strictObject({
    estate: z.string().min(1),
    vcenterVersion: z
      .string()
      .min(1)
      .exactOptional()
      .meta({
        description: 'target of every vCenter; may be absent in a narrower plan without vCenters',
        examples: ['8.0.3.00400'],
      }),
    esxVersion: z
      .string()
      .min(1)
      .exactOptional()
      .meta({
        description: 'target of every host; may be absent in a narrower plan without hosts',
        examples: ['8.0.3-0.0.24022510'],
      }),
    boot: z.enum(['policy', 'full']).default('policy').meta({
      description: "`policy` keeps each cluster's Quick Boot setting, `full` boots every host fully",
    }),
    only: z
      .strictObject({
        tiers: list(TierKind),
        reason: Reason,
        vcenters: list(z.string().min(1))
          .exactOptional()
          .meta({ description: 'only these vCenters and the clusters in them; absent = all' }),
        clusters: list(z.string().min(1))
          .exactOptional()
          .meta({ description: 'only the hosts of these clusters; absent = all' }),
      })
      .exactOptional()
      .meta({ description: 'a narrower plan, with the business reason for it; absent = the whole estate' }),
    executors: Executors.exactOptional(),
    imageFile: Hash.exactOptional().meta({
      description:
        'SHA-256 of an archived base-image file to be imported instead of an export from a test host',
    }),
  })
  .meta({ id: 'UpgradeRequest' }) satisfies z.ZodType<domain.UpgradeRequest>;
export type UpgradeRequest = z.infer<typeof UpgradeRequest>;
