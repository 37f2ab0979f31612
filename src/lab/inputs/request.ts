import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { RequestEntry } from './entry.js';
import type { Intake } from './intake.js';

/** Most bytes of a body that are kept; base64 of an image database is the only large one. */
export const MAX_KEPT_BYTES = 64 * 1024 * 1024;

/** A request as the front doors see it: whole, with its body. */
export interface LabRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** Peer of the connection. */
  readonly address: string;
  /** Empty when it was too long to be kept. */
  readonly body: Buffer;
  /** Bytes of the body as it came. */
  readonly length: number;
  /** Aborted when the client goes away before it is answered. */
  readonly gone: AbortSignal;
  /** Takes the connection away. */
  cut(): void;
}

/** Where a front door writes its answer; the part of Node's `ServerResponse` that they use. */
export interface LabResponse {
  statusCode: number;
  setHeader(name: string, value: string | number): unknown;
  writeHead(status: number, headers?: OutgoingHttpHeaders): { end(body?: string | Uint8Array): unknown };
  write(part: Uint8Array, written: () => void): unknown;
  end(body?: string | Uint8Array): unknown;
}

export type Handler = (req: LabRequest, res: LabResponse) => Promise<void>;

/**
 * Reads a request to its end and takes it in; one whose client goes away meanwhile never came in.
 *
 * @throws whatever `handle` throws
 */
export async function takeIn(
  intake: Intake,
  { door, server }: Pick<RequestEntry, 'door' | 'server'>,
  { req, res }: { readonly req: IncomingMessage; readonly res: ServerResponse },
  handle: Handler,
): Promise<void> {
  const read = await bodyOf(req).catch(() => undefined);
  if (read === undefined) return;
  const { body, length } = read;
  const { method = 'GET', url = '/', headers } = req;
  const address = req.socket.remoteAddress ?? '';
  const gone = new AbortController();
  const n = intake.next();
  let isOver = false;
  res.on('close', () => {
    if (isOver) return;
    intake.take(
      (t) => ({ kind: 'gone', t, n }),
      () => gone.abort(),
    );
  });
  const request: LabRequest = {
    method,
    url,
    headers,
    address,
    body,
    length,
    gone: gone.signal,
    cut: () => void req.socket.destroy(),
  };
  try {
    await new Promise<void>((resolve, reject) => {
      intake.take(
        (t) => ({ kind: 'request', t, n, door, server, ...written(request) }),
        () => void handle(request, res).then(resolve, reject),
      );
    });
  } finally {
    isOver = true;
  }
}

async function bodyOf(req: IncomingMessage): Promise<{ body: Buffer; length: number }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= MAX_KEPT_BYTES) chunks.push(chunk);
  }
  return { body: length <= MAX_KEPT_BYTES ? Buffer.concat(chunks) : Buffer.alloc(0), length };
}

/** A request as it stands in a recording. */
function written(request: LabRequest): Omit<RequestEntry, 'kind' | 't' | 'n' | 'door' | 'server'> {
  const { method, url, address, body, length } = request;
  const headers = request.headers as RequestEntry['headers'];
  const about = { method, url, headers, address };
  if (length > MAX_KEPT_BYTES) return { ...about, tooLong: length };
  if (length === 0) return about;
  const text = body.toString('utf8');
  return Buffer.from(text).equals(body)
    ? { ...about, body: text }
    : { ...about, base64: body.toString('base64') };
}

/** The request of a recording again. */
export function requestFrom(entry: RequestEntry, gone: AbortSignal): LabRequest {
  const { method, url, headers, address, body = '', base64, tooLong } = entry;
  const bytes = base64 === undefined ? Buffer.from(body) : Buffer.from(base64, 'base64');
  return { method, url, headers, address, body: bytes, length: tooLong ?? bytes.length, gone, cut() {} };
}

/** Takes an answer that nobody reads. */
export const unread = (): LabResponse => ({
  statusCode: 200,
  setHeader() {},
  writeHead: () => ({ end() {} }),
  write() {},
  end() {},
});
