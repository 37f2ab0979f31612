import { randomUUID } from 'node:crypto';
import { Agent, fetch, type Response } from 'undici';
import type { z } from 'zod';
import type { Connection } from '../connection.js';
import { CliError, EXIT } from '../exit.js';
import { problemError } from './problem.js';

/** Reading is quick; planning reads two sides of an estate and may take its time. Milliseconds. */
const LIMITS = { read: 30_000, write: 180_000 } as const;

export interface HttpClient {
  readonly url: URL;
  get<S extends z.ZodType>(path: string, schema: S): Promise<z.infer<S>>;
  post<S extends z.ZodType>(path: string, body: unknown, schema: S): Promise<z.infer<S>>;
  /** The answer as text, for reports that are stored as they are. */
  text(path: string): Promise<string>;
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
    const parsed = schema.safeParse(body);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new CliError(
      EXIT.unexpected,
      `${connection.url.origin} answered ${path} in a form that this vta does not understand ` +
        `(${issue ? `/${issue.path.join('/')}: ${issue.message}` : 'unknown form'}). Are both of the same release?`,
    );
  };

  return {
    url: connection.url,
    get: (path, schema) =>
      json(path, schema, { headers: { accept: 'application/json', ...authorization } }, LIMITS.read),
    post: (path, body, schema) =>
      json(
        path,
        schema,
        {
          method: 'POST',
          headers: {
            accept: 'application/json',
            'content-type': 'application/json',
            'idempotency-key': randomUUID(),
            ...authorization,
          },
          body: JSON.stringify(body),
        },
        LIMITS.write,
      ),
    text: async (path) => {
      const response = await send(
        path,
        { headers: { accept: 'application/json', ...authorization } },
        LIMITS.read,
      );
      if (!response.ok) throw problemError(response.status, await readBody(response, connection.url));
      return response.text();
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
