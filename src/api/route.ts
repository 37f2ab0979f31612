import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Problem } from '../contract/index.js';
import { withAudit, type Audited } from './audit.js';
import type { Access, Caller } from './auth.js';
import type { ApiOptions } from './context.js';
import { KeyHeader, requestHashOf, withKey } from './idempotency.js';

/** What a handler gets: parsed parts of the request, who asks, and an ID that is the same for a repeated request. */
export interface Input<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly caller: Caller;
  /** Engine's idempotency key: the user's name and key, so that no user can use up another's. */
  readonly id: string;
  /** The `Idempotency-Key` as it was sent or made. */
  readonly key: string;
  /** When this key was first used. */
  readonly firstAt: Date;
  readonly request: FastifyRequest;
}

type Answers = Readonly<Record<number, z.ZodType>>;
type Headers = Readonly<Record<string, string>>;

/** One of the documented answers, or a stream. */
export type Answer<A extends Answers> =
  | {
      [S in keyof A & number]: {
        readonly status: S;
        readonly body: z.input<A[S]>;
        readonly headers?: Headers;
      };
    }[keyof A & number]
  | { readonly status: 200; readonly stream: Readable; readonly headers: Headers; readonly body?: undefined }
  | { readonly status: 204; readonly body?: undefined; readonly headers?: Headers };

export interface Route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends Answers> {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly operationId: string;
  readonly summary: string;
  readonly tag: string;
  readonly access: Access;
  /** Largest body in bytes; that of the server when absent. */
  readonly bodyLimit?: number;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly answers: A;
  /** Further content types of the answer 200. */
  readonly streams?: string;
  /** What the audit trail says about it; absent for what changes nothing. */
  readonly audit?: (input: Input<z.output<P>, z.output<Q>, z.output<B>>) => Audited;
  readonly handle: (input: Input<z.output<P>, z.output<Q>, z.output<B>>) => Promise<Answer<A>>;
}

const DESCRIPTIONS: Readonly<Record<number, string>> = {
  200: 'done',
  201: 'created',
  202: 'no answer yet; the same request with the same Idempotency-Key may be sent again',
  503: 'not ready',
};

/** Registers a route with everything that all of them share. POSTs are idempotent by key and, if said so, audited. */
export function addRoute<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  A extends Answers = Answers,
>(app: FastifyInstance, options: ApiOptions, route: Route<P, Q, B, A>): void {
  const { method, url, operationId, summary, tag, access, audit, handle } = route;
  app.route({
    method,
    url,
    config: { access },
    ...(route.bodyLimit === undefined ? {} : { bodyLimit: route.bodyLimit }),
    schema: {
      operationId,
      summary,
      tags: [tag],
      security: access === 'open' ? [] : [{ token: [] }],
      ...(route.params === undefined ? {} : { params: route.params }),
      ...(route.query === undefined ? {} : { querystring: route.query }),
      ...(route.body === undefined ? {} : { body: route.body }),
      ...(method === 'POST' ? { headers: KeyHeader } : {}),
      response: responsesOf(route),
    },
    handler: async (request, reply) => {
      const sent = (request.headers as z.output<typeof KeyHeader>)['idempotency-key'];
      const key = sent ?? randomUUID();
      const caller = request.caller ?? { name: 'anonymous', roles: [] };
      const id = `${caller.name}:${key}`;
      const act = async (firstAt: Date): Promise<Answer<A>> => {
        const { params, query, body } = request;
        const input = { params, query, body, caller, id, key, firstAt, request };
        const parsed = input as Input<z.output<P>, z.output<Q>, z.output<B>>;
        if (audit === undefined) return handle(parsed);
        return withAudit(options, { id, who: caller.name, audited: audit(parsed) }, () => handle(parsed));
      };
      if (method === 'POST' && sent !== undefined) {
        const path = new URL(request.url, 'http://localhost').pathname;
        const requestHash = requestHashOf(method, path, request.body);
        const outcome = await withKey(options, { user: caller.name, key, requestHash }, request.id, act);
        if ('replayed' in outcome) {
          const { status, body } = outcome.replayed;
          const type = status >= 400 ? 'application/problem+json' : 'application/json';
          return reply.code(status).header('idempotency-replayed', 'true').type(type).send(body);
        }
        return send(outcome.fresh);
      }
      return send(await act(options.clock()));

      function send(answer: Answer<A>) {
        reply.code(answer.status).headers(answer.headers ?? {});
        if ('stream' in answer) return reply.send(answer.stream);
        return answer.body === undefined ? reply.send() : reply.type('application/json').send(answer.body);
      }
    },
  });
}

function responsesOf({ answers, streams }: Pick<Route<never, never, never, Answers>, 'answers' | 'streams'>) {
  const problem = { 'application/problem+json': { schema: Problem } };
  const streamed =
    streams === undefined || answers[200] !== undefined
      ? {}
      : { 200: { description: DESCRIPTIONS[200], content: { [streams]: { schema: z.string() } } } };
  const documented = Object.entries(answers).map(([status, schema]) => {
    const content = {
      'application/json': { schema },
      ...(streams !== undefined && status === '200' ? { [streams]: { schema: z.string() } } : {}),
    };
    return [status, { description: DESCRIPTIONS[Number(status)] ?? 'answer', content }] as const;
  });
  return {
    ...streamed,
    ...Object.fromEntries(documented),
    '4xx': { description: 'refused', content: problem },
    '5xx': { description: 'failed', content: problem },
  };
}
