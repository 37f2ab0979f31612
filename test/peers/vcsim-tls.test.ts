import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { TlsTrust } from '../../src/domain/model/estate.js';
import { describeWithPeer } from '../support/peers.js';
import { anIdentity, type TestIdentity } from '../support/tls.js';
import { startVcsim, type Vcsim } from '../support/vcsim.js';
import { connectTo } from '../support/vcsim-bench.js';
import { hostRefs } from '../support/vim-calls.js';

describeWithPeer('vcsim', 'our vim25 client and vcsim: server certificates', (path) => {
  let vcsim: Vcsim;
  let identity: TestIdentity;
  const start = async (shown: TestIdentity, listen = '127.0.0.1:0'): Promise<void> => {
    vcsim = await startVcsim(path, { certificate: shown.cert, key: shown.key, listen });
  };
  /** Reads once with clients of its own. */
  const readWith = async (trust: TlsTrust): Promise<string[]> => {
    const clients = connectTo(vcsim.vcenter(trust));
    try {
      return (await hostRefs(clients.soap)).map(({ name }) => name);
    } finally {
      await clients.close();
    }
  };
  const hosts = ['DC0_C0_H0', 'DC0_C0_H1', 'DC0_C0_H2'];
  const refused = { kind: 'refused', server: 'vcsim' };

  beforeAll(async () => {
    identity = await anIdentity();
    await start(identity);
  });
  afterAll(() => vcsim.stop());

  it('row 23: the right pin is accepted, by SHA-256 as vcsim tells it and by SHA-1', async () => {
    expect(vcsim.sha256).toBe(identity.sha256);
    await expect(readWith({ thumbprint: vcsim.sha256 })).resolves.toEqual(hosts);
    await expect(readWith({ thumbprint: identity.sha1 })).resolves.toEqual(hosts);
  });

  it('row 23: a certificate of the given authority is accepted', async () => {
    await expect(readWith({ caPem: identity.ca })).resolves.toEqual(hosts);
  });

  it('row 23: without trust nothing is sent', async () => {
    const other = await anIdentity();
    const calls = await vcsim.during(async () => {
      await expect(readWith({ caPem: other.ca })).rejects.toMatchObject(refused);
      await expect(readWith({ thumbprint: '' })).rejects.toMatchObject(refused);
    });
    expect(calls).toEqual([]);
  });

  it('row 23: a wrong pin is refused with both values, and nothing is sent', async () => {
    const other = await anIdentity();
    const calls = await vcsim.during(async () => {
      const read = readWith({ thumbprint: other.sha256 });
      await expect(read).rejects.toMatchObject(refused);
      await expect(read).rejects.toThrow(`is ${identity.sha256}, expected ${other.sha256}`);
    });
    expect(calls).toEqual([]);
  });

  it('row 23: a certificate for another name is refused by its authority, and accepted by its pin', async () => {
    const before = vcsim;
    const misnamed = await anIdentity({ host: 'vcenter.example.com' });
    await start(misnamed);
    try {
      const read = readWith({ caPem: misnamed.ca });
      await expect(read).rejects.toMatchObject(refused);
      await expect(read).rejects.toThrow('ALTNAME');
      await expect(readWith({ thumbprint: misnamed.sha256 })).resolves.toEqual(hosts);
    } finally {
      await vcsim.stop();
      vcsim = before;
    }
  });

  it('row 23: a certificate rotated behind a known address is refused, not silently accepted', async () => {
    const clients = connectTo(vcsim.vcenter());
    try {
      const [host] = await hostRefs(clients.soap);
      const read = () => clients.vsphere.hosts.readHost(clients.vcenter, host!);
      await expect(read()).resolves.toMatchObject({ ref: host });
      await vcsim.stop();
      const rotated = await anIdentity();
      await start(rotated, new URL(vcsim.url).host);
      await expect(read()).rejects.toMatchObject(refused);
      await expect(read()).rejects.toThrow(`is ${rotated.sha256}, expected ${identity.sha256}`);
      expect(await vcsim.calls()).toEqual([]);
    } finally {
      await clients.close();
    }
  });
});
