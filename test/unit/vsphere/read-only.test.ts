import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { VSpherePorts } from '../../../src/ports/vsphere.js';
import {
  createConnections,
  type Connection,
  type Connections,
} from '../../../src/vsphere/connection/connections.js';
import { restOperations, type RestOperation } from '../../../src/vsphere/rest/operations.js';
import { anImage } from '../../support/builders.js';
import {
  aVCenter,
  aVSphere,
  fakeServer,
  json,
  soapMethod,
  testPassword,
  withSoapLogin,
  type FakeServer,
} from '../../support/fake-vcenter.js';

const nameOf = ({ method, path, action }: RestOperation): string =>
  `${method} ${path}${action === undefined ? '' : `?action=${action}`}`;

/** The request that an operation of the table stands for. */
const requestOf = ({ method, path, action, isTask }: RestOperation) => ({
  method,
  path: path.replaceAll(/\{\w+\}/g, 'x1'),
  query: { ...(action === undefined ? {} : { action }), ...(isTask ? { 'vmw-task': true } : {}) },
});

const refused = { name: 'VSphereError', kind: 'refused', message: expect.stringContaining('only reads') };

let server: FakeServer;
let connections: Connections;
let connection: Connection;

beforeEach(async () => {
  server = await fakeServer((request, response) =>
    json(response, request.method === 'POST' ? 201 : 200, 'x'),
  );
  connections = createConnections({
    secrets: { resolve: () => Promise.resolve({ username: 'svc', password: testPassword }) },
    readOnly: true,
  });
  connection = connections.to(aVCenter(server));
});
afterEach(async () => {
  await connections.close();
  await server.close();
});

describe('a client that only reads, Automation API', () => {
  const writes = restOperations.filter(({ isRead }) => !isRead);

  it('has writes to refuse', () => expect(writes.length).toBeGreaterThan(10));

  it.each(writes.map((operation) => [nameOf(operation), operation] as const))(
    'refuses %s and sends nothing',
    async (_, operation) => {
      await expect(connection.rest.send(requestOf(operation))).rejects.toMatchObject(refused);
      expect(server.seen).toEqual([]);
    },
  );

  it('refuses what the table does not know, whatever the verb', async () => {
    const unknown = { method: 'GET', path: '/vcenter/vm' } as const;
    await expect(connection.rest.send(unknown)).rejects.toThrow('not in the table of operations');
    expect(server.seen).toEqual([]);
  });

  it('sends a read', async () => {
    await connection.rest.send({ method: 'GET', path: '/appliance/health/system' });
    expect(server.seen.map(({ path }) => path)).toEqual(['/api/session', '/api/appliance/health/system']);
  });
});

describe('a client that only reads, vim25', () => {
  const self = { type: 'HostSystem', value: 'host-1' };
  const methods = [
    'EnterMaintenanceMode_Task',
    'ExitMaintenanceMode_Task',
    'ReconnectHost_Task',
    'RebootHost_Task',
    'Destroy_Task',
    'RestartService',
    'UpdateOptions',
    'CreateFilter',
  ];

  it.each(methods)('refuses %s before it logs in', async (method) => {
    const work = connection.soap.use({ safe: false }, (session) =>
      session.invoke({ self, method }, () => undefined),
    );
    await expect(work).rejects.toMatchObject(refused);
    expect(server.seen).toEqual([]);
  });

  it('refuses a change that is called safe, too', async () => {
    const soap = await fakeServer(withSoapLogin((_, __, response) => response.end()));
    const client = connections.to(aVCenter(soap)).soap;
    const method = 'EnterMaintenanceMode_Task';
    const work = client.use({ safe: true }, (session) => session.invoke({ self, method }, () => undefined));
    await expect(work).rejects.toMatchObject(refused);
    expect(soap.seen.map(soapMethod).filter(Boolean)).toEqual(['RetrieveServiceContent', 'Login']);
    await connections.close();
    await soap.close();
  });
});

