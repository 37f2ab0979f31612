import type { FastifyInstance, FastifyRequest } from 'fastify';
import { RunEventPage, RunEventQuery } from '../../contract/index.js';
import { isFinal } from '../../domain/progress/status.js';
import type { ApiOptions } from '../context.js';
import { eventStream } from '../event-stream.js';
import { ApiProblem } from '../problems.js';
import { addRoute } from '../route.js';
import type { Stored } from '../stored.js';
import { RunParams } from './runs.js';

const CHUNK = 200;

/** A run's story: page by page, or as it happens. */
export function addEventRoutes(app: FastifyInstance, options: ApiOptions, stored: Stored): void {
  const { records, streamPollMs = 300, heartbeatMs = 15_000 } = options;
  const stopping = new AbortController();
  app.addHook('preClose', async () => stopping.abort());

  addRoute(app, options, {
    method: 'GET',
    url: '/v1/runs/:run/events',
    operationId: 'listRunEvents',
    summary: 'Events of a run: a page after a position, or a stream of server-sent events',
    tag: 'runs',
    access: 'any',
    params: RunParams,
    query: RunEventQuery,
    answers: { 200: RunEventPage },
    streams: 'text/event-stream',
    handle: async ({ params, query, request }) => {
      const { runId } = await stored.run(params.run);
      if (!wantsStream(request)) {
        const found = await records.readEvents(runId, query.after, query.limit + 1);
        const items = found.slice(0, query.limit);
        const last = items.at(-1);
        const next = found.length > items.length && last ? { next: String(last.position) } : {};
        return { status: 200, body: { items, ...next } };
      }
      const after = lastEventId(request) ?? query.after;
      const hasEnded = async (): Promise<boolean> => isFinal((await stored.run(runId)).status.state);
      if ((await hasEnded()) && (await records.readEvents(runId, after, 1)).length === 0) {
        // Tells a browser's EventSource not to come back (WHATWG HTML, 9.2.3).
        return { status: 204 };
      }
      const stream = eventStream({
        read: (position) => records.readEvents(runId, position, CHUNK),
        hasEnded,
        after,
        pollMs: streamPollMs,
        heartbeatMs,
        signal: stopping.signal,
      });
      const headers = {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-cache',
        'x-accel-buffering': 'no',
        // A stream is the last thing on its connection, so that a stopping service need not wait for the next.
        connection: 'close',
      };
      return { status: 200, stream, headers };
    },
  });
}

function wantsStream(request: FastifyRequest): boolean {
  return /(^|,)\s*text\/event-stream\s*(;|,|$)/i.test(request.headers.accept ?? '');
}

function lastEventId(request: FastifyRequest): number | undefined {
  const header = request.headers['last-event-id'];
  if (header === undefined || header === '') return undefined;
  const text = String(header);
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new ApiProblem(422, 'request-invalid', {
    errors: [{ pointer: '/headers/last-event-id', message: 'expected the id of an event of this stream' }],
  });
}
