import type http from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { ServerIdentity } from './certificates.js';

/** One listening server of the lab. */
export interface LabServer {
  readonly port: number;
  /** Cuts every open connection. */
  cutAll(): void;
  /** Shows another certificate to connections from now on. */
  present(identity: ServerIdentity): void;
  close(): Promise<void>;
}

export interface ServerOptions {
  readonly identity: ServerIdentity;
  /** Port of an earlier start; a free one when absent. */
  readonly port?: number;
  /** Whether a new connection is taken at all. */
  readonly accepts: () => boolean;
  readonly handle: (req: http.IncomingMessage, res: http.ServerResponse) => Promise<void>;
}

/** Listens on loopback; a handler that throws answers 500 instead of ending the process. */
export async function listen({ identity, port = 0, accepts, handle }: ServerOptions): Promise<LabServer> {
  const sockets = new Set<Socket>();
  const server = https.createServer({ key: identity.key, cert: identity.cert }, (req, res) => {
    handle(req, res).catch((error: unknown) => {
      console.error(`lab: ${req.method ?? ''} ${req.url ?? ''}:`, error);
      if (!res.headersSent) res.writeHead(500, { 'content-type': 'text/plain' });
      res.end('internal error of the lab\n');
    });
  });
  // Long polls of WaitForUpdatesEx outlast Node's default limits; idle clients keep their connection.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 65_000;
  server.on('connection', (socket: Socket) => {
    if (!accepts()) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  // Clients that refuse the certificate are none of our business.
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const cutAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cutAll,
    present: ({ cert, key }) => server.setSecureContext({ cert, key }),
    close: () =>
      new Promise((resolve) => {
        cutAll();
        // Node 20 stumbles over connections that are just being cut when it looks for idle ones.
        setImmediate(() => {
          server.close(() => resolve());
          cutAll();
        });
      }),
  };
}
