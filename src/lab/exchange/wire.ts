import type { LabRequest, LabResponse } from '../inputs/request.js';
import { proxyPage } from './refusal.js';
import type { Refusal } from './refusal.js';

/** Answers as a proxy does that stands before the interface. */
export function sendRefusal(res: LabResponse, { status, body, headers }: Refusal): void {
  const text = body === 'none' ? '' : proxyPage(status);
  res
    .writeHead(status, {
      ...headers,
      ...(text === '' ? {} : { 'Content-Type': 'text/html' }),
      'Content-Length': Buffer.byteLength(text),
    })
    .end(text);
}

/** Announces the whole body, sends half of it and cuts the connection; of an answer without a body nothing is sent. */
export function sendHalf(
  req: LabRequest,
  res: LabResponse,
  status: number,
  { type, body }: { readonly type: string; readonly body: string | Uint8Array },
): void {
  const bytes = Buffer.from(body);
  if (bytes.length === 0) {
    req.cut();
    return;
  }
  res.writeHead(status, { 'Content-Type': type, 'Content-Length': bytes.length });
  res.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => req.cut());
}
