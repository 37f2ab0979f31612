import { afterEach, describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import {
  aVCenter,
  aVSphere,
  fakeServer,
  json,
  soap,
  soapFault,
  withLogin,
  withSoapLogin,
  type FakeServer,
  type Seen,
} from '../../support/fake-vcenter.js';

const prop = (name: string, val: string) => `<propSet><name>${name}</name><val${val}</val></propSet>`;
const object = (type: string, moid: string, ...props: string[]) =>
  `<objects><obj type="${type}">${moid}</obj>${props.join('')}</objects>`;

const refs = (type: string, moids: readonly string[]) =>
  ` xsi:type="ArrayOfManagedObjectReference">${moids
    .map((moid) => `<ManagedObjectReference type="${type}">${moid}</ManagedObjectReference>`)
    .join('')}`;
const cluster = object(
  'ClusterComputeResource',
  'domain-c8',
  prop('name', '>Prod &amp; Co'),
  prop('host', refs('HostSystem', ['host-21', 'host-22'])),
  prop(
    'configurationEx',
    ` xsi:type="ClusterConfigInfoEx"><dasConfig><enabled>true</enabled><admissionControlEnabled>false</admissionControlEnabled></dasConfig>
     <drsConfig><enabled>true</enabled><enableVmBehaviorOverrides>true</enableVmBehaviorOverrides><defaultVmBehavior>fullyAutomated</defaultVmBehavior></drsConfig>
     <drsVmConfig><key type="VirtualMachine">vm-1</key><enabled>false</enabled></drsVmConfig>
     <drsVmConfig><key type="VirtualMachine">vm-2</key><behavior>manual</behavior></drsVmConfig>
     <drsVmConfig><key type="VirtualMachine">vm-3</key><enabled>true</enabled><behavior>fullyAutomated</behavior></drsVmConfig>
     <dpmConfigInfo><enabled>false</enabled></dpmConfigInfo><vsanConfigInfo><enabled>true</enabled></vsanConfigInfo>`,
  ),
);
const aHost = (moid: string, name: string, connection: string, vms: readonly string[], more = '') =>
  object(
    'HostSystem',
    moid,
    prop('vm', refs('VirtualMachine', vms)),
    prop('name', `>${name}`),
    prop('parent', ' type="ClusterComputeResource" xsi:type="ManagedObjectReference">domain-c8'),
    prop('runtime.connectionState', ` xsi:type="HostSystemConnectionState">${connection}`),
    prop('runtime.inMaintenanceMode', ' xsi:type="xsd:boolean">false'),
    more,
  );
const known =
  prop('runtime.bootTime', '>2026-05-01T08:00:00.123456Z') +
  prop('summary.config.product', '><version>8.0.3</version><build>24022510</build>') +
  prop('capability.tpmSupported', '>true');
const aVm = (moid: string, power: string, ...more: string[]) =>
  object(
    'VirtualMachine',
    moid,
    prop('name', `>name of ${moid}`),
    prop('runtime.powerState', `>${power}`),
    ...more,
  );
const key = prop('config.keyId', ' xsi:type="CryptoKeyId"><keyId>k</keyId>');
const noKeyKnown =
  '<missingSet><path>config.keyId</path><fault><fault xsi:type="NoPermission"/></fault></missingSet>';

let inventory = `<RetrievePropertiesExResponse xmlns="urn:vim25"><returnval>${[
  cluster,
  aHost('host-22', 'esx-b', 'strange', []),
  aHost('host-21', 'esx-a', 'connected', ['vm-1', 'vm-2', 'vm-3'], known),
  aVm('vm-1', 'poweredOn', key),
  aVm('vm-2', 'poweredOff', noKeyKnown),
  aVm('vm-3', 'poweredOn'),
].join('')}</returnval></RetrievePropertiesExResponse>`;

const events = `<QueryEventsResponse xmlns="urn:vim25"><returnval xsi:type="EventEx"><createdTime>2026-05-01T08:02:00Z</createdTime>
  <host><name>esx-a</name><host type="HostSystem">host-21</host></host><eventTypeId>esx.audit.host.quickboot.reason.user</eventTypeId></returnval></QueryEventsResponse>`;

const clusters = [{ cluster: 'domain-c8', name: 'Prod & Co' }];
const settings = '/api/esx/settings/clusters/domain-c8';

describe('readClusters', () => {
  let server: FakeServer | undefined;
  const vsphere = aVSphere();
  const soapCalls = withSoapLogin((method, _, response) => {
    if (method === 'QueryEvents')
      return mayReadEvents ? soap(response, 200, events) : soapFault(response, 'NoPermission');
    return soap(response, 200, inventory);
  });
  let mayReadEvents = true;
  const rest = withLogin((request: Seen, response: ServerResponse) => {
    const { pathname, searchParams } = new URL(request.path, 'https://x');
    if (pathname === '/api/vcenter/cluster') {
      const names = searchParams.getAll('names');
      return json(
        response,
        200,
        clusters.filter(({ name }) => names.length === 0 || names.includes(name)),
      );
    }
    if (pathname === `${settings}/enablement/software`) return json(response, 200, { enabled: false });
    if (pathname.endsWith('services-applied-config')) return json(response, 202, 'task:1');
    return json(response, 200, { status: 'SUCCEEDED', result: { health: 'OK' } });
  });
  const start = async () => {
    server = await fakeServer((request, response, count) =>
      (request.path.startsWith('/sdk') ? soapCalls : rest)(request, response, count),
    );
    return aVCenter(server);
  };
  afterEach(async () => {
    mayReadEvents = true;
    await vsphere.close();
    await server?.close();
    server = undefined;
  });

  it('reads settings, hosts in order, and the VMs that count', async () => {
    const [read] = await vsphere.hosts.readClusters(await start(), ['Prod & Co']);
    expect(read).toMatchObject({
      ref: { vcenter: 'vc-test', moid: 'domain-c8', name: 'Prod & Co' },
      role: 'trusted',
      imageManaged: false,
      drs: 'fullyAutomated',
      ha: { enabled: true, admissionControl: false },
      dpm: false,
      vsan: true,
      appliedConfig: 'OK',
    });
    expect(read?.hosts.map(({ ref }) => ref.name)).toEqual(['esx-a', 'esx-b']);
    expect(read?.hosts[0]).toMatchObject({
      installed: '8.0.3-24022510',
      bootTime: '2026-05-01T08:00:00.123Z',
      boot: { type: 'quick', source: 'event', event: 'esx.audit.host.quickboot.reason.user' },
      tpm: true,
      poweredOnVms: 2,
      pinnedVms: ['name of vm-1'],
    });
  });

  it('DG-14: what could not be read is absent or unknown, and an unseen key counts as a key', async () => {
    const [read] = await vsphere.hosts.readClusters(await start(), ['Prod & Co']);
    const [first, second] = read?.hosts ?? [];
    expect(first?.encryptedVms).toBe(2);
    expect(second).toMatchObject({
      connection: 'unknown',
      boot: { type: 'unknown', source: 'none' },
      attestation: { status: 'unknown', services: [] },
    });
    for (const absent of ['installed', 'bootTime', 'tpm', 'thumbprint', 'quickBootSupported']) {
      expect(second).not.toHaveProperty(absent);
    }
  });

  it('a cluster without one of its hosts is incomplete; a VM of which nothing is known counts', async () => {
    const vcenter = await start();
    const whole = inventory;
    inventory = whole.replaceAll(/<objects><obj type="HostSystem">host-22.*?<\/objects>/g, '');
    const read = vsphere.hosts.readClusters(vcenter, ['Prod & Co']);
    await expect(read).rejects.toMatchObject({ kind: 'passing' });
    await expect(read).rejects.toThrow(/the answer is incomplete, without .*host-2/);
    inventory = whole.replaceAll(/<objects><obj type="VirtualMachine">vm-3.*?<\/objects>/g, '');
    const [cluster] = await vsphere.hosts.readClusters(vcenter, ['Prod & Co']);
    expect(cluster?.hosts[0]).toMatchObject({ poweredOnVms: 2, encryptedVms: 3 });
    inventory = whole;
  });

  it('DG-14: a login that may not read events leaves the boot type unknown', async () => {
    mayReadEvents = false;
    const [read] = await vsphere.hosts.readClusters(await start(), ['Prod & Co']);
    expect(read?.hosts[0]?.boot).toMatchObject({ type: 'unknown', source: 'none' });
  });

  it('asks for all clusters in one pass', async () => {
    await vsphere.hosts.readClusters(await start(), ['Prod & Co', 'Prod & Co']);
    const queries = server?.seen.filter(({ body }) => body.includes('<RetrievePropertiesEx')) ?? [];
    expect(queries).toHaveLength(1);
    expect(queries[0]?.body).toContain('xsi:type="TraversalSpec"');
  });

  it('names the clusters there are when one is unknown', async () => {
    const read = vsphere.hosts.readClusters(await start(), ['Prod']);
    await expect(read).rejects.toMatchObject({ kind: 'not-found', errorType: 'NOT_FOUND' });
    await expect(read).rejects.toThrow('no single cluster named "Prod"; clusters are: Prod & Co');
  });
});
