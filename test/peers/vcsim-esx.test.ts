import { expect, it } from '@jest/globals';
import { value } from '../../src/vsphere/soap/write-xml.js';
import { textAt } from '../../src/vsphere/soap/xml-node.js';
import { describeWithPeer } from '../support/peers.js';
import { vcsimBench } from '../support/vcsim-bench.js';
import { hostRefs, invoke, property, taskEnd } from '../support/vim-calls.js';

describeWithPeer('vcsim', 'our vim25 client and vcsim as an ESXi host', (path) => {
  const bench = vcsimBench(path, { esx: true, user: 'root', apiVersion: '8.0.1.0' });
  const host = { vcenter: 'vcsim', moid: 'ha-host', name: 'localhost.localdomain' };

  it('row 1: takes the IDs of an ESXi host from its ServiceContent', async () => {
    const { soap } = bench.clients;
    await expect(soap.use({ safe: true }, async ({ content }) => content)).resolves.toMatchObject({
      rootFolder: { type: 'Folder', value: 'ha-folder-root' },
      propertyCollector: { type: 'PropertyCollector', value: 'ha-property-collector' },
      sessionManager: { type: 'SessionManager', value: 'ha-sessionmgr' },
    });
  });

  it('row 27: logs in as root, and with another password not', async () => {
    const { soap } = bench.clients;
    const manager = { type: 'SessionManager', value: 'ha-sessionmgr' };
    expect(textAt(await property(soap, manager, 'currentSession'), 'userName')).toBe('root');
    const wrong = bench.connect({ password: 'not-the-password' });
    await expect(property(wrong.soap, manager, 'currentSession')).rejects.toMatchObject({
      kind: 'refused',
      errorType: 'InvalidLogin',
    });
  });

  it('row 27: the one host is ha-host, outside of any cluster', async () => {
    const { vsphere, vcenter, soap } = bench.clients;
    expect(await hostRefs(soap)).toEqual([host]);
    await expect(vsphere.hosts.readHost(vcenter, host)).resolves.toMatchObject({
      ref: host,
      cluster: { name: '' },
      connection: 'connected',
    });
  });

  it('row 27: enters and leaves maintenance mode', async () => {
    const { vsphere, vcenter, soap } = bench.clients;
    const inMaintenance = async () => (await vsphere.hosts.readHost(vcenter, host)).inMaintenance;
    const enter = await vsphere.hosts.enterMaintenance(vcenter, host);
    await expect(taskEnd(soap, enter.id)).resolves.toMatchObject({ state: 'succeeded' });
    expect(await inMaintenance()).toBe(true);
    const exit = await vsphere.hosts.exitMaintenance(vcenter, host);
    await expect(taskEnd(soap, exit.id)).resolves.toMatchObject({ state: 'succeeded' });
    expect(await inMaintenance()).toBe(false);
  });

  it('row 27: SessionIsActive is NotImplemented on a host', async () => {
    const { soap } = bench.clients;
    const self = { type: 'SessionManager', value: 'ha-sessionmgr' };
    const key = textAt(await property(soap, self, 'currentSession'), 'key') ?? '';
    const asked = invoke(soap, self, 'SessionIsActive', [value('sessionID', key), value('userName', 'root')]);
    await expect(asked).rejects.toMatchObject({ kind: 'invalid', errorType: 'NotImplemented' });
  });

  it('row 27: events of boots cannot be queried on a host, which leaves its boot unexplained', async () => {
    const { vsphere, vcenter } = bench.clients;
    expect((await vsphere.hosts.readHost(vcenter, host)).boot).toMatchObject({
      type: 'unknown',
      source: 'none',
    });
  });

  it('row 27: has no Automation API', async () => {
    const { vsphere, vcenter } = bench.clients;
    await expect(vsphere.hosts.readClusters(vcenter, ['any'])).rejects.toMatchObject({
      operation: 'POST /api/session',
      status: 404,
      server: 'vcsim',
    });
  });
});
