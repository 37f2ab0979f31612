import { RunEvent } from '../../contract/index.js';
import { createApi } from '../client/api.js';
import type { HttpClient } from '../client/http.js';
import { problemError } from '../client/problem.js';
import { readSse } from '../client/sse.js';
import { NotStreaming, type Placed } from './follow.js';
import type { RunSource } from './watch-run.js';

/** Answers of a server, or of a proxy in front of it, that cannot or will not stream. */
const CANNOT_STREAM = [404, 405, 406, 415, 501];

/** Looks at one run through the REST API. */
export function createRunSource(http: HttpClient, runId: string): RunSource {
  const api = createApi(http);
  return {
    status: () => api.run(runId),
    hosts: () => api.hosts(runId),
    page: async (after) => (await api.events(runId, after)).map(place),
    stream: (after, signal) => streamEvents(http, runId, after, signal),
  };
}

async function* streamEvents(
  http: HttpClient,
  runId: string,
  after: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<Placed<RunEvent>> {
  const response = await http.stream(
    `/v1/runs/${encodeURIComponent(runId)}/events`,
    { accept: 'text/event-stream', ...(after === undefined ? {} : { 'last-event-id': after }) },
    signal,
  );
  const streams = response.headers.get('content-type')?.startsWith('text/event-stream');
  if (!response.ok || !streams || !response.body) {
    const body = await response.text();
    if (response.ok || CANNOT_STREAM.includes(response.status)) throw new NotStreaming();
    throw problemError(response.status, safeJson(body));
  }
  for await (const message of readSse(response.body)) {
    const event = RunEvent.safeParse(safeJson(message.data));
    if (event.success) yield place(event.data); // other messages, such as "end", carry no event
  }
}

function place(event: RunEvent): Placed<RunEvent> {
  return { position: String(event.position), event };
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
