import { z } from 'zod';
import { ERRORS, type ErrorCode } from '../domain/errors.js';
import type { Finding as DomainFinding } from '../domain/model/finding.js';
import { Instant, list } from './common.js';

/** A rule's answer about one subject. */
export const Finding = z
  .object({
    rule: z.string(),
    check: z.string(),
    subject: z.string(),
    severity: z.enum(['blocker', 'warning', 'info']),
    message: z.string(),
    remedy: z.string(),
    waiver: z
      .object({ id: z.string(), by: z.string(), reason: z.string(), expiresAt: Instant })
      .exactOptional()
      .meta({ description: 'who has taken the responsibility: without it this would be a blocker' }),
  })
  .meta({ id: 'Finding' }) satisfies z.ZodType<DomainFinding>;
export type Finding = z.infer<typeof Finding>;

/** One place in a request or file that is wrong. */
export const ProblemPlace = z
  .object({
    pointer: z.string().meta({ description: 'JSON pointer into the body, query, path or file' }),
    line: z.number().int().exactOptional().meta({ description: 'line of a file, from 1' }),
    column: z.number().int().exactOptional().meta({ description: 'column of a file, from 1' }),
    message: z.string(),
    found: z.string().exactOptional(),
    allowed: z.string().exactOptional(),
  })
  .meta({ id: 'ProblemPlace' });
export type ProblemPlace = z.infer<typeof ProblemPlace>;

/** Code of a problem; `docs/reference/errors.md` has a heading for each. */
export const ProblemCode = z
  .enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]])
  .meta({ id: 'ProblemCode' });
export type ProblemCode = z.infer<typeof ProblemCode>;

/** RFC 9457 problem document, `application/problem+json`. */
export const Problem = z
  .object({
    type: z.string().meta({ description: 'URI reference of the kind of problem, `urn:vta:error:<code>`' }),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    instance: z.string().exactOptional(),
    code: ProblemCode,
    remedy: z.string().exactOptional().meta({ description: 'what to do next' }),
    rules: list(z.string()).meta({ description: 'rules of the rule book that said no' }),
    findings: list(Finding),
    errors: list(ProblemPlace),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;
