import { expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { testPassword } from '../support/fake-vcenter.js';
import { describeWithPeer } from '../support/peers.js';
import { startRecordingProxy } from '../support/recording-proxy.js';
import { findSecrets } from '../support/secret-search.js';
import { connectTo, vcsimBench } from '../support/vcsim-bench.js';
import { hostRefs } from '../support/vim-calls.js';

describeWithPeer('vcsim', 'our vim25 client and vcsim: secrets', (path) => {
  const bench = vcsimBench(path);

  it('row 26: neither password nor cookie is in a log line or an error, even when the server repeats them', async () => {
    const proxy = await startRecordingProxy(bench.vcsim.url);
    const said: unknown[] = [];
    const logger = {
      debug: (keys: object, message: string) => said.push([message, keys]),
      info: (keys: object, message: string) => said.push([message, keys]),
      warn: (keys: object, message: string) => said.push([message, keys]),
    };
    const [host] = await hostRefs(bench.clients.soap);
    const vcenter = { ...bench.vcsim.vcenter({ thumbprint: proxy.thumbprint }), url: proxy.url };
    const clients = connectTo(vcenter, { logger });
    const errors: unknown[] = [];
    const failing = async (): Promise<void> => {
      errors.push(await clients.vsphere.hosts.readHost(vcenter, host!).catch((error: unknown) => error));
    };
    try {
      await bench.vcsim.fault({
        method: 'Login',
        type: 'InvalidLogin',
        message: `no entry for ${testPassword} (${Buffer.from(testPassword).toString('base64')})`,
        count: 1,
      });
      await failing();
      await clients.vsphere.hosts.readHost(vcenter, host!);
      const [cookie] = proxy.secrets;
      await bench.vcsim.fault({
        method: 'CurrentTime',
        type: 'NoPermission',
        message: `session ${cookie} of ${testPassword}`,
        count: 1,
      });
      await failing();
      await bench.vcsim.spoil({ method: 'CurrentTime', truncate: true });
      await failing();
      await clients.close();

      expect(cookie).toMatch(/^[0-9a-f-]{36}$/);
      expect(errors).toMatchObject([
        { errorType: 'InvalidLogin', message: expect.stringContaining('no entry for *** (***)') },
        { errorType: 'NoPermission', message: expect.stringContaining('session *** of ***') },
        { kind: 'passing' },
      ]);
      const text = (value: unknown): string => inspect(value, { depth: 10, showHidden: true });
      expect(said.length).toBeGreaterThan(errors.length);
      const places = [
        ...said.map((line) => ({ where: 'a log line', text: text(line) })),
        ...errors.map((error) => ({ where: 'an error', text: `${text(error)} ${JSON.stringify(error)}` })),
      ];
      expect(findSecrets([testPassword, ...proxy.secrets], places)).toEqual([]);
    } finally {
      await clients.close();
      await proxy.close();
    }
  });
});
