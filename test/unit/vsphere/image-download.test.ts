import { afterEach, describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import tar from 'tar-stream';
import type { EsxHost } from '../../../src/domain/model/inventory.js';
import { aVSphere, fakeServer, testPassword, type FakeServer } from '../../support/fake-vcenter.js';

const archive = async (files: Record<string, string>): Promise<Buffer> => {
  const pack = tar.pack();
  for (const [name, text] of Object.entries(files)) pack.entry({ name }, text);
  pack.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of pack) chunks.push(chunk as Buffer);
  return gzipSync(Buffer.concat(chunks));
};

const aHost = (thumbprint?: string) =>
  ({
    ref: { vcenter: 'vc-test', moid: 'host-1', name: 'esx-1.example' },
    ...(thumbprint ? { thumbprint } : {}),
  }) as EsxHost;

describe('IMG-3: the image database comes from the host itself', () => {
  let server: FakeServer | undefined;
  const vsphere = aVSphere();
  const start = async (body: Buffer, status = 200, headers = {}) => {
    server = await fakeServer((_, response) => {
      response.writeHead(status, headers);
      response.end(body);
    });
    return { credential: 'esx', addresses: { 'esx-1.example': server.url.replace('https://', '') } };
  };
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  it('over a connection pinned to the thumbprint that vCenter knows, with the host’s login', async () => {
    const bytes = await archive({ 'imgdb/vibs.db': 'x' });
    const access = await start(bytes);
    const file = await vsphere.hosts.downloadImageDatabase(aHost(server?.identity.sha1), access);
    expect(Buffer.from(file.bytes).equals(bytes)).toBe(true);
    expect(file).not.toHaveProperty('notice');
    expect(server?.seen[0]).toMatchObject({
      method: 'GET',
      path: '/boot_imgdb.tgz',
      headers: {
        authorization: `Basic ${Buffer.from(`svc@vsphere.local:${testPassword}`).toString('base64')}`,
      },
    });
  });

  it('sends nothing to a host with another certificate, nor to one whose thumbprint is unknown', async () => {
    const access = await start(Buffer.from('x'));
    const wrong = Array.from({ length: 20 }, () => 'AB').join(':');
    for (const host of [aHost(wrong), aHost()]) {
      await expect(vsphere.hosts.downloadImageDatabase(host, access)).rejects.toMatchObject({
        kind: 'refused',
      });
    }
    expect(server?.seen).toHaveLength(0);
  });

  it('QB-7: passes on the notice that comes with the file', async () => {
    const access = await start(await archive({ 'imgdb/a': 'x', 'notice.txt': 'Quick Boot was used.\n' }));
    const host = aHost(server?.identity.sha1);
    await expect(vsphere.hosts.downloadImageDatabase(host, access)).resolves.toMatchObject({
      notice: 'Quick Boot was used.',
    });
  });

  it('QB-7: passes on the notice of a header', async () => {
    const access = await start(await archive({ 'imgdb/a': 'x' }), 200, { warning: '199 - "Quick Boot"' });
    const host = aHost(server?.identity.sha1);
    await expect(vsphere.hosts.downloadImageDatabase(host, access)).resolves.toMatchObject({
      notice: '199 - "Quick Boot"',
    });
  });

  it.each`
    status | kind
    ${401} | ${'refused'}
    ${404} | ${'not-found'}
    ${503} | ${'passing'}
  `('$status is $kind', async ({ status, kind }) => {
    const access = await start(Buffer.from('<html/>'), Number(status));
    await expect(
      vsphere.hosts.downloadImageDatabase(aHost(server?.identity.sha1), access),
    ).rejects.toMatchObject({ kind });
  });

  const halved = async () => (await archive({ 'imgdb/a': 'x'.repeat(10_000) })).subarray(0, 60);
  const bomb = async () => gzipSync(Buffer.alloc(129 * 1024 * 1024));

  it.each([
    ['a web page', async () => Buffer.from('<html>Log in</html>'), 'is no gzip archive'],
    ['half a file of its announced length', halved, 'or is cut off'],
    ['nothing', async () => Buffer.alloc(0), 'is empty'],
    ['more than 32 MiB', async () => Buffer.alloc(32 * 1024 * 1024 + 1), 'longer than 33554432 bytes'],
    ['a gzip bomb', bomb, 'unpacks to more than 134217728 bytes'],
  ])('refuses %s', async (_, body, reason) => {
    const access = await start(await body());
    const download = vsphere.hosts.downloadImageDatabase(aHost(server?.identity.sha1), access);
    await expect(download).rejects.toMatchObject({ kind: 'protocol', operation: 'GET /boot_imgdb.tgz' });
    await expect(download).rejects.toThrow(reason);
  });

  it('takes the bytes as they are when a web server labels them as compressed, which they are', async () => {
    const bytes = await archive({ 'imgdb/a': 'x' });
    const access = await start(bytes, 200, { 'content-encoding': 'x-gzip' });
    const file = await vsphere.hosts.downloadImageDatabase(aHost(server?.identity.sha1), access);
    expect(Buffer.from(file.bytes).equals(bytes)).toBe(true);
    expect(server?.seen[0]?.headers['accept-encoding']).toBe('identity');
  });
});
