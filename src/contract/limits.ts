import { z } from 'zod';
import type * as domain from '../domain/model/limits.js';
import { Hash, list, Reason } from './common.js';

const hosts = z.number().int();

/** How many hosts may be failed while others are begun; count and percent both hold. */
export const FailureBudget = z
  .strictObject({
    count: hosts.meta({ description: 'hosts' }),
    percent: z.number().meta({ description: '0 to 100, of the hosts of the tier or cluster; rounded down' }),
  })
  .meta({ id: 'FailureBudget' }) satisfies z.ZodType<domain.FailureBudget>;

export const RunLimits = z
  .object({
    concurrency: z.object({ perCluster: hosts, perVCenter: hosts, global: hosts }),
    failureBudget: z.object({
      authority: FailureBudget,
      trusted: FailureBudget,
      perCluster: FailureBudget,
    }),
  })
  .meta({ id: 'RunLimits' }) satisfies z.ZodType<domain.RunLimits>;
export type RunLimits = z.infer<typeof RunLimits>;

/** Hosts of one cluster in the order in which they shall begin. */
export const HostOrder = z
  .strictObject({
    cluster: z.string().min(1).meta({ description: 'name, or vcenter/name where that is not enough' }),
    hosts: list(z.string().min(1)),
  })
  .meta({ id: 'HostOrder' }) satisfies z.ZodType<domain.HostOrder>;

/** Limits of which some are given; the others keep their values. */
export const SomeLimits = z
  .strictObject({
    concurrency: z
      .strictObject({
        perCluster: hosts.exactOptional(),
        perVCenter: hosts.exactOptional(),
        global: hosts.exactOptional(),
        authority: hosts.exactOptional().meta({ description: 'only 1 is accepted (INV-4)' }),
      })
      .exactOptional(),
    failureBudget: z
      .strictObject({
        authority: FailureBudget.exactOptional(),
        trusted: FailureBudget.exactOptional(),
        perCluster: FailureBudget.exactOptional(),
      })
      .exactOptional(),
  })
  .meta({ id: 'SomeLimits' });
export type SomeLimits = z.infer<typeof SomeLimits>;

/** Body of `POST /v1/runs/{run}/limits`. */
export const LimitsBody = SomeLimits.extend({
  order: list(HostOrder).exactOptional(),
  planHash: Hash.meta({ description: 'the plan that the decider saw' }),
  reason: Reason,
}).meta({ id: 'LimitsBody' });
export type LimitsBody = z.infer<typeof LimitsBody>;
