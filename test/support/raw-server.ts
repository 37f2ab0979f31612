import type { AddressInfo } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { anIdentity, type TestIdentity } from './tls.js';

/** A TLS server that answers each request, as text, with whatever bytes the test writes. */
export interface RawServer {
  readonly url: string;
  readonly identity: TestIdentity;
  readonly port: number;
  /** Requests, heads and bodies as they came. */
  readonly seen: string[];
  close(): Promise<void>;
}

type Respond = (request: string, socket: TLSSocket, count: number) => void | Promise<void>;

export const rawServer = async (
  respond: Respond,
  { identity: given, port = 0 }: { identity?: TestIdentity; port?: number } = {},
): Promise<RawServer> => {
  const identity = given ?? (await anIdentity());
  const seen: string[] = [];
  const open = new Set<TLSSocket>();
  const server = createServer({ key: identity.key, cert: identity.cert }, (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => undefined);
    socket.on('data', (data) => {
      const request = data.toString('latin1');
      seen.push(request);
      void respond(request, socket, seen.length - 1);
    });
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  const listening = (server.address() as AddressInfo).port;
  return {
    url: `https://127.0.0.1:${listening}`,
    identity,
    port: listening,
    seen,
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
};

/** One HTTP answer as bytes; its length is stated unless `headers` say otherwise. */
export const httpAnswer = (status: number, body: string, headers: readonly string[] = []): string =>
  [
    `HTTP/1.1 ${status} X`,
    ...(headers.length > 0 ? headers : [`content-length: ${Buffer.byteLength(body)}`]),
    '',
    body,
  ].join('\r\n');
