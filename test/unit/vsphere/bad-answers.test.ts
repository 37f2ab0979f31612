import { afterEach, describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { ClusterRef } from '../../../src/domain/model/inventory.js';
import {
  cutBody,
  cutChunks,
  endless,
  envelope,
  longAsSaid,
  MIB,
  ok,
  redirect,
  type Answer,
} from '../../support/bad-answers.js';
import {
  aVCenter,
  aVSphere,
  fakeServer,
  loginsOf,
  withLogin,
  type FakeServer,
} from '../../support/fake-vcenter.js';

const cluster: ClusterRef = { vcenter: 'vc-test', moid: 'domain-c8', name: 'trusted-1' };

describe('bad answers of the Automation API', () => {
  let server: FakeServer | undefined;
  const vsphere = aVSphere();
  const start = async (answer: Answer) => {
    server = await fakeServer(withLogin((_, response) => answer(response)));
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
    const vcenter = await start(ok('\ufeff{"version":"8.0.3","build":"1"}', { 'content-type': 'text/html' }));
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

  it.each([301, 302, 303, 307, 308])('%d to elsewhere is not followed', (status) =>
    restMeets(redirect(status), 'protocol', 'a redirect to https://elsewhere.example, not followed'),
  );

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

  it('no server paints on a terminal', async () => {
    const vcenter = await start((response) => {
      response.writeHead(503, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({
          error_type: 'SERVICE_UNAVAILABLE',
          messages: [{ id: 'm', default_message: 'a\u001b[31mred\r\nb', args: [] }],
        }),
      );
    });
    const read = vsphere.appliance.readVersion(vcenter);
    await expect(read).rejects.toMatchObject({ kind: 'passing' });
    await expect(read).rejects.toThrow('a [31mred b');
  });
});