describe('the ports of a client that only reads', () => {
  const cluster = { vcenter: 'vc-test', moid: 'domain-c8', name: 'C' };
  const ref = { vcenter: 'vc-test', moid: 'host-1', name: 'h' };
  const image = { version: '8.0.3-0.0.24022510' };
  const newHost = { name: 'h', thumbprint: 'AA', credential: 'ta-vc' };
  type Write = (ports: VSpherePorts, vcenter: ReturnType<typeof aVCenter>) => Promise<unknown>;

  /** Every port method that changes a server; those that look first are refused at the change. */
  const writes: readonly (readonly [string, Write])[] = [
    ['appliance.stage', ({ appliance }, vc) => appliance.stage(vc, '8.0.3.00400')],
    ['appliance.install', ({ appliance }, vc) => appliance.install(vc, '8.0.3.00400')],
    ['appliance.precheck', ({ appliance }, vc) => appliance.precheck(vc, '8.0.3.00400')],
    [
      'trustAuthority.startChange',
      (p, vc) => p.trustAuthority.startChange(vc, cluster, { do: 'addCaCertificate', name: 'n', chain: [] }),
    ],
    ['trustAuthority.startImport', (p, vc) => p.trustAuthority.startImport(vc, cluster, new Uint8Array(3))],
    ['trustAuthority.startRemoval', (p, vc) => p.trustAuthority.startRemoval(vc, cluster, anImage())],
    ['hosts.enterMaintenance', ({ hosts }, vc) => hosts.enterMaintenance(vc, ref)],
    ['hosts.exitMaintenance', ({ hosts }, vc) => hosts.exitMaintenance(vc, ref)],
    [
      'trustedSide.startBinding',
      ({ trustedSide }, vc) => trustedSide.startBinding(vc, cluster, { kind: 'kms', authorityCluster: 'ta' }),
    ],
    ['hosts.reboot', ({ hosts }, vc) => hosts.reboot(vc, ref)],
    ['hosts.reconnect', ({ hosts }, vc) => hosts.reconnect(vc, ref)],
    ['membership.add', ({ membership }, vc) => membership.add(vc, cluster, newHost)],
    ['membership.disconnect', ({ membership }, vc) => membership.disconnect(vc, ref)],
    ['membership.remove', ({ membership }, vc) => membership.remove(vc, ref)],
    ['registrations.enable', ({ registrations }, vc) => registrations.enable(vc, cluster)],
    ['registrations.remediate', ({ registrations }, vc) => registrations.remediate(vc, cluster)],
    [
      'registrations.change',
      ({ registrations }, vc) =>
        registrations.change(vc, { do: 'bind', bound: { cluster, kind: 'kms', id: 's' } }),
    ],
    ['lifecycle.writePolicy', ({ lifecycle }, vc) => lifecycle.writePolicy(vc, cluster, {})],
    ['lifecycle.startCheck', ({ lifecycle }, vc) => lifecycle.startCheck(vc, cluster, '1', ['host-1'])],
    ['lifecycle.startStage', ({ lifecycle }, vc) => lifecycle.startStage(vc, cluster, '1', ['host-1'])],
    ['lifecycle.startApply', ({ lifecycle }, vc) => lifecycle.startApply(vc, cluster, '1', ['host-1'])],
  ];

  it.each(writes)('%s is refused, and the server hears nothing of it', async (_, write) => {
    const vsphere = aVSphere({ readOnly: true });
    await expect(write(vsphere, aVCenter(server))).rejects.toMatchObject(refused);
    expect(server.seen).toEqual([]);
    await vsphere.close();
  });

  /** They look before they act; the change itself is refused. */
  const lookingFirst: typeof writes = [
    ['appliance.startBackup', ({ appliance }, vc) => appliance.startBackup(vc, 'before the update')],
    [
      'lifecycle.startCommit',
      ({ lifecycle }, vc) => lifecycle.startCommit(vc, cluster, image.version, 'new'),
    ],
  ];

  it.each(lookingFirst)('%s looks first; of the change itself the server hears nothing', async (_, write) => {
    const looking = await fakeServer((request, response) =>
      json(
        response,
        200,
        request.path === '/api/session' ? 'token' : request.path.endsWith('parts') ? [] : [image],
      ),
    );
    const backup = { location: 'sftp://b.example.com/x', locationType: 'SFTP' };
    const vsphere = aVSphere({ readOnly: true, backup });
    await expect(write(vsphere, aVCenter(looking))).rejects.toMatchObject(refused);
    const changing = looking.seen.filter(({ method }) => method !== 'GET');
    expect(changing.map(({ path }) => path)).toEqual(['/api/session']);
    await vsphere.close();
    await looking.close();
  });

  /** They ask a host for its services first: `test/integration/vsphere/services.test.ts`. */
  const lookingInTheLab = ['services.restart', 'services.start', 'services.stop'];

  it('names each write of the interface above', () => {
    const reading = /^(read|list|find|downloadImageDatabase$|close$)/;
    const vsphere = aVSphere({ readOnly: true });
    const all = Object.entries(vsphere).flatMap(([port, methods]) =>
      typeof methods === 'function'
        ? []
        : Object.keys(methods as object).map((method) => `${port}.${method}`),
    );
    const changing = all.filter((name) => !reading.test(name.split('.')[1] ?? ''));
    const named = [...[...writes, ...lookingFirst].map(([name]) => name), ...lookingInTheLab];
    expect(changing.toSorted()).toEqual(named.toSorted());
  });
});
