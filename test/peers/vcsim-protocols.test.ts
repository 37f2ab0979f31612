import { describe, expect, it } from '@jest/globals';
import { describeWithPeer } from '../support/peers.js';
import { startVcsim } from '../support/vcsim.js';
import { connectTo, vcsimBench } from '../support/vcsim-bench.js';
import { hostRefs } from '../support/vim-calls.js';

describeWithPeer('vcsim', 'our clients and vcsim: versions and protocols', (path) => {
  const bench = vcsimBench(path, { apiVersion: '8.0.1.0' });

  // vcsim answers whatever the header says: only what is sent can be looked at. Beside its own version it offers 6.0
  // and 5.5; a real vCenter of 9.0 offers those of 8.0 as well.
  it.each`
    situation                     | apiVersion   | spoken
    ${'which is older than ours'} | ${'7.0.2.0'} | ${'7.0.2.0'}
    ${'which is ours'}            | ${'8.0.3.0'} | ${'8.0.3.0'}
    ${'which is newer than ours'} | ${'9.0.0.0'} | ${'6.0'}
  `(
    'row 28: a server that offers $apiVersion, $situation, is spoken to in $spoken',
    async ({ apiVersion, spoken }) => {
      const vcsim = await startVcsim(path, { apiVersion: String(apiVersion), hosts: 1 });
      const clients = connectTo(vcsim.vcenter());
      try {
        await hostRefs(clients.soap);
        await clients.close();
        const calls = (await vcsim.calls()).filter(({ method }) => !method.startsWith('GET'));
        const actions = new Set(calls.map(({ soapAction }) => soapAction));
        expect(calls.map(({ method }) => method)).toEqual(
          expect.arrayContaining(['Login', 'CreateContainerView', 'Logout']),
        );
        expect([...actions]).toEqual([`"urn:vim25/${spoken}"`]);
      } finally {
        await clients.close();
        await vcsim.stop();
      }
    },
  );

  describe('row 29: a server without the Automation API under /api', () => {
    it('is named, with the operation and what would be needed', async () => {
      const { vsphere, vcenter } = bench.clients;
      const calls = await bench.vcsim.during(async () => {
        const read = vsphere.hosts.readClusters(vcenter, ['DC0_C0']);
        await expect(read).rejects.toMatchObject({
          kind: 'too-old',
          status: 404,
          server: 'vcsim',
          operation: 'POST /api/session',
        });
        await expect(read).rejects.toThrow(
          /^vcsim: runs vCenter 6\.5\.0 .* no Automation API under \/api; .* Upgrade it to 7\.0 U2 or later/,
        );
      });
      // vim25 is asked for the release, and no other door is tried: the old /rest is none of ours.
      expect(calls.map(({ method }) => method)).toEqual(['POST /api/session', 'RetrieveServiceContent']);
    });

    it('still serves vim25, in a session of its own', async () => {
      const { vsphere, vcenter, soap } = bench.clients;
      const [host] = await hostRefs(soap);
      await expect(vsphere.hosts.readClusters(vcenter, ['DC0_C0'])).rejects.toMatchObject({ status: 404 });
      await expect(vsphere.hosts.readHost(vcenter, host!)).resolves.toMatchObject({ ref: host });
    });
  });

  it('row 30: vim25 is spoken as SOAP, and nobody asks for the JSON that vcsim has not', async () => {
    const clients = bench.connect();
    const calls = await bench.vcsim.during(async () => {
      const [host] = await hostRefs(clients.soap);
      await clients.vsphere.hosts.readHost(clients.vcenter, host!);
    });
    const paths = calls.map(({ method }) => method).filter((method) => method.includes('/'));
    expect(new Set(paths)).toEqual(new Set(['GET /sdk/vimServiceVersions.xml']));
  });
});
