import { z } from 'zod';
import { Problem, type ProblemPlace } from '../../contract/index.js';
import { CliError, EXIT, type ExitCode } from '../exit.js';
import { rulesLine } from '../render/rules.js';

/** RFC 9457 problem document as our API writes it; any field may be missing when a proxy answers instead. */
const LenientProblem = Problem.extend({ code: z.string() }).partial();
type LenientProblem = z.infer<typeof LenientProblem>;

/** Turns a refusal of the service into an end with the exit code that scripts expect. */
export function problemError(status: number, body: unknown): CliError {
  const parsed = LenientProblem.safeParse(body);
  const problem = parsed.success ? parsed.data : {};
  return new CliError(exitCodeOf(status, problem), problemText(status, problem));
}

/** 3 only where a rule said no; what is not permitted or not there is 4 even when a rule is named. */
function exitCodeOf(status: number, problem: Pick<LenientProblem, 'rules'>): ExitCode {
  if (status === 401 || status === 403 || status === 404) return EXIT.notFound;
  if (status === 502 || status === 503 || status === 504) return EXIT.unreachable;
  if (status >= 500) return EXIT.unexpected;
  if ((problem.rules?.length ?? 0) > 0 || status === 409) return EXIT.refused;
  return EXIT.usage;
}

/** Sentence, places, rules, findings, and what to do, in that order. */
function problemText(status: number, problem: LenientProblem): string {
  const sentence = problem.detail ?? problem.title ?? `The service refused the request (HTTP ${status}).`;
  const advice =
    problem.remedy ?? (status === 401 ? 'Log in with "vta login --url URL --token-file FILE".' : '');
  return [
    sentence,
    ...(problem.errors ?? []).map((place) => `  ${placeText(place)}`),
    ...(problem.rules?.length ? [rulesLine(problem.rules)] : []),
    ...(problem.findings ?? []).flatMap(({ rule, subject, message, remedy }) => [
      `  ${rule} ${subject}: ${message}`,
      ...(remedy ? [`      ${remedy}`] : []),
    ]),
    ...(advice ? [`What to do: ${advice}`] : []),
  ].join('\n');
}

/** `line 4, /authority/vcenter: must be … (found "x"; allowed: y)`. */
function placeText({ pointer, line, column, message, found, allowed }: ProblemPlace): string {
  const where = [
    line === undefined ? '' : `line ${line}${column === undefined ? '' : `:${column}`}`,
    pointer === '/' ? '' : pointer,
  ].filter(Boolean);
  const what = [
    found === undefined ? '' : `found ${found}`,
    allowed === undefined ? '' : `allowed: ${allowed}`,
  ];
  const detail = what.filter(Boolean).join('; ');
  return `${where.length > 0 ? `${where.join(', ')}: ` : ''}${message}${detail ? ` (${detail})` : ''}`;
}
