import { request, type Dispatcher } from 'undici';
import { VSphereError } from '../../ports/errors.js';
import type { VSphereLogger } from '../options.js';
import { AnswerRefused } from './answer-refused.js';
import type { CallGate } from './call-gate.js';
import { throttledFault, unreadable, type Faults } from './faults.js';
import { readRetryAfter } from './retry-after.js';
import { transportFault } from './transport-faults.js';

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
  /** A longer answer is refused (`mostBytes`). */
  readonly maxBytes: number;
  /** The bytes are wanted as they come, whatever coding they are labelled with (web servers label `.tgz` files). */
  readonly asSent?: boolean;
  /** Changes something, or is what others wait for: goes before reads that wait for their turn. */
  readonly goesFirst?: boolean;
  readonly signal?: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  /** Real seconds, from `Retry-After`. */
  readonly retryAfterSeconds?: number;
}

/**
 * Sends one request to one server: when its gate lets it, with a time limit, a size limit, and never to where a
 * redirect points. A server that asks to be left alone is left alone by everybody behind the same gate.
 */
export interface Http {
  readonly faults: Faults;
  send(call: HttpCall): Promise<HttpAnswer>;
}

class OutOfTime extends Error {}

/** Seconds of silence after a 429 that names no time. */
const silenceSeconds = 5;

/** Reads the body up to the limit. What exceeds it, or is compressed though nobody asked for that, is not read. */
const readBody = async (answer: Dispatcher.ResponseData, { maxBytes, asSent }: HttpCall): Promise<Buffer> => {
  const { headers, body } = answer;
  const refuse = (reason: string): never => {
    body.on('error', () => undefined).destroy();
    throw new AnswerRefused(reason);
  };
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity' && !asSent)
    refuse(`the answer is compressed (${String(encoding).slice(0, 40)})`);
  const tooLong = `the answer is longer than ${maxBytes} bytes`;
  if (Number(headers['content-length'] ?? 0) > maxBytes) refuse(tooLong);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw new AnswerRefused(tooLong);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

/** Where a redirect points, as far as a person needs it; paths and queries may hold secrets. */
const originOf = (location: string | string[] | undefined, base: string): string => {
  if (typeof location !== 'string' || !URL.canParse(location, base)) return 'nowhere';
  const { origin } = new URL(location, base);
  return origin === base ? 'the same server' : origin;
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

export const createHttp = (about: {
  readonly origin: string;
  readonly dispatcher: Dispatcher;
  readonly faults: Faults;
  readonly logger?: VSphereLogger;
  readonly gate?: CallGate;
}): Http => {
  const { origin, dispatcher, faults, logger, gate } = about;

  const exchange = async (call: HttpCall, signal: AbortSignal): Promise<HttpAnswer> => {
    const answer = await request(`${origin}${call.path}`, {
      dispatcher,
      method: call.method,
      headers: { 'user-agent': 'vta-conductor', 'accept-encoding': 'identity', ...call.headers },
      signal,
      ...(call.body === undefined ? {} : { body: call.body }),
    });
    const body = await readBody(answer, call);
    const { seconds, oddity } = readRetryAfter(answer.headers, Date.now());
    if (oddity) logger?.warn({ server: faults.server, operation: call.operation }, oddity);
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body,
      ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
    };
  };

  /** An answer that asks for silence closes the gate, for writes too: the server did not take the call. */
  const checkThrottled = ({ status, retryAfterSeconds }: HttpAnswer, { operation }: HttpCall): void => {
    const isSilence = status === 429 || (status === 503 && retryAfterSeconds !== undefined);
    if (!isSilence) return;
    const seconds = retryAfterSeconds ?? silenceSeconds;
    logger?.warn({ server: faults.server, operation, status, seconds }, 'vsphere throttles');
    gate?.close(seconds * 1_000);
    throw throttledFault(faults, operation, seconds * 1_000, status);
  };

  const send = async (call: HttpCall): Promise<HttpAnswer> => {
    call.signal?.throwIfAborted();
    const leave = await gate?.enter({
      operation: call.operation,
      goesFirst: call.goesFirst ?? false,
      signal: call.signal,
    });
    const began = performance.now();
    const deadline = withDeadline(call.timeoutMs, call.signal);
    const keys = { server: faults.server, operation: call.operation };
    try {
      const answer = await exchange(call, deadline.signal);
      logger?.debug(
        { ...keys, status: answer.status, ms: Math.round(performance.now() - began) },
        'vsphere call',
      );
      checkThrottled(answer, call);
      if (answer.status >= 300 && answer.status < 400) {
        const target = originOf(answer.headers['location'], origin);
        throw unreadable(faults, call, `answered with a redirect to ${target}, not followed`, answer.status);
      }
      return answer;
    } catch (error) {
      call.signal?.throwIfAborted();
      if (error instanceof VSphereError) throw error;
      // Whatever the HTTP client throws; also its assertions about answers that it does not expect.
      const cause = error as NodeJS.ErrnoException;
      logger?.debug(
        { ...keys, cause: cause.name, ms: Math.round(performance.now() - began) },
        'vsphere call failed',
      );
      throw transportFault(cause, call, faults);
    } finally {
      deadline.end();
      leave?.();
    }
  };
  return { faults, send };
};

/** What a proxy or a restarting server says: the answer is not the service's own. */
export const gatewayKind = (status: number, safe: boolean): 'passing' | 'unknown-outcome' =>
  // 502 and 504 come from a proxy that may have passed a write on before it lost the service.
  safe || status === 503 || status === 429 ? 'passing' : 'unknown-outcome';
