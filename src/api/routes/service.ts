import type { z } from 'zod';
import type { FastifyInstance } from 'fastify';
import { AuditPage, Live, Me, PageQuery, Ready, ServiceHealth } from '../../contract/index.js';
import type { ApiOptions } from '../context.js';
import { ApiProblem } from '../problems.js';
import { addRoute } from '../route.js';

/** Health, who am I, audit trail. */
export function addServiceRoutes(app: FastifyInstance, options: ApiOptions): void {
  const { engine, records, version } = options;

  addRoute(app, options, {
    method: 'GET',
    url: '/livez',
    operationId: 'getLiveness',
    summary: 'This process answers',
    tag: 'service',
    access: 'open',
    answers: { 200: Live },
    handle: async () => ({ status: 200, body: { status: 'live' as const } }),
  });

  addRoute(app, options, {
    method: 'GET',
    url: '/readyz',
    operationId: 'getReadiness',
    summary: 'Temporal and the records can be used',
    tag: 'service',
    access: 'open',
    answers: { 200: Ready, 503: Ready },
    handle: async () => {
      const [health, writable] = await Promise.all([engine.health(), records.isWritable()]);
      const missing = [...(health.reachable ? [] : ['temporal']), ...(writable ? [] : ['records'])];
      return missing.length === 0
        ? { status: 200, body: { status: 'ready' as const, missing } }
        : { status: 503, body: { status: 'not-ready' as const, missing } };
    },
  });

  addRoute(app, options, {
    method: 'GET',
    url: '/v1/health',
    operationId: 'getHealth',
    summary: 'Temporal, workers per task queue, records, versions',
    tag: 'service',
    access: 'any',
    answers: { 200: ServiceHealth },
    handle: async () => {
      const [{ reachable, serverVersion, queues, problem }, writable] = await Promise.all([
        engine.health(),
        records.isWritable(),
      ]);
      const problems = [
        ...(reachable ? [] : [`Temporal does not answer${problem === undefined ? '' : `: ${problem}`}`]),
        ...queues
          .filter(({ pollers }) => pollers === 0)
          .map(({ name }) => `no worker serves the task queue ${name}`),
        ...(writable ? [] : ['the records database cannot be written']),
      ];
      const body: z.input<typeof ServiceHealth> = {
        status: problems.length === 0 ? 'ok' : 'degraded',
        problems,
        temporal: {
          reachable,
          ...(serverVersion === undefined ? {} : { serverVersion }),
          ...(problem === undefined ? {} : { problem }),
        },
        queues,
        records: { writable },
        versions: { service: version, node: process.version },
      };
      return { status: 200, body };
    },
  });

  addRoute(app, options, {
    method: 'GET',
    url: '/v1/me',
    operationId: 'getMe',
    summary: 'Who the token belongs to',
    tag: 'service',
    access: 'any',
    answers: { 200: Me },
    handle: async ({ caller }) => ({ status: 200, body: caller }),
  });

  addRoute(app, options, {
    method: 'GET',
    url: '/v1/audit',
    operationId: 'listAudit',
    summary: 'Audit trail, newest first',
    tag: 'audit',
    access: 'any',
    query: PageQuery,
    answers: { 200: AuditPage },
    handle: async ({ query }) => ({
      status: 200,
      body: await paged(() => records.listAudit(pageOfQuery(query))),
    }),
  });
}

/** `exactOptionalPropertyTypes`: an absent cursor is left out. */
export function pageOfQuery({ limit, after }: PageQuery): { limit: number; after?: string } {
  return { limit, ...(after === undefined ? {} : { after }) };
}

/** A cursor that no list of ours gave is the caller's mistake. */
export async function paged<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('cursor')) throw error;
    throw new ApiProblem(422, 'request-invalid', {
      errors: [{ pointer: '/query/after', message: 'not a cursor of this list' }],
    });
  }
}
