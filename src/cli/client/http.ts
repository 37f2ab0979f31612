import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Agent, fetch, type Response } from 'undici';
import type { z } from 'zod';
import type { Connection } from '../connection.js';
import { Pending } from '../../contract/index.js';
import { CliError, EXIT } from '../exit.js';
import { problemError } from './problem.js';

/** Reading is quick; planning reads two sides of an estate and may take its time. Milliseconds. */
const LIMITS = { read: 30_000, write: 180_000, again: 2_000 } as const;

export interface HttpClient {
  readonly url: URL;
  get<S extends z.ZodType>(path: string, schema: S): Promise<z.infer<S>>;
  post<S extends z.ZodType>(path: string, body: unknown, schema: S): Promise<z.infer<S>>;
  delete<S extends z.ZodType>(path: string, schema: S): Promise<z.infer<S>>;
  /** A file, whole. */
  bytes(path: string): Promise<Uint8Array>;
  /** A stream without a time limit for its body; the caller ends it by the signal. */
  stream(path: string, headers: Record<string, string>, signal: AbortSignal): Promise<Response>;
  close(): Promise<void>;
}

/** Client of the service's REST API: bearer token, time limits, problems turned into explained ends. */
export function createHttp(connection: Connection, signal?: AbortSignal): HttpClient {
  const base = connection.url.href.replace(/\/$/, '');
  const dispatcher = new Agent({ connect: { timeout: 5_000 }, bodyTimeout: 0 });
  const authorization: Record<string, string> = connection.token
    ? { authorization: `Bearer ${connection.token}` }
    : {};

  const send = async (path: string, init: Parameters<typeof fetch>[1], limit: number): Promise<Response> => {
    const signals = [init?.signal, signal, AbortSignal.timeout(limit)].filter((one) => one != null);
    try {
      return await fetch(`${base}${path}`, {
        ...init,
        dispatcher,
        redirect: 'error', // a redirect could carry the token elsewhere
        signal: AbortSignal.any(signals),
      });
    } catch (error) {
      throw unreachable(connection.url, error);
    }
  };

  const json = async <S extends z.ZodType>(
    path: string,
    schema: S,
    init: Parameters<typeof fetch>[1],
    limit: number,
  ): Promise<z.infer<S>> => {
    const response = await send(path, init, limit);
    const body = await readBody(response, connection.url);
    if (!response.ok) throw problemError(response.status, body);
    if (response.status === 202) throw new NotYet(Pending.parse(body));
    const parsed = schema.safeParse(body);
    if (parsed.success) return parsed.data;
    throw notUnderstood(connection.url, path, parsed.error);
  };

  /** A request that nobody has answered yet is sent again, with the same key, until the time for writing is over. */
  const insist = async <S extends z.ZodType>(path: string, body: unknown, schema: S): Promise<z.infer<S>> => {
    const headers = {
      accept: 'application/json',
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      ...authorization,
    };
    const until = Date.now() + LIMITS.write;
    for (;;) {
      try {
        return await json(
          path,
          schema,
          { method: 'POST', headers, body: JSON.stringify(body) },
          until - Date.now(),
        );
      } catch (error) {
        if (!(error instanceof NotYet)) throw error;
        if (Date.now() + LIMITS.again >= until) throw new CliError(EXIT.unreachable, error.message);
        await delay(LIMITS.again, undefined, signal ? { signal } : {});
      }
    }
  };

  return {
    url: connection.url,
    get: (path, schema) =>
      json(path, schema, { headers: { accept: 'application/json', ...authorization } }, LIMITS.read),
    post: insist,
    delete: (path, schema) =>
      json(
        path,
        schema,
        { method: 'DELETE', headers: { accept: 'application/json', ...authorization } },
        LIMITS.read,
      ),
    bytes: async (path) => {
      const response = await send(path, { headers: { ...authorization } }, LIMITS.write);
      if (!response.ok) throw problemError(response.status, await readBody(response, connection.url));
      try {
        return new Uint8Array(await response.arrayBuffer());
      } catch (error) {
        throw unreachable(connection.url, error);
      }
    },
    stream: async (path, headers, streamSignal) => {
      try {
        return await fetch(`${base}${path}`, {
          headers: { ...headers, ...authorization },
          dispatcher,
          redirect: 'error',
          signal: streamSignal,
        });
      } catch (error) {
        throw unreachable(connection.url, error);
      }
    },
    close: () => dispatcher.destroy(),
  };
}

/** Status 202: the request is known, but no worker has answered. */
class NotYet extends Error {
  constructor(pending: Pending) {
    super(
      `${pending.message} It is not known yet whether it was done. Run "vta doctor" to see what is missing.`,
    );
  }
}

function notUnderstood(url: URL, path: string, error: z.ZodError): CliError {
  const [issue] = error.issues;
  const where = issue ? `/${issue.path.join('/')}: ${issue.message}` : 'unknown form';
  return new CliError(
    EXIT.unexpected,
    `${url.origin} answered ${path} in a form that this vta does not understand (${where}). ` +
      'Are both of the same release?',
  );
}

async function readBody(response: Response, url: URL): Promise<unknown> {
  let text: string;
  try {
    text = await response.text();
  } catch (error) {
    throw unreachable(url, error);
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a proxy's HTML page; the status speaks
  }
}

/** The one sentence for "nobody answers", with the reason that the network layer gave. */
function unreachable(url: URL, error: unknown): CliError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = (cause as NodeJS.ErrnoException).code;
  const timedOut = error instanceof Error && error.name === 'TimeoutError';
  const reason = timedOut
    ? 'no answer in time'
    : (code ?? (cause instanceof Error ? cause.message : String(cause)));
  return new CliError(
    EXIT.unreachable,
    `The service at ${url.origin} cannot be reached (${reason}). ` +
      'Start it with "npm start" or "vta serve", or name another address with --url or VTA_URL.',
  );
}
