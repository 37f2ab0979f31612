import { afterEach, describe, expect, it } from '@jest/globals';
import type { TLSSocket } from 'node:tls';
import type { ClusterRef } from '../../../src/domain/model/inventory.js';
import { VSphereError } from '../../../src/ports/errors.js';
import { aVCenter, aVSphere, fakeServer, json, testPassword, withLogin } from '../../support/fake-vcenter.js';
import { httpAnswer, rawServer, type RawServer } from '../../support/raw-server.js';

const cluster: ClusterRef = { vcenter: 'vc-test', moid: 'domain-c8', name: 'trusted-1' };
const version = '{"version":"8.0.3","build":"1"}';
const login = httpAnswer(201, '"token-1"');
const isLogin = (request: string): boolean => request.startsWith('POST /api/session');

describe('bad connections', () => {
  let server: RawServer | undefined;
  let vsphere = aVSphere();
  /** Answers logins; leaves the rest to the test. */
  const start = async (respond: (request: string, socket: TLSSocket) => void, options = {}) => {
    server = await rawServer((request, socket) => {
      if (isLogin(request)) socket.write(login);
      else if (request.startsWith('DELETE')) socket.write('HTTP/1.1 204 No Content\r\n\r\n');
      else respond(request, socket);
    });
    vsphere = aVSphere(options);
    return vcenterOf(server);
  };
  const vcenterOf = (at: RawServer) => aVCenter({ ...at, seen: [] });
  afterEach(async () => {
    await vsphere.close();
    await server?.close();
    server = undefined;
  });

  /** Writes the same bytes at short intervals for as long as the client listens. */
  const drip = (socket: TLSSocket, bytes: string): void => {
    const timer = setInterval(() => socket.write(bytes), 20);
    socket.on('close', () => clearInterval(timer));
  };

  const heads = `HTTP/1.1 200 OK\r\n${Array.from({ length: 300 }, (_, i) => `x-${i}: ${'y'.repeat(100)}\r\n`).join('')}\r\n`;

  it.each([
    ['no HTTP at all', 'hello there\r\n\r\n'],
    ['headers beyond 16 KiB', heads],
    ['a header with a NUL', 'HTTP/1.1 200 OK\r\nx: a\u0000b\r\ncontent-length: 0\r\n\r\n'],
    ['chunks without a size', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}'],
  ])('%s is refused; a write has an unknown outcome', async (_, bytes) => {
    const vcenter = await start((__, socket) => void socket.write(bytes, 'latin1'));
    const read = vsphere.appliance.readVersion(vcenter);
    await expect(read).rejects.toMatchObject({
      kind: 'protocol',
      operation: 'GET /api/appliance/system/version',
    });
    await expect(read).rejects.toThrow('the answer is not HTTP: ');
    await expect(vsphere.lifecycle.startApply(vcenter, cluster, '7', ['host-1'])).rejects.toMatchObject({
      kind: 'unknown-outcome',
    });
  });

  it.each([
    ['two lengths', 'content-length: 2\r\ncontent-length: 3'],
    ['a length that is none', 'content-length: many'],
    ['more than it announced', 'content-length: 1'],
  ])('an answer with %s is lost; a write has an unknown outcome', async (_, header) => {
    const vcenter = await start(
      (__, socket) => void socket.write(`HTTP/1.1 200 OK\r\n${header}\r\n\r\n${version}`),
    );
    await expect(vsphere.appliance.readVersion(vcenter)).rejects.toBeInstanceOf(VSphereError);
    await expect(vsphere.lifecycle.startApply(vcenter, cluster, '7', ['host-1'])).rejects.toMatchObject({
      kind: 'unknown-outcome',
    });
  });

  it.each([
    ['nothing', '', ''],
    ['its headers byte by byte', 'HTTP/1.1 200 OK\r\nx-', 'x'],
    ['its body byte by byte', 'HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n', ' '],
    ['one interim answer after another', '', 'HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n'],
  ])('the time limit holds when a server sends %s', async (_, first, again) => {
    const vcenter = await start(
      (__, socket) => {
        socket.write(first);
        drip(socket, again);
      },
      { timeouts: { request: 300 } },
    );
    const read = vsphere.appliance.readVersion(vcenter);
    await expect(read).rejects.toMatchObject({ kind: 'passing' });
    await expect(read).rejects.toThrow('no answer within 300 ms');
  });

  it('what follows a 204 is no answer to the next call', async () => {
    const smuggled = httpAnswer(200, '{"version":"9.9.9","build":"9"}');
    const vcenter = await start((request, socket) => {
      if (request.startsWith('POST')) socket.write(`HTTP/1.1 204 No Content\r\n\r\n${smuggled}`);
      else socket.write(httpAnswer(200, version));
    });
    await vsphere.appliance.stage(vcenter, '8.0.3');
    await expect(vsphere.appliance.readVersion(vcenter)).resolves.toEqual({ version: '8.0.3', build: '1' });
  });

  it.each([100, 101])('%d in place of an answer is lost, not a success', async (status) => {
    const vcenter = await start((_, socket) => void socket.write(`HTTP/1.1 ${status} X\r\n\r\n`), {
      timeouts: { request: 300 },
    });
    await expect(vsphere.appliance.readVersion(vcenter)).rejects.toMatchObject({ kind: 'passing' });
  });

  it('redirects send nothing to where they point', async () => {
    const elsewhere = await fakeServer(withLogin((_, response) => json(response, 200, {})));
    try {
      for (const status of [301, 302, 307, 308]) {
        const answer = httpAnswer(status, '', [
          `location: ${elsewhere.url}/api/session`,
          'content-length: 0',
        ]);
        const redirecting = await rawServer((_, socket) => void socket.write(answer));
        await expect(vsphere.appliance.readVersion(vcenterOf(redirecting))).rejects.toMatchObject({
          kind: 'protocol',
          status,
        });
        await redirecting.close();
      }
      expect(elsewhere.seen).toEqual([]);
    } finally {
      await elsewhere.close();
    }
  });

  it('a certificate that changed between two calls is refused; neither login nor session is sent', async () => {
    const vcenter = await start((_, socket) => void socket.write(httpAnswer(200, version)));
    const first = server as RawServer;
    await vsphere.appliance.readVersion(vcenter);
    await first.close();
    const second = await rawServer((_, socket) => void socket.write(httpAnswer(200, version)), {
      port: first.port,
    });
    try {
      for (const call of [
        () => vsphere.appliance.readVersion(vcenter),
        () => vsphere.lifecycle.startApply(vcenter, cluster, '7', ['host-1']),
      ]) {
        const refusal = call();
        await expect(refusal).rejects.toMatchObject({ kind: 'refused' });
        await expect(refusal).rejects.toThrow(first.identity.sha256);
        await expect(refusal).rejects.toThrow(second.identity.sha256);
      }
      await vsphere.close();
      expect(second.seen).toEqual([]);
    } finally {
      await second.close();
    }
  });

  it('a kept connection is closed and the certificate changes: the new one is not spoken to', async () => {
    let live: TLSSocket | undefined;
    const vcenter = await start((_, socket) => {
      live = socket;
      socket.write(httpAnswer(200, version));
    });
    const first = server as RawServer;
    await vsphere.appliance.readVersion(vcenter);
    await vsphere.appliance.readVersion(vcenter);
    expect(first.seen).toHaveLength(3);
    live?.end();
    await first.close();
    const second = await rawServer(() => undefined, { port: first.port });
    try {
      await expect(vsphere.appliance.readVersion(vcenter)).rejects.toMatchObject({ kind: 'refused' });
      expect(second.seen.join()).not.toContain('token-1');
      expect(second.seen.join()).not.toContain(Buffer.from(testPassword).toString('base64'));
      expect(second.seen).toEqual([]);
    } finally {
      await second.close();
    }
  });
});
