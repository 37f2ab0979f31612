import { z } from 'zod';
import type * as domain from '../domain/diagnosis/index.js';
import { Instant, list } from './common.js';
import { EvidenceTable } from './operations.js';

/** Body of `POST /v1/estates/{estate}/diagnoses`. */
export const DiagnosisRequest = z
  .strictObject({
    host: z.string().min(1).exactOptional().meta({ description: 'one host; the whole estate when absent' }),
  })
  .meta({ id: 'DiagnosisRequest' });

/** The evidence in one document, without secrets. */
export const DiagnosisBundle = z
  .object({
    schema: z.literal(1),
    estate: z.string(),
    host: z.string().exactOptional(),
    at: Instant,
    tables: list(EvidenceTable),
    messages: list(z.object({ subject: z.string(), lines: list(z.string()) })),
    unreadable: list(z.object({ subject: z.string(), reason: z.string() })),
  })
  .meta({ id: 'DiagnosisBundle' }) satisfies z.ZodType<domain.DiagnosisBundle>;
export type DiagnosisBundle = z.infer<typeof DiagnosisBundle>;
