import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TlsTrust, VCenterRef } from '../../src/domain/model/estate.js';
import { createVSphere, type VSphereOptions } from '../../src/vsphere/index.js';
import { anIdentity, type TestIdentity } from './tls.js';

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface FakeServer {
  readonly url: string;
  readonly identity: TestIdentity;
  readonly seen: Seen[];
  close(): Promise<void>;
}

type Handler = (request: Seen, response: ServerResponse, count: number) => void | Promise<void>;

export const testPassword = 'S3cret-of-the-test!';

/** A small HTTPS server whose behaviour the test writes. `count` = how often this method and path came before. */
export const fakeServer = async (handler: Handler, given?: TestIdentity): Promise<FakeServer> => {
  const identity = given ?? (await anIdentity());
  const seen: Seen[] = [];
  const server = createServer({ key: identity.key, cert: identity.cert }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      const now: Seen = { method, path, headers, body: Buffer.concat(chunks).toString('utf8') };
      const count = seen.filter((earlier) => earlier.method === method && earlier.path === path).length;
      seen.push(now);
      void handler(now, response, count);
    });
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    identity,
    seen,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
};

export const json = (response: ServerResponse, status: number, body?: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
};

/** Answers logins; leaves the rest to `handler`. Tokens are `token-1`, `token-2`… */
export const withLogin =
  (handler: Handler): Handler =>
  (request, response, count) => {
    if (request.path !== '/api/session') return handler(request, response, count);
    if (request.method === 'POST') return json(response, 201, `token-${count + 1}`);
    return json(response, 204);
  };

export const loginsOf = (server: FakeServer): number =>
  server.seen.filter(({ method, path }) => method === 'POST' && path === '/api/session').length;

export const aVCenter = (server: FakeServer, tls?: TlsTrust): VCenterRef => ({
  name: 'vc-test',
  url: server.url,
  tls: tls ?? { thumbprint: server.identity.sha256 },
  credential: 'vc-test-login',
  zone: 'trusted',
});

export const aVSphere = (options: Partial<VSphereOptions> = {}) =>
  createVSphere({
    secrets: {
      resolve: () => Promise.resolve({ username: 'svc@vsphere.local', password: testPassword }),
    },
    ...options,
  });

/** A SOAP answer. `body` is the content of the Body. */
export const soap = (response: ServerResponse, status: number, body: string, headers = {}): void => {
  response.writeHead(status, { 'content-type': 'text/xml', ...headers });
  response.end(
    `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`,
  );
};

export const soapFault = (response: ServerResponse, type: string, text = ''): void =>
  soap(
    response,
    500,
    `<soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>${text}</faultstring><detail><${type}Fault xmlns="urn:vim25" xsi:type="${type}"/></detail></soapenv:Fault>`,
  );

export const soapMethod = ({ body }: Seen): string => /<soapenv:Body><(\w+)/.exec(body)?.[1] ?? '';

const content = `<RetrieveServiceContentResponse xmlns="urn:vim25"><returnval>
 <rootFolder type="Folder">group-d1</rootFolder>
 <propertyCollector type="PropertyCollector">propertyCollector</propertyCollector>
 <about><apiVersion>8.0.2.0</apiVersion></about>
 <sessionManager type="SessionManager">SessionManager</sessionManager>
 <eventManager type="EventManager">EventManager</eventManager>
 <licenseManager type="LicenseManager">LicenseManager</licenseManager>
</returnval></RetrieveServiceContentResponse>`;

/** Answers version, content, login and time; leaves the rest to `handler`, which gets the method's name. */
export const withSoapLogin = (
  handler: (method: string, request: Seen, response: ServerResponse) => void,
): Handler => {
  let logins = 0;
  return (request, response) => {
    if (request.path.endsWith('vimServiceVersions.xml')) {
      response.end(
        '<?xml version="1.0"?><namespaces version="1.0"><namespace><name>urn:vim25</name><version>8.0.2.0</version><priorVersions><version>8.0.1.0</version><version>7.0.0.0</version></priorVersions></namespace></namespaces>',
      );
      return;
    }
    const method = soapMethod(request);
    if (method === 'RetrieveServiceContent') return soap(response, 200, content);
    if (method === 'Login') {
      logins += 1;
      return soap(response, 200, '<LoginResponse xmlns="urn:vim25"><returnval/></LoginResponse>', {
        'set-cookie': `vmware_soap_session="cookie-${logins}"; Path=/; HttpOnly; Secure`,
      });
    }
    if (method === 'CurrentTime') {
      return soap(
        response,
        200,
        '<CurrentTimeResponse xmlns="urn:vim25"><returnval>2026-05-01T10:00:00.123456Z</returnval></CurrentTimeResponse>',
      );
    }
    return handler(method, request, response);
  };
};
