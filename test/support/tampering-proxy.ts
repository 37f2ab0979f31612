import { buffer } from 'node:stream/consumers';
import https from 'node:https';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createIdentity } from '../../src/lab/server/certificates.js';
import { soapMethod } from './fake-vcenter.js';

/** One answer on its way back, with what it answers. */
export interface Passing {
  readonly method: string;
  readonly path: string;
  readonly requestBody: string;
  /** Name of the vim25 method, if it is one. */
  readonly soapMethod: string;
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: string;
}

/** What the client gets instead; `cutAt` = the connection ends after so many bytes of the announced length. */
export type Tampered = Partial<Pick<Passing, 'status' | 'headers' | 'body'>> & { readonly cutAt?: number };

export type Tamper = (passing: Passing) => Tampered | undefined;

export interface TamperingProxy {
  readonly url: string;
  readonly thumbprint: string;
  close(): Promise<void>;
}

/** A server that stands before a vCenter of the lab and changes its answers. */
export const startTamperingProxy = async (target: string, tamper: Tamper): Promise<TamperingProxy> => {
  const identity = await createIdentity('localhost');
  // The certificate behind is the lab's own, made a moment ago; nothing crosses a network.
  const agent = new https.Agent({ keepAlive: true, rejectUnauthorized: false });

  const forward = (req: IncomingMessage, body: Buffer): Promise<Passing> =>
    new Promise((resolve, reject) => {
      const { method = '', url: path = '/' } = req;
      const onward = https.request(
        new URL(path, target),
        { method, headers: req.headers, agent },
        (answer) => {
          const requestBody = body.toString('utf8');
          const about = { method, path, requestBody };
          buffer(answer).then(
            (bytes) =>
              resolve({
                ...about,
                soapMethod: soapMethod({ ...about, headers: req.headers, body: requestBody }),
                status: answer.statusCode ?? 502,
                headers: answer.headers,
                body: bytes.toString('utf8'),
              }),
            reject,
          );
        },
      );
      onward.on('error', reject).end(body);
    });

  const server = https.createServer({ key: identity.key, cert: identity.cert }, (req, res) => {
    const exchange = async (): Promise<void> => {
      const passing = await forward(req, await buffer(req));
      const { status, headers, body, cutAt } = { ...passing, ...tamper(passing) };
      const { 'transfer-encoding': _, 'content-length': __, ...others } = headers;
      const bytes = Buffer.from(body);
      res.writeHead(status, { ...others, ...(status === 204 ? {} : { 'content-length': bytes.length }) });
      if (cutAt === undefined) res.end(status === 204 ? undefined : bytes);
      else res.write(bytes.subarray(0, cutAt), () => req.socket.destroy());
    };
    // An outage behind looks like an outage in front.
    exchange().catch(() => req.socket.destroy());
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    thumbprint: identity.sha256,
    close: async () => {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
};
