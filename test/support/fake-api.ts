import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as the fake API saw it. */
interface SeenRequest {
  readonly method: string;
  /** Path with query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

/** What a route answers: a body (status 200), a status with a body, or full control of the response. */
export type Route = (request: SeenRequest, response: ServerResponse) => Answer | 'handled';
export interface Answer {
  readonly status?: number;
  readonly body: unknown;
}

export interface FakeApi {
  readonly url: string;
  readonly seen: SeenRequest[];
  /** `GET /v1/me`; may be replaced while the server runs. A path is matched without its query. */
  readonly routes: Record<string, Route>;
  close(): Promise<void>;
}

/** An HTTP server on loopback that answers by a table; what is not in it is a 404 problem. */
export async function startFakeApi(routes: Record<string, Route> = {}): Promise<FakeApi> {
  const seen: SeenRequest[] = [];
  const server = createServer((incoming, response) => {
    void readBody(incoming).then((body) => {
      const path = incoming.url ?? '/';
      const request = { method: incoming.method ?? 'GET', path, headers: incoming.headers, body };
      seen.push(request);
      const route = routes[`${request.method} ${path.split('?')[0]}`];
      const answer = route ? route(request, response) : problem(404, { detail: `No route ${path}.` });
      if (answer === 'handled') return;
      const type = (answer.status ?? 200) >= 400 ? 'application/problem+json' : 'application/json';
      response.writeHead(answer.status ?? 200, { 'content-type': type }).end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    routes,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A problem document as the service writes it. */
export function problem(status: number, about: Record<string, unknown> = {}): Answer {
  const base = { type: 'about:blank', title: 'Refused', status, detail: 'Refused.', code: 'refused' };
  return { status, body: { ...base, rules: [], findings: [], errors: [], ...about } };
}

async function readBody(incoming: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of incoming) text += String(chunk);
  const isJson = incoming.headers['content-type']?.startsWith('application/json') ?? false;
  return text && isJson ? JSON.parse(text) : text || undefined;
}
