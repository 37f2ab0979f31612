import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LabWorld } from '../world/api.js';
import { findRoute } from './find-route.js';
import { controlRoutes } from './routes.js';
import type { Answer, ControlRoute } from './routes.js';
import type { WireLog } from './wire-log.js';

/** Largest request body, in bytes. */
const MAX_BODY = 65_536;
/** Characters that are joined before a write, so that long logs do not become one string. */
const CHUNK = 65_536;

/** The control API: for the person at this machine and for tests, never for the product. */
export interface ControlApi {
  readonly url: string;
  close(): Promise<void>;
}

/** Listens on loopback only, because it hands out passwords. */
export async function startControl(world: LabWorld, wire: WireLog, port = 0): Promise<ControlApi> {
  const routes = controlRoutes(world, wire);
  const server = http.createServer((req, res) => {
    answer(world, routes, req)
      .then((reply) => send(res, reply))
      .catch((error: unknown) => {
        console.error('lab control:', error);
        if (!res.headersSent) res.writeHead(500, { 'content-type': 'application/json' });
        res.end(`${JSON.stringify({ error: String(error) })}\n`);
      });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  world: LabWorld,
  routes: ReadonlyMap<string, ControlRoute>,
  req: http.IncomingMessage,
): Promise<Answer> {
  const url = new URL(req.url ?? '/', 'http://lab');
  const method = req.method ?? 'GET';
  const found = findRoute(routes, method, url.pathname);
  if (!found) {
    return { status: 404, json: { error: `unknown: ${method} ${url.pathname}`, known: [...routes.keys()] } };
  }
  const text = await bodyOf(req);
  if (text === undefined) return { status: 400, json: { error: `body: allowed are ${MAX_BODY} bytes` } };
  let body: unknown;
  try {
    body = text === '' ? undefined : JSON.parse(text);
  } catch (error) {
    return { status: 400, json: { error: `body: not JSON: ${(error as Error).message}` } };
  }
  const { route, id } = found;
  const request = { query: url.searchParams, body, id };
  if (method !== 'GET') return ordered(world, { method, path: url.pathname, body }, () => route(request));
  world.clock.catchUp();
  return route(request);
}

/** Takes in what somebody wants to have changed. */
const ordered = (
  { intake }: LabWorld,
  order: { readonly method: string; readonly path: string; readonly body: unknown },
  act: () => Answer | Promise<Answer>,
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    intake.take(
      (t) => ({ kind: 'control', t, ...order }),
      () => void (async () => act())().then(resolve, reject),
    );
  });

/** The body as text; undefined when it is too long. */
async function bodyOf(req: http.IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function send(res: http.ServerResponse, reply: Answer): Promise<void> {
  if ('json' in reply) {
    res
      .writeHead(reply.status, { 'content-type': 'application/json' })
      .end(`${JSON.stringify(reply.json)}\n`);
    return;
  }
  res.writeHead(200, { 'content-type': 'application/x-ndjson' });
  let pending = '';
  for (const line of reply.lines) {
    pending += `${JSON.stringify(line)}\n`;
    if (pending.length < CHUNK) continue;
    const flowing = res.write(pending);
    pending = '';
    if (!flowing && !res.destroyed) await Promise.race([once(res, 'drain'), once(res, 'close')]);
    if (res.destroyed) return;
  }
  res.end(pending);
}
