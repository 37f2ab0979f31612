import { afterEach, describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { ClusterRef, HostRef } from '../../../src/domain/model/inventory.js';
import {
  aVCenter,
  aVSphere,
  fakeServer,
  loginsOf,
  soap,
  soapMethod,
  withLogin,
  withSoapLogin,
  type FakeServer,
} from '../../support/fake-vcenter.js';

const cluster: ClusterRef = { vcenter: 'vc-test', moid: 'domain-c8', name: 'trusted-1' };
const host: HostRef = { vcenter: 'vc-test', moid: 'host-21', name: 'esx-1' };

type Answer = (response: ServerResponse) => void;

const ok =
  (body: string | Buffer, headers = {}): Answer =>
  (response) => {
    response.writeHead(200, { 'content-type': 'application/json', ...headers });
    response.end(body);
  };
const redirect =
  (status: number): Answer =>
  (response) => {
    response.writeHead(status, { location: 'https://elsewhere.example/login?token=abc' });
    response.end();
  };
/** Repeats one chunk until the client hangs up. */
const endless: Answer = (response) => {
  const chunk = Buffer.alloc(64 * 1024, ' ');
  response.writeHead(200);
  const push = (): void => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', push);
  push();
};
const longAsSaid =
  (bytes: number): Answer =>
  (response) => {
    response.writeHead(200, { 'content-length': bytes });
    response.write('"');
  };
const cutBody: Answer = (response) => {
  response.writeHead(200, { 'content-length': 100 });
  response.write('{"version":');
  setImmediate(() => response.destroy());
};
const cutChunks: Answer = (response) => {
  response.writeHead(200, { 'transfer-encoding': 'chunked' });
  response.write('{"version":"8.0.3",');
  setImmediate(() => response.destroy());
};

const envelope = (body: string) => `<e:Envelope xmlns:e="x"><e:Body>${body}</e:Body></e:Envelope>`;
const MIB = 1024 * 1024;

describe('bad answers', () => {
  let server: FakeServer | undefined;
  const vsphere = aVSphere();
  const start = async (answer: Answer) => {
    const rest = withLogin((_, response) => answer(response));
    const vim = withSoapLogin((_, __, response) => answer(response));
    server = await fakeServer((request, response, count) =>
      (request.path.startsWith('/sdk') ? vim : rest)(request, response, count),
    );
    return aVCenter(server);
  };
  afterEach(async () => {
    await vsphere.close();
    await server?.close();
    server = undefined;
  });
  const sent = (part: string) => server?.seen.filter(({ path }) => path.includes(part)) ?? [];

  /** Both a read and a write meet the answer: the read is refused with a reason, the write's outcome is unknown. */
  const restMeets = async (answer: Answer, kind: string, reason: string) => {
    const vcenter = await start(answer);
    const read = vsphere.appliance.readVersion(vcenter);
    await expect(read).rejects.toMatchObject({ kind, operation: 'GET /api/appliance/system/version' });
    await expect(read).rejects.toThrow(reason);
    const write = vsphere.lifecycle.startApply(vcenter, cluster, '7', ['host-1']);
    await expect(write).rejects.toMatchObject({
      kind: 'unknown-outcome',
      operation: expect.stringContaining('action=apply'),
    });
    expect(sent('action=apply')).toHaveLength(1);
  };
  const soapMeets = async (answer: Answer, kind: string, reason: string) => {
    const vcenter = await start(answer);
    const read = vsphere.hosts.readAttestation(vcenter, host);
    await expect(read).rejects.toMatchObject({
      kind,
      operation: 'PropertyCollector.RetrievePropertiesEx',
    });
    await expect(read).rejects.toThrow(reason);
    const write = vsphere.hosts.enterMaintenance(vcenter, host);
    await expect(write).rejects.toMatchObject({
      kind: 'unknown-outcome',
      operation: 'HostSystem.EnterMaintenanceMode_Task',
    });
    expect(
      server?.seen.filter((request) => soapMethod(request) === 'EnterMaintenanceMode_Task'),
    ).toHaveLength(1);
  };

  describe('of the Automation API', () => {
    it.each<[string, Answer, string]>([
      ['no JSON', ok('hello'), 'the answer is not JSON'],
      ['a web page', ok('<html>Log in</html>', { 'content-type': 'text/html' }), 'the answer is not JSON'],
      ['a cut document of the stated length', ok('{"version":"8.0.3",'), 'or is cut off'],
      ['a SOAP envelope', ok(envelope('<a/>')), 'the answer is not JSON'],
      ['a list', ok('[{"version":"8"}]'), 'unexpected answer at /: Invalid input: expected object'],
      ['a number for a text', ok('{"version":8,"build":"1"}'), 'unexpected answer at /version'],
      ['an empty body', ok(''), 'unexpected answer at /'],
      ['no content', (response) => response.writeHead(204).end(), 'unexpected answer at /'],
      ['bytes that are no UTF-8', ok(Buffer.from([0x22, 0xff, 0xfe, 0x22])), 'the answer is not UTF-8'],
      ['UTF-16', ok(Buffer.from('\ufeff{"version":"8"}', 'utf16le')), 'the answer is not UTF-8'],
      ['the same field twice', ok('{"version":"8","build":"1","build":"2"}'), 'the same field twice'],
      ['the same field twice, once escaped', ok(String.raw`{"a":1,"\u0061":2}`), 'the same field twice'],
      ['a prototype', ok(String.raw`{"version":"8","build":"1","x":{"__pr\u006fto__":{}}}`), '__proto__'],
      ['brackets without end', ok('['.repeat(MIB)), 'nested deeper than 64'],
      ['65 levels', ok(`${'['.repeat(65)}${']'.repeat(65)}`), 'nested deeper than 64'],
      ['a compressed body', ok(gzipSync('{}'), { 'content-encoding': 'gzip' }), 'is compressed (gzip)'],
      ['17 MiB, as announced', longAsSaid(17 * MIB), 'longer than 16777216 bytes'],
      ['no end', endless, 'longer than 16777216 bytes'],
    ])('%s', (_, answer, reason) => restMeets(answer, 'protocol', reason));

    it.each<[string, Answer]>([
      ['shorter than announced', cutBody],
      ['in chunks, the last one missing', cutChunks],
    ])('%s: a read may be tried again', (_, answer) => restMeets(answer, 'passing', 'answer lost'));

    it('204 for a write that needs no content is a success; a web page is not', async () => {
      const vcenter = await start((response) => response.writeHead(204).end());
      await expect(vsphere.appliance.stage(vcenter, '8.0.3')).resolves.toBeUndefined();
      await server?.close();
      const other = await start(ok('<html>Log in</html>'));
      await expect(vsphere.appliance.install(other, '8.0.3')).rejects.toMatchObject({
        kind: 'unknown-outcome',
      });
    });

    it('the content type does not matter, nor does a byte order mark: the body decides', async () => {
      const vcenter = await start(
        ok('\ufeff{"version":"8.0.3","build":"1"}', { 'content-type': 'text/html' }),
      );
      await expect(vsphere.appliance.readVersion(vcenter)).resolves.toEqual({ version: '8.0.3', build: '1' });
    });

    it('a proxy’s 404 says nothing of the thing asked for, and its 500 nothing of a write', async () => {
      const page = (status: number) => (response: ServerResponse) => {
        response.writeHead(status, { 'content-type': 'text/html' });
        response.end('<html>no route</html>');
      };
      const vcenter = await start(page(404));
      const task = vsphere.tasks.readTask(vcenter, { kind: 'cis', id: 'a:b' });
      await expect(task).rejects.toMatchObject({ kind: 'passing', status: 404 });
      await expect(vsphere.lifecycle.readPolicy(vcenter, cluster)).rejects.toMatchObject({ kind: 'passing' });
      await server?.close();
      const other = await start(page(500));
      await expect(vsphere.lifecycle.startApply(other, cluster, '7', ['host-1'])).rejects.toMatchObject({
        kind: 'unknown-outcome',
        status: 500,
      });
    });
  });

  describe('of vim25', () => {
    const bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + envelope('<x>&b;</x>');
    it.each<[string, Answer, string]>([
      ['no XML', ok('hello'), 'the answer is not XML'],
      ['a web page', ok('<html><body>Log in</body></html>'), 'no SOAP envelope'],
      ['JSON', ok('{"a":1}'), 'the answer is not XML'],
      ['a cut document of the stated length', ok(envelope('<a>').slice(0, 40)), 'the answer is not XML'],
      ['an empty body', ok(''), 'the answer is not XML'],
      ['two documents', ok(envelope('') + envelope('')), 'the answer'],
      [
        'an answer to something else',
        ok(envelope('<LogoutResponse/>')),
        'is no RetrievePropertiesExResponse',
      ],
      ['bytes that are no UTF-8', ok(Buffer.from([0x3c, 0xff])), 'the answer is not UTF-8'],
      ['an entity bomb', ok(bomb), 'document type definitions are not accepted'],
      [
        'an external entity',
        ok(`<!DOCTYPE x SYSTEM "file:///etc/passwd">${envelope('<x/>')}`),
        'document type definitions are not accepted',
      ],
      ['a prototype', ok(envelope('<__proto__>1</__proto__>')), '__proto__'],
      ['1,000 levels', ok(envelope('<a>'.repeat(1_000) + '</a>'.repeat(1_000))), 'nested tags exceeded'],
      ['two bodies', ok('<Envelope><Body/><Body/></Envelope>'), '2 elements Body instead of one'],
      ['a compressed body', ok(gzipSync(envelope('<x/>')), { 'content-encoding': 'gzip' }), 'is compressed'],
      ['9 MiB, as announced', longAsSaid(9 * MIB), 'longer than 8388608 bytes'],
      ['no end', endless, 'longer than 8388608 bytes'],
      [
        'a fault without a detail',
        (response) =>
          soap(
            response,
            500,
            '<soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>oh</faultstring></soapenv:Fault>',
          ),
        'a fault without a type: oh',
      ],
      [
        'a fault without anything',
        (response) => soap(response, 500, '<soapenv:Fault/>'),
        'a fault without a type',
      ],
    ])('%s', (_, answer, reason) => soapMeets(answer, 'protocol', reason));

    it.each<[string, Answer]>([
      ['shorter than announced', cutBody],
      ['in chunks, the last one missing', cutChunks],
    ])('%s: a read may be tried again', (_, answer) => soapMeets(answer, 'passing', 'answer lost'));

    it.each([
      ['no returnval', '<EnterMaintenanceMode_TaskResponse/>'],
      [
        'something other than a task',
        '<EnterMaintenanceMode_TaskResponse><returnval type="HostSystem">host-1</returnval></EnterMaintenanceMode_TaskResponse>',
      ],
    ])('a write answered with %s has an unknown outcome', async (_, body) => {
      const vcenter = await start(ok(envelope(body)));
      await expect(vsphere.hosts.enterMaintenance(vcenter, host)).rejects.toMatchObject({
        kind: 'unknown-outcome',
      });
    });
  });

  it.each([301, 302, 303, 307, 308])('%d to elsewhere is not followed', async (status) => {
    await restMeets(redirect(status), 'protocol', 'a redirect to https://elsewhere.example, not followed');
    await server?.close();
    await soapMeets(redirect(status), 'protocol', 'a redirect to https://elsewhere.example, not followed');
  });

  it('memory stays bounded while an answer without end arrives', async () => {
    let sentBytes = 0;
    const chunk = Buffer.alloc(64 * 1024, ' ');
    const vcenter = await start((response) => {
      response.writeHead(200);
      const push = (): void => {
        // 512 MiB if nobody stops it.
        while (sentBytes < 512 * MIB && !response.destroyed) {
          sentBytes += chunk.length;
          if (!response.write(chunk)) return;
        }
        response.end();
      };
      response.on('drain', push);
      push();
    });
    let peak = 0;
    const before = process.memoryUsage().arrayBuffers;
    const timer = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
    }, 1);
    await expect(vsphere.appliance.readVersion(vcenter)).rejects.toMatchObject({ kind: 'protocol' });
    clearInterval(timer);
    // The limit is 16 MiB; the rest is what the two ends of the connection hold in their buffers.
    expect(sentBytes).toBeLessThan(32 * MIB);
    expect(peak).toBeLessThan(64 * MIB);
  });

  it('a login answered with a redirect or nonsense is tried at no other place, and shows no secret', async () => {
    const answers: Answer[] = [
      redirect(302),
      redirect(307),
      ok('"tok\\nen"'),
      ok('"sp ace"'),
      ok(`"${'x'.repeat(1_025)}"`),
      ok('""'),
      ok('7'),
      ok('{"value":"top-secret-token"}'),
      ok('"top-secret-token'),
      longAsSaid(MIB),
    ];
    for (const answer of answers) {
      server = await fakeServer((_, response) => answer(response));
      const error: unknown = await vsphere.appliance
        .readVersion(aVCenter(server))
        .catch((caught: unknown) => caught);
      expect(error).toMatchObject({ kind: 'protocol', operation: 'POST /api/session' });
      expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('top-secret');
      expect(server.seen).toHaveLength(1);
      expect(loginsOf(server)).toBe(1);
      await server.close();
    }
  });

  it.each([
    ['no cookie', {}],
    ['a cookie with a line break or a space', { 'set-cookie': 'vmware_soap_session=a b; Path=/' }],
    ['a cookie that never ends', { 'set-cookie': `vmware_soap_session=${'x'.repeat(2_000)}` }],
    ['an empty cookie', { 'set-cookie': 'vmware_soap_session=""; Path=/' }],
    ['a cookie of another name', { 'set-cookie': 'xvmware_soap_session=abc' }],
  ])('a vim25 login with %s is refused', async (_, headers) => {
    server = await fakeServer((request, response, count) =>
      soapMethod(request) === 'Login'
        ? soap(response, 200, '<LoginResponse xmlns="urn:vim25"><returnval/></LoginResponse>', headers)
        : withSoapLogin(() => undefined)(request, response, count),
    );
    await expect(vsphere.hosts.readAttestation(aVCenter(server), host)).rejects.toMatchObject({
      kind: 'protocol',
      operation: 'SessionManager.Login',
    });
  });

  it('no server puts a run to sleep for years, nor paints on a terminal', async () => {
    const vcenter = await start((response) => {
      response.writeHead(503, { 'retry-after': '99999999', 'content-type': 'application/json' });
      response.end(
        JSON.stringify({
          error_type: 'SERVICE_UNAVAILABLE',
          messages: [{ id: 'm', default_message: 'a\u001b[31mred\r\nb', args: [] }],
        }),
      );
    });
    const read = vsphere.appliance.readVersion(vcenter);
    await expect(read).rejects.toMatchObject({ kind: 'passing', retryAfterSeconds: 600 });
    await expect(read).rejects.toThrow('a [31mred b');
  });
});
