import { z } from 'zod';
import * as domain from '../domain/model/decision.js';
import { Hash, Instant, list, Reason } from './common.js';

/** What may be decided about a parked host, vCenter or cluster. */
export const Choice = z.enum(domain.CHOICES).meta({ id: 'Choice' });
export type Choice = z.infer<typeof Choice>;

/** Where the upgrade of a host or vCenter may be taken up again. */
export const SafePoint = z
  .enum([...domain.HOST_SAFE_POINTS, ...domain.VCENTER_SAFE_POINTS])
  .meta({ id: 'SafePoint' }) satisfies z.ZodType<domain.SafePoint>;
export type SafePoint = z.infer<typeof SafePoint>;

export const SubjectDecision = z
  .object({
    id: z.string(),
    by: z.string(),
    reason: z.string(),
    subject: z.string(),
    choice: Choice,
    from: SafePoint.exactOptional(),
    planHash: z.string(),
  })
  .meta({ id: 'SubjectDecision' }) satisfies z.ZodType<domain.SubjectDecision>;

/** Why a host, vCenter or cluster does not go on, and what may be done about it. */
export const Parking = z
  .object({
    subject: z.string(),
    kind: z.enum(['host', 'vcenter', 'cluster', 'operation']),
    role: z.enum(['trust-authority', 'trusted']).exactOptional(),
    workflowId: z.string(),
    since: Instant,
    step: z.string(),
    problem: z.string(),
    failureClass: z.string(),
    rule: z.string(),
    messages: list(z.string()),
    logFiles: list(z.string()),
    choices: list(z.object({ choice: Choice, from: list(SafePoint).exactOptional(), text: z.string() })),
    notOffered: list(z.object({ choice: Choice, rule: z.string(), text: z.string() })).exactOptional(),
    decided: SubjectDecision.exactOptional(),
  })
  .meta({ id: 'Parking' }) satisfies z.ZodType<domain.Parking>;
export type Parking = z.infer<typeof Parking>;

export const TakenDecision = z
  .object({
    id: z.string(),
    by: z.string(),
    subject: z.string(),
    choice: Choice,
    from: SafePoint.exactOptional(),
  })
  .meta({ id: 'TakenDecision' }) satisfies z.ZodType<domain.TakenDecision>;

/** Body of `POST /v1/runs/{run}/hosts/{host}/decision`. The host comes from the path, the name from the login. */
export const HostDecisionBody = z
  .strictObject({
    choice: Choice,
    from: SafePoint.exactOptional().meta({ description: 'with `retry-from` only' }),
    planHash: Hash.meta({ description: 'the plan that the decider saw' }),
    reason: Reason,
  })
  .meta({ id: 'HostDecisionBody' });
export type HostDecisionBody = z.infer<typeof HostDecisionBody>;
