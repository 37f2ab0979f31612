import { z } from 'zod';
import {
  OPERATION_KINDS,
  type AnyOperationRequest,
  type OperationPlan,
} from '../../domain/operations/index.js';
import { PlanInputPayload } from './inputs.js';
import { FindingPayload, GatePayload } from './plan.js';
import { list } from './shared.js';

/** Parameters and details belong to the kind; its contract has checked the first, its planner made the second. */
const OperationRequestPayload = z.looseObject({
  estate: z.string(),
  kind: z.enum(OPERATION_KINDS),
  reason: z.string(),
  parameters: z.looseObject({}),
}) as unknown as z.ZodType<AnyOperationRequest>;

export const OperationPlanInputPayload = PlanInputPayload.extend({ request: OperationRequestPayload });

export const OperationPlanPayload = z.looseObject({
  schema: z.literal(1),
  kind: z.enum(OPERATION_KINDS),
  subject: z.string(),
  request: OperationRequestPayload,
  estateHash: z.string(),
  steps: list(
    z.looseObject({
      id: z.string(),
      subject: z.string(),
      title: z.string(),
      rule: z.string(),
      byPeople: z.looseObject({ procedure: list(z.string()) }).exactOptional(),
    }),
  ),
  tables: list(z.looseObject({ title: z.string(), columns: list(z.string()), rows: list(list(z.string())) })),
  gates: list(GatePayload),
  findings: list(FindingPayload),
  details: z.looseObject({}),
}) as unknown as z.ZodType<OperationPlan>;
