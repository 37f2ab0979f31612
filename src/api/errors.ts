import type { FastifyError, FastifyInstance } from 'fastify';
import {
  hasZodFastifySchemaValidationErrors,
  ResponseSerializationError,
  type ZodFastifySchemaValidationError,
} from 'fastify-type-provider-zod';
import type { ProblemPlace } from '../contract/index.js';
import { PayloadError } from '../ports/payloads/index.js';
import { ApiProblem, problemDocument } from './problems.js';

/** Every error leaves as a problem document; what went wrong inside goes to the log, without bodies. */
export function answerErrorsAsProblems(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const problem = asProblem(error);
    if (problem.status >= 500) {
      request.log.error(
        { err: error, route: request.routeOptions.url, code: problem.code },
        'request failed',
      );
    }
    return reply
      .code(problem.status)
      .headers(problem.details.headers ?? {})
      .type('application/problem+json')
      .send(problemDocument(problem, request.id));
  });
  app.setNotFoundHandler((request, reply) => {
    const problem = new ApiProblem(404, 'not-found', {
      detail: 'There is no such address.',
      remedy: 'The addresses are listed in /openapi.json.',
    });
    return reply.code(404).type('application/problem+json').send(problemDocument(problem, request.id));
  });
}

function asProblem(error: FastifyError | ApiProblem): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (error instanceof PayloadError) return new ApiProblem(502, error.code, { detail: error.message });
  if (hasZodFastifySchemaValidationErrors(error)) {
    const part = error.validationContext ?? 'body';
    return new ApiProblem(422, 'request-invalid', {
      errors: error.validation.flatMap((issue) => placesOf(issue, part)),
    });
  }
  if (error instanceof ResponseSerializationError) return new ApiProblem(500, 'internal');
  const status = error.statusCode ?? 500;
  if (status < 400 || status >= 500) return new ApiProblem(500, 'internal');
  return new ApiProblem(status, 'request-invalid', { detail: sentenceFor(status) });
}

/** Own words: a parser's message repeats parts of the body. */
function sentenceFor(status: number): string {
  switch (status) {
    case 413:
      return 'The body is too large.';
    case 415:
      return 'The body must be application/json.';
    default:
      return 'The request is malformed: its body is not valid JSON, or its address or headers are broken.';
  }
}

interface Issue {
  readonly path?: readonly PropertyKey[];
  readonly code?: string;
  readonly message?: string;
  readonly keys?: readonly string[];
  readonly errors?: readonly (readonly Issue[])[];
}

function placesOf(issue: ZodFastifySchemaValidationError, part: string): ProblemPlace[] {
  const params = issue.params as Pick<Issue, 'keys' | 'errors'>;
  const path = issue.instancePath.split('/').filter((step) => step !== '');
  return flatten({ ...params, path, code: issue.keyword, message: issue.message ?? '' }, part);
}

/** One place per unknown key; of a union only the branch that fits best. */
function flatten(issue: Issue, part: string): ProblemPlace[] {
  const path = issue.path ?? [];
  if (issue.keys !== undefined) {
    return issue.keys.map((key) => ({ pointer: pointerOf([...path, key], part), message: 'unknown key' }));
  }
  const branches = (issue.errors ?? []).map((issues) =>
    issues.flatMap((inner) => flatten({ ...inner, path: [...path, ...(inner.path ?? [])] }, part)),
  );
  const best = branches.toSorted((a, b) => a.length - b.length)[0];
  if (issue.code === 'invalid_union' && best !== undefined) return best;
  return [{ pointer: pointerOf(path, part), message: issue.message ?? 'not allowed' }];
}

/** JSON pointer into the body; into the named part of the request otherwise. */
function pointerOf(path: readonly PropertyKey[], part: string): string {
  const steps = path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`);
  const prefix = { querystring: '/query', params: '/path', headers: '/headers' }[part] ?? '';
  return `${prefix}${steps.join('')}`;
}
