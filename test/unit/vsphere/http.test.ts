import { afterEach, describe, expect, it } from '@jest/globals';
import type { ClusterRef } from '../../../src/domain/model/inventory.js';
import {
  aVCenter,
  aVSphere,
  fakeServer,
  json,
  loginsOf,
  testPassword,
  withLogin,
  type FakeServer,
} from '../../support/fake-vcenter.js';

const cluster: ClusterRef = { vcenter: 'vc-test', moid: 'domain-c8', name: 'trusted-1' };
const anError = (type: string, text = 'text') => ({
  error_type: type,
  messages: [{ id: `com.vmware.vapi.std.errors.${type.toLowerCase()}`, default_message: text, args: [] }],
});

describe('requests to the Automation API', () => {
  let server: FakeServer | undefined;
  let vsphere = aVSphere();
  const start = async (handler: Parameters<typeof withLogin>[0], options = {}) => {
    server = await fakeServer(withLogin(handler));
    vsphere = aVSphere(options);
    return aVCenter(server);
  };
  afterEach(async () => {
    await vsphere.close();
    await server?.close();
    server = undefined;
  });

  it('does not follow a redirect', async () => {
    const vcenter = await start((_, response) => {
      response.writeHead(302, { location: 'https://elsewhere.example/' });
      response.end();
    });
    await expect(vsphere.appliance.readVersion(vcenter)).rejects.toMatchObject({
      kind: 'protocol',
      status: 302,
    });
  });

  it('ends a call at its time limit; a read may be tried again', async () => {
    const vcenter = await start(() => undefined, { timeouts: { request: 300 } });
    await expect(vsphere.appliance.readVersion(vcenter)).rejects.toMatchObject({ kind: 'passing' });
  });

  it('ends a call when its caller gives up, with the caller’s reason', async () => {
    const giveUp = new AbortController();
    const vcenter = await start(() => giveUp.abort(new Error('no longer wanted')));
    await expect(vsphere.appliance.readVersion(vcenter, { signal: giveUp.signal })).rejects.toThrow(
      'no longer wanted',
    );
  });

  it('logs in once for many callers, and once more for all of them when the session ends', async () => {
    let live = 'token-1';
    const vcenter = await start((request, response) => {
      if (request.headers['vmware-api-session-id'] !== live) {
        return json(response, 401, anError('UNAUTHENTICATED'));
      }
      return json(response, 200, { version: '8.0.3', build: '1' });
    });
    const readAll = () =>
      Promise.all(Array.from({ length: 8 }, () => vsphere.appliance.readVersion(vcenter)));
    await readAll();
    expect(loginsOf(server as FakeServer)).toBe(1);
    live = 'token-2';
    await readAll();
    expect(loginsOf(server as FakeServer)).toBe(2);
  });

  it('reports a login that keeps being refused as refused, after one new login', async () => {
    const vcenter = await start((_, response) => json(response, 401, anError('UNAUTHENTICATED')));
    await expect(vsphere.appliance.readVersion(vcenter)).rejects.toMatchObject({
      kind: 'refused',
      status: 401,
    });
    expect(loginsOf(server as FakeServer)).toBe(2);
  });

  it('does not repeat a write that met a dead session', async () => {
    const vcenter = await start((_, response) => json(response, 401, anError('UNAUTHENTICATED')));
    await expect(vsphere.lifecycle.startApply(vcenter, cluster, '7', ['host-1'])).rejects.toMatchObject({
      kind: 'passing',
    });
    expect(server?.seen.filter(({ path }) => path.includes('action=apply'))).toHaveLength(1);
  });

  it('reads Retry-After of a 503 with an HTML body', async () => {
    const vcenter = await start((_, response) => {
      response.writeHead(503, { 'content-type': 'text/html', 'retry-after': '17' });
      response.end('<html>restarting</html>');
    });
    await expect(vsphere.appliance.readVersion(vcenter)).rejects.toMatchObject({
      kind: 'passing',
      status: 503,
      retryAfterSeconds: 17,
    });
  });

  it('ORD-8: a write whose answer is lost has an unknown outcome and is sent once, for one host', async () => {
    const vcenter = await start((_, response) => void response.socket?.destroy());
    await expect(vsphere.lifecycle.startApply(vcenter, cluster, '7', ['host-1'])).rejects.toMatchObject({
      kind: 'unknown-outcome',
    });
    const applies = server?.seen.filter(({ path }) => path.includes('action=apply')) ?? [];
    expect(applies).toHaveLength(1);
    expect(JSON.parse(applies[0]?.body ?? '')).toEqual({ commit: '7', hosts: ['host-1'], accept_eula: true });
  });

  it('a gateway error on a write is an unknown outcome, on a read it passes', async () => {
    const vcenter = await start((_, response) => {
      response.writeHead(504, { 'content-type': 'text/html' });
      response.end('<html>gateway</html>');
    });
    const apply = vsphere.lifecycle.startApply(vcenter, cluster, '7', ['host-1']);
    await expect(apply).rejects.toMatchObject({ kind: 'unknown-outcome', status: 504 });
    await expect(vsphere.appliance.readVersion(vcenter)).rejects.toMatchObject({ kind: 'passing' });
  });

  it('a server that nobody serves passes, and nothing was sent', async () => {
    const vcenter = await start(() => undefined);
    await server?.close();
    server = undefined;
    await expect(vsphere.lifecycle.startApply(vcenter, cluster, '7', ['host-1'])).rejects.toMatchObject({
      kind: 'passing',
    });
  });

  it.each`
    status | type                              | kind
    ${400} | ${'ALREADY_IN_DESIRED_STATE'}     | ${'state'}
    ${400} | ${'NOT_ALLOWED_IN_CURRENT_STATE'} | ${'state'}
    ${400} | ${'INVALID_ARGUMENT'}             | ${'invalid'}
    ${403} | ${'UNAUTHORIZED'}                 | ${'refused'}
    ${404} | ${'NOT_FOUND'}                    | ${'not-found'}
    ${409} | ${'CONCURRENT_CHANGE'}            | ${'passing'}
    ${500} | ${'RESOURCE_BUSY'}                | ${'passing'}
    ${500} | ${'TIMED_OUT'}                    | ${'passing'}
    ${500} | ${'UNABLE_TO_ALLOCATE_RESOURCE'}  | ${'state'}
  `('$status $type is $kind', async ({ status, type, kind }) => {
    const vcenter = await start((_, response) => json(response, Number(status), anError(String(type))));
    await expect(vsphere.lifecycle.startApply(vcenter, cluster, '7', ['host-1'])).rejects.toMatchObject({
      kind,
      status,
      errorType: type,
      messageId: `com.vmware.vapi.std.errors.${String(type).toLowerCase()}`,
    });
  });

  it('a 404 of the proxy at login is waited out: the services behind it may be starting', async () => {
    server = await fakeServer((_, response) => {
      response.statusCode = 404;
      response.end('404 page not found');
    });
    vsphere = aVSphere();
    const read = vsphere.appliance.readVersion(aVCenter(server));
    await expect(read).rejects.toMatchObject({
      kind: 'passing',
      status: 404,
      operation: 'POST /api/session',
    });
    await expect(read).rejects.toThrow('404, nothing answers for /api');
  });

  it('a success that is not JSON breaks the contract', async () => {
    const vcenter = await start((_, response) => void response.end('<html>hello</html>'));
    await expect(vsphere.appliance.readVersion(vcenter)).rejects.toMatchObject({ kind: 'protocol' });
  });

  it('puts neither password nor session into an error, whatever the server echoes', async () => {
    const basic = Buffer.from(`svc@vsphere.local:${testPassword}`).toString('base64');
    const vcenter = await start((_, response) =>
      json(response, 400, anError('INVALID_ARGUMENT', `bad ${testPassword} ${basic} token-1`)),
    );
    const error: unknown = await vsphere.appliance
      .install(vcenter, '8.0.3')
      .catch((caught: unknown) => caught);
    const text = `${String(error)} ${JSON.stringify(error)} ${(error as Error).stack ?? ''}`;
    expect(text).toContain('bad ***');
    for (const secret of [testPassword, basic, 'token-1']) expect(text).not.toContain(secret);
  });

  it('logs out when closed', async () => {
    const vcenter = await start((_, response) => json(response, 200, { version: '8.0.3', build: '1' }));
    await vsphere.appliance.readVersion(vcenter);
    await vsphere.close();
    expect(server?.seen.at(-1)).toMatchObject({ method: 'DELETE', path: '/api/session' });
  });
});
