import { z } from 'zod';
import type * as domain from '../domain/operations/index.js';
import { Hash, list, Reason } from './common.js';
import { PlanSummary } from './plans.js';
import { PlannedGate } from './upgrade-plan.js';
import { Finding } from './problem.js';

/** A request for one kind of operation; its parameters are strict, so that a misspelt one changes nothing. */
const request = <K extends domain.OperationKind, P extends z.ZodType>(kind: K, parameters: P) =>
  z.strictObject({ estate: z.string().min(1), kind: z.literal(kind), reason: Reason, parameters });

const Names = list(z.string().min(1)).refine((names) => names.length > 0, 'at least one');

/** Two reasons and no third (SVC-3). */
const RestartServices = z.strictObject({
  action: z.enum(['restart', 'start', 'stop']),
  why: z.enum(['configuration-change', 'health']),
  hosts: Names.exactOptional(),
  services: Names.exactOptional(),
  force: z.boolean().exactOptional(),
});

const RepairBaseImage = z.strictObject({
  host: z.string().min(1),
  fileHash: Hash.exactOptional(),
  way: z.enum(['file', 'export', 'archive']).exactOptional(),
});

const CredentialName = z.string().regex(/^[a-z0-9][a-z0-9._-]*$/i, 'expected the name of a credential');

const RestoreParameters = z.strictObject({
  archive: Hash.exactOptional().meta({ description: 'absent = the archive confirmed last' }),
  replace: list(z.string().min(1).max(2_000))
    .exactOptional()
    .meta({ description: 'items that differ and shall be overwritten, by key' }),
  secrets: z
    .record(
      z.string(),
      z.strictObject({
        kmipPassword: CredentialName.exactOptional(),
        privateKey: CredentialName.exactOptional(),
      }),
    )
    .exactOptional()
    .meta({ description: 'names of credentials by key provider, never secrets' }),
});

/** What people ask for, by kind. */
export const OperationRequest = z
  .discriminatedUnion('kind', [
    request('archive-configuration', z.strictObject({})),
    request('onboard-cluster', z.strictObject({ cluster: z.string().min(1), vcenter: z.string().min(1) })),
    request(
      'clear-quick-boot-debt',
      z.strictObject({ cluster: z.string().min(1), vcenter: z.string().min(1).exactOptional() }),
    ),
    request('retire-base-images', z.strictObject({ versions: z.array(z.string().min(1)).min(1) })),
    request('review-base-images', z.strictObject({ versions: z.array(z.string().min(1)) })),
    request('restart-services', RestartServices),
    request('repair-base-image', RepairBaseImage),
    request('restore-configuration', RestoreParameters),
    request(
      'recover-ta-host',
      z.strictObject({ host: z.string().min(1), version: z.string().min(1).exactOptional() }),
    ),
  ])
  .meta({ id: 'OperationRequest' }) satisfies z.ZodType<domain.AnyOperationRequest>;
export type OperationRequest = z.infer<typeof OperationRequest>;

/** Body of `POST /v1/operations/plans`. */
export const OperationPlanRequest = z
  .strictObject({ request: OperationRequest })
  .meta({ id: 'OperationPlanRequest' });
export type OperationPlanRequest = z.infer<typeof OperationPlanRequest>;

export const OperationStep = z
  .object({
    id: z.string(),
    subject: z.string(),
    title: z.string(),
    rule: z.string(),
    byPeople: z
      .object({ procedure: list(z.string()) })
      .exactOptional()
      .meta({ description: 'people do it, the run waits and verifies' }),
  })
  .meta({ id: 'OperationStep' }) satisfies z.ZodType<domain.OperationStep>;
export type OperationStep = z.infer<typeof OperationStep>;

/** What an approver looks at; every row has one cell for each column. */
export const EvidenceTable = z
  .object({ title: z.string(), columns: list(z.string()), rows: list(list(z.string())) })
  .meta({ id: 'EvidenceTable' }) satisfies z.ZodType<domain.EvidenceTable>;
export type EvidenceTable = z.infer<typeof EvidenceTable>;

/** Answer of `POST /v1/operations/plans` and `GET /v1/operations/plans/{hash}`. */
export const OperationPlan = PlanSummary.extend({
  kind: z.string(),
  subject: z.string(),
  reason: z.string(),
  steps: list(OperationStep),
  tables: list(EvidenceTable),
  gates: list(PlannedGate),
  findings: list(Finding),
}).meta({ id: 'OperationPlan' });
export type OperationPlan = z.infer<typeof OperationPlan>;

/** Body of `POST /v1/operations`: a plan that was looked at. */
export const StartOperation = z
  .strictObject({ estate: z.string().min(1), planHash: Hash })
  .meta({ id: 'StartOperation' });
export type StartOperation = z.infer<typeof StartOperation>;
