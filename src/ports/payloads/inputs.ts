import { z } from 'zod';
import { RequestPayload } from './plan.js';
import { EstatePayload } from './shared.js';

/** What the API starts workflows with. New fields are optional: the worker may be of the release before. */
export const SurveyInputPayload = z.looseObject({ estate: EstatePayload });

export const PlanInputPayload = SurveyInputPayload.extend({
  estateHash: z.string(),
  request: RequestPayload,
  requestedBy: z.string(),
});

export const RunInputPayload = SurveyInputPayload.extend({
  runId: z.string(),
  planHash: z.string(),
  requestedBy: z.string(),
  reason: z.string(),
  timeScale: z.number().positive(),
});

/** Answers of the workflows that read and plan. */
export const SurveyResultPayload = z.looseObject({ inventoryHash: z.string() });
export const HashPayload = z.looseObject({ hash: z.string() });
export const PlanResultPayload = SurveyResultPayload.extend({
  planHash: z.string(),
  blockers: z.number(),
  warnings: z.number(),
});
