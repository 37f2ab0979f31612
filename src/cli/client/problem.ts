import { z } from 'zod';
import { CliError, EXIT, type ExitCode } from '../exit.js';

/** A finding inside a problem document. Lenient: a newer service may say more. */
const ProblemFinding = z.object({
  rule: z.string(),
  subject: z.string(),
  severity: z.string().default('blocker'),
  message: z.string(),
  remedy: z.string().default(''),
});

/** RFC 9457 problem document as our API writes it; every field may be missing when a proxy answers instead. */
export const Problem = z.object({
  title: z.string().optional(),
  detail: z.string().optional(),
  code: z.string().optional(),
  remedy: z.string().optional(),
  rules: z.array(z.string()).default([]),
  findings: z.array(ProblemFinding).default([]),
  errors: z
    .array(z.object({ pointer: z.string().optional(), line: z.number().optional(), message: z.string() }))
    .default([]),
});
export type Problem = z.infer<typeof Problem>;

/** Turns a refusal of the service into an end with the exit code that scripts expect. */
export function problemError(status: number, body: unknown): CliError {
  const parsed = Problem.safeParse(body);
  const problem = parsed.success ? parsed.data : Problem.parse({});
  return new CliError(exitCodeOf(status, problem), problemText(status, problem));
}

/** 3 only where a rule said no; what is not permitted or not there is 4 even when a rule is named. */
export function exitCodeOf(status: number, problem: Pick<Problem, 'rules'>): ExitCode {
  if (status === 401 || status === 403 || status === 404) return EXIT.notFound;
  if (status === 502 || status === 503 || status === 504) return EXIT.unreachable;
  if (status >= 500) return EXIT.unexpected;
  if (problem.rules.length > 0 || status === 409) return EXIT.refused;
  return EXIT.usage;
}

/** Sentence, rules, findings, and what to do, in that order. */
export function problemText(status: number, problem: Problem): string {
  const sentence = problem.detail ?? problem.title ?? `The service refused the request (HTTP ${status}).`;
  const lines = [sentence];
  for (const { pointer, line, message } of problem.errors) {
    const place = [line === undefined ? '' : `line ${line}`, pointer ?? ''].filter(Boolean).join(', ');
    lines.push(`  ${place ? `${place}: ` : ''}${message}`);
  }
  if (problem.rules.length > 0) lines.push(`Rules: ${problem.rules.join(', ')}`);
  for (const finding of problem.findings) {
    lines.push(`  ${finding.rule} ${finding.subject}: ${finding.message}`);
    if (finding.remedy) lines.push(`      ${finding.remedy}`);
  }
  const advice =
    problem.remedy ?? (status === 401 ? 'Log in with "vta login --url URL --token-file FILE".' : '');
  if (advice) lines.push(`What to do: ${advice}`);
  return lines.join('\n');
}
