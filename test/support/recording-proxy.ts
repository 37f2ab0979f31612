import https from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createIdentity } from '../../src/lab/server/certificates.js';

/** A server that stands before another and remembers what nobody else should: session IDs and logins on the wire. */
export interface RecordingProxy {
  readonly url: string;
  readonly thumbprint: string;
  /** Session IDs that were given out, and contents of `Authorization` headers. */
  readonly secrets: ReadonlySet<string>;
  close(): Promise<void>;
}

/**
 * @param hides - requests (`GET /api/…`) that it does not pass on, but answers with 404 as a server would that has
 *   nothing there
 */
export async function startRecordingProxy(
  target: string,
  hides: (request: string) => boolean = () => false,
): Promise<RecordingProxy> {
  const identity = await createIdentity('localhost');
  const secrets = new Set<string>();
  // The certificate behind is the lab's own, made a moment ago; nothing crosses a network.
  const agent = new https.Agent({ keepAlive: true, rejectUnauthorized: false });

  const server = https.createServer({ key: identity.key, cert: identity.cert }, (req, res) => {
    remember(secrets, req);
    const { method, headers } = req;
    if (hides(`${method} ${req.url}`)) {
      res.writeHead(404, { 'content-type': 'application/json' });
      res.end(JSON.stringify({ error_type: 'NOT_FOUND', messages: [] }));
      return;
    }
    const onward = https.request(new URL(req.url ?? '/', target), { method, headers, agent }, (answer) => {
      remember(secrets, answer);
      // An answer that breaks off behind breaks off in front.
      answer.on('error', () => req.socket.destroy());
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(res);
    });
    // An outage behind looks like an outage in front.
    onward.on('error', () => req.socket.destroy());
    req.pipe(onward);
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    thumbprint: identity.sha256,
    secrets,
    close: () =>
      new Promise((resolve) => {
        agent.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function remember(secrets: Set<string>, { headers }: IncomingMessage): void {
  const session = headers['vmware-api-session-id'];
  if (typeof session === 'string') secrets.add(session);
  const [, credentials] = headers.authorization?.split(' ') ?? [];
  if (credentials !== undefined) secrets.add(credentials);
  for (const cookie of [headers.cookie ?? '', ...(headers['set-cookie'] ?? [])]) {
    const value = /vmware_soap_session="?([^";]+)/.exec(cookie)?.[1];
    if (value !== undefined) secrets.add(value);
  }
}
