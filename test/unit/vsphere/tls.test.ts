import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TlsTrust } from '../../../src/domain/model/estate.js';
import { parseThumbprint } from '../../../src/vsphere/connection/tls.js';
import {
  aVCenter,
  aVSphere,
  fakeServer,
  json,
  withLogin,
  type FakeServer,
} from '../../support/fake-vcenter.js';
import { anIdentity } from '../../support/tls.js';

const version = withLogin((_, response) =>
  json(response, 200, { version: '8.0.3.00400', build: '24322831' }),
);

describe('server certificates', () => {
  let server: FakeServer;
  const vsphere = aVSphere();
  const read = (tls: TlsTrust) => vsphere.appliance.readVersion(aVCenter(server, tls));

  beforeAll(async () => {
    server = await fakeServer(version);
  });
  afterAll(async () => {
    await vsphere.close();
    await server.close();
  });

  it('accepts the pinned certificate by SHA-256, by SHA-1, and without colons in lower case', async () => {
    const { sha256, sha1 } = server.identity;
    for (const thumbprint of [sha256, sha1, sha256.replaceAll(':', '').toLowerCase()]) {
      await expect(read({ thumbprint })).resolves.toEqual({ version: '8.0.3.00400', build: '24322831' });
    }
  });

  it('accepts a certificate of the given authority', async () => {
    await expect(read({ caPem: server.identity.ca })).resolves.toMatchObject({ build: '24322831' });
  });

  it.each(['sha256', 'sha1'] as const)(
    'refuses another certificate, naming both values (%s)',
    async (hash) => {
      const other = await anIdentity();
      const before = server.seen.length;
      const refusal = read({ thumbprint: other[hash] });
      await expect(refusal).rejects.toMatchObject({ kind: 'refused', server: 'vc-test' });
      await expect(refusal).rejects.toThrow(server.identity[hash]);
      await expect(refusal).rejects.toThrow(other[hash]);
      expect(server.seen.length).toBe(before);
    },
  );

  it('refuses a certificate of another authority, and one for another name', async () => {
    const other = await anIdentity();
    await expect(read({ caPem: other.ca })).rejects.toMatchObject({ kind: 'refused' });
    const misnamed = await anIdentity({ host: 'elsewhere.example' });
    const wrong = await fakeServer(version, misnamed);
    try {
      const tls = { caPem: misnamed.ca };
      await expect(vsphere.appliance.readVersion(aVCenter(wrong, tls))).rejects.toThrow('ALTNAME');
    } finally {
      await wrong.close();
    }
  });

  it('refuses a text that is no thumbprint instead of accepting anything', async () => {
    await expect(read({ thumbprint: 'any' })).rejects.toMatchObject({ kind: 'refused' });
    expect(parseThumbprint('')).toBeUndefined();
  });

  it('refuses a rotated certificate at an address it knew', async () => {
    const first = await fakeServer(version);
    const port = Number(new URL(first.url).port);
    const vcenter = aVCenter(first);
    await vsphere.appliance.readVersion(vcenter);
    await first.close();
    const { createServer } = await import('node:https');
    const { key, cert } = await anIdentity();
    const rotated = createServer({ key, cert });
    rotated.on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => {
      rotated.listen(port, '127.0.0.1', resolve);
    });
    try {
      await expect(vsphere.appliance.readVersion(vcenter)).rejects.toMatchObject({ kind: 'refused' });
    } finally {
      rotated.closeAllConnections();
      rotated.close();
    }
  });
});
