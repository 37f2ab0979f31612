import { request, type Dispatcher } from 'undici';
import { certificateRefused, VSphereError } from '../../ports/errors.js';
import type { VSphereLogger } from '../options.js';
import type { Faults } from './faults.js';
import { CertificateRefused, ConnectFailed } from './tls.js';

interface HttpCall {
  /** Shown in errors and logs, `GET /api/vcenter/cluster`. */
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path with query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Reads, or may be repeated without harm. Decides what a lost answer means. */
  readonly safe: boolean;
  readonly timeoutMs: number;
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** Sends one request to one server: with a time limit, a size limit, and never to where a redirect points. */
export interface Http {
  readonly faults: Faults;
  send(call: HttpCall): Promise<HttpAnswer>;
}

/** Of an answer held in memory. The largest ordinary one is a page of the property collector, some MB. */
const defaultMaxBytes = 32 * 1024 * 1024;

class TooLarge extends Error {}
class OutOfTime extends Error {}

const readBody = async (body: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) throw new TooLarge(`answer is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

/** One signal from the caller's and a time limit. Own timer: `AbortSignal.any` may lose an unreferenced timeout. */
const withDeadline = (timeoutMs: number, signal: AbortSignal | undefined) => {
  const controller = new AbortController();
  const abort = (): void => controller.abort(signal?.reason);
  const timer = setTimeout(
    () => controller.abort(new OutOfTime(`no answer within ${timeoutMs} ms`)),
    timeoutMs,
  );
  signal?.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    end: (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    },
  };
};

/** What a failed exchange means: refused, passing, or, for a write that may have arrived, an unknown outcome. */
const transportFault = (error: Error, call: HttpCall, faults: Faults): Error => {
  const about = { operation: call.operation };
  const text = `${call.operation}: ${error.message}`;
  if (error instanceof CertificateRefused) {
    return faults.error(text, { ...about, kind: 'refused', errorType: certificateRefused });
  }
  if (error instanceof ConnectFailed) return faults.error(text, { ...about, kind: 'passing' });
  if (error instanceof TooLarge) return faults.error(text, { ...about, kind: 'protocol' });
  if (call.safe)
    return faults.error(`${call.operation}: answer lost: ${error.message}`, { ...about, kind: 'passing' });
  return faults.error(`${call.operation}: sent, answer lost: ${error.message}`, {
    ...about,
    kind: 'unknown-outcome',
  });
};

export const createHttp = (about: {
  readonly origin: string;
  readonly dispatcher: Dispatcher;
  readonly faults: Faults;
  readonly logger?: VSphereLogger;
}): Http => {
  const { origin, dispatcher, faults, logger } = about;

  const exchange = async (call: HttpCall, signal: AbortSignal): Promise<HttpAnswer> => {
    const answer = await request(`${origin}${call.path}`, {
      dispatcher,
      method: call.method,
      headers: { 'user-agent': 'vta-conductor', ...call.headers },
      signal,
      ...(call.body === undefined ? {} : { body: call.body }),
    });
    const body = await readBody(answer.body, call.maxBytes ?? defaultMaxBytes);
    return { status: answer.statusCode, headers: answer.headers, body };
  };

  const send = async (call: HttpCall): Promise<HttpAnswer> => {
    call.signal?.throwIfAborted();
    const began = performance.now();
    const deadline = withDeadline(call.timeoutMs, call.signal);
    const keys = { server: faults.server, operation: call.operation };
    try {
      const answer = await exchange(call, deadline.signal);
      logger?.debug(
        { ...keys, status: answer.status, ms: Math.round(performance.now() - began) },
        'vsphere call',
      );
      if (answer.status >= 300 && answer.status < 400) {
        throw faults.error(`${call.operation}: answered with a redirect (${answer.status}), not followed`, {
          operation: call.operation,
          kind: 'protocol',
          status: answer.status,
        });
      }
      return answer;
    } catch (error) {
      call.signal?.throwIfAborted();
      if (!(error instanceof Error) || error instanceof VSphereError) throw error;
      logger?.debug(
        { ...keys, cause: error.name, ms: Math.round(performance.now() - began) },
        'vsphere call failed',
      );
      throw transportFault(error, call, faults);
    } finally {
      deadline.end();
    }
  };
  return { faults, send };
};

/** Seconds of a `Retry-After` header, given in seconds or as a date. */
export const retryAfterSeconds = (
  headers: HttpAnswer['headers'],
  now: number = Date.now(),
): number | undefined => {
  const value = headers['retry-after'];
  if (typeof value !== 'string') return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : Math.ceil((Date.parse(value) - now) / 1_000);
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
};

/** What a proxy or a restarting server says: the answer is not the service's own. */
export const gatewayKind = (status: number, safe: boolean): 'passing' | 'unknown-outcome' =>
  // 502 and 504 come from a proxy that may have passed a write on before it lost the service.
  safe || status === 503 || status === 429 ? 'passing' : 'unknown-outcome';
