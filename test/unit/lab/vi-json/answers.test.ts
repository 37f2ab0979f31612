import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { localized, VimFault } from '../../../../src/lab/soap/faults.js';
import { JsonRenderer } from '../../../../src/lab/vi-json/render.js';
import { SoapBench } from '../../../support/soap-bench.js';
import { aRef, filterSpec, viJson, type ViJson } from '../../../support/vi-json.js';

/** What the reference shows of an answer (vim-and-vcsim.md 1.5, 1.6, 2.3, 2.8), written by hand. */
const golden = async (name: string): Promise<unknown> =>
  JSON.parse(await readFile(new URL(`golden/${name}.json`, import.meta.url), 'utf8'));

/** The same with what differs from run to run replaced: times, session objects, thumbprints. */
const steady = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value)
      .replaceAll(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, '"TIME"')
      .replaceAll(/session\[[^"]+/g, 'SESSION-OBJECT')
      .replaceAll(/"host-\d+"/g, '"HOST"')
      .replaceAll(/"domain-c\d+"/g, '"CLUSTER"'),
  );

describe('VI JSON', () => {
  let bench: SoapBench;
  let vim: ViJson;
  let host = '';
  const clientOf = async (server: string, release?: string) =>
    viJson(await bench.url(server), release === undefined ? {} : { release });
  const start = async (input: ConstructorParameters<typeof SoapBench>[0] = {}, release?: string) => {
    await bench?.close();
    bench = new SoapBench(input);
    vim = await clientOf('wl-vc', release);
    host = bench.lab.host('esx-1').moid;
  };
  beforeEach(() => start());
  afterEach(() => bench.close());
  const login = () => vim.login('svc@vsphere.local', 'svc-pass');
  const collector = 'PropertyCollector/propertyCollector';

  it('content needs no session; its references and texts are as in the document', async () => {
    const { status, body, contentType } = await vim.get('ServiceInstance/ServiceInstance/content');
    expect([status, contentType]).toEqual([200, 'application/json']);
    const { about, ...others } = body as Record<string, unknown>;
    expect(about).toMatchObject({ _typeName: 'AboutInfo', apiType: 'VirtualCenter', apiVersion: '8.0.2.0' });
    expect(others).toEqual(await golden('service-content'));
    await expect(vim.post('ServiceInstance/ServiceInstance/RetrieveServiceContent')).resolves.toMatchObject({
      status: 200,
      body,
    });
  });

  it('a login answers its session in a header, which every later call carries', async () => {
    await expect(vim.get('SessionManager/SessionManager/currentSession')).resolves.toMatchObject({
      status: 200,
      body: undefined,
    });
    const { status, body, session } = await login();
    expect(status).toBe(200);
    expect(body).toMatchObject({ _typeName: 'UserSession', userName: 'svc@vsphere.local' });
    expect(session).toMatch(/^[\da-f]{40}$/);
    const current = await vim.get('SessionManager/SessionManager/currentSession');
    expect(current.body).toMatchObject({ key: body.key });
    // No result, no body.
    await expect(vim.post('SessionManager/SessionManager/Logout')).resolves.toMatchObject({
      status: 204,
      body: undefined,
    });
    await expect(vim.get(`HostSystem/${host}/name`)).resolves.toMatchObject({
      status: 500,
      body: { _typeName: 'NotAuthenticated', object: aRef('HostSystem', host), privilegeId: 'System.View' },
    });
  });

  it('a refused login is a fault with HTTP 500', async () => {
    const { status, body, session } = await vim.login('svc@vsphere.local', 'wrong');
    expect([status, session]).toEqual([500, undefined]);
    expect(body).toEqual(await golden('invalid-login'));
  });

  it('properties: plain values and lists bare, data objects and references with their type, unset nothing', async () => {
    await login();
    const read = async (path: string) => (await vim.get(path)).body as unknown;
    expect(await read(`HostSystem/${host}/name`)).toBe('esx-1');
    expect(await read(`HostSystem/${host}/parent`)).toEqual(
      aRef('ClusterComputeResource', bench.lab.cluster().moid),
    );
    expect(await read(`ClusterComputeResource/${bench.lab.cluster().moid}/host`)).toContainEqual(
      aRef('HostSystem', host),
    );
    expect(await read(`HostSystem/${host}/runtime`)).toMatchObject({
      _typeName: 'HostRuntimeInfo',
      connectionState: 'connected',
      inMaintenanceMode: false,
      bootTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
    await expect(vim.get('Folder/group-d1/parent')).resolves.toMatchObject({ status: 200, body: undefined });
    await expect(vim.get(`HostSystem/${host}/nothing`)).resolves.toMatchObject({ status: 500 });
  });

  it('open values come in a box that names their type', async () => {
    await login();
    const paths = [
      'name',
      'parent',
      'vm',
      'disabledMethod',
      'runtime.connectionState',
      'runtime.inMaintenanceMode',
      'runtime.bootTime',
      'summary.config.product.build',
      'summary.config.port',
    ];
    const { status, body } = await vim.post(`${collector}/RetrievePropertiesEx`, {
      specSet: [filterSpec('HostSystem', paths, [aRef('HostSystem', host)])],
      options: { _typeName: 'RetrieveOptions', maxObjects: 10 },
    });
    expect(status).toBe(200);
    expect(steady(body)).toEqual(await golden('retrieve-result'));
  });

  it('pages like SOAP, and says nothing when there is nothing', async () => {
    await start({ hosts: 5 });
    await login();
    const toHosts = { _typeName: 'TraversalSpec', name: 'c2h', type: 'ClusterComputeResource', path: 'host' };
    const first = await vim.post(`${collector}/RetrievePropertiesEx`, {
      specSet: [
        filterSpec(
          'HostSystem',
          ['name'],
          [aRef('ClusterComputeResource', bench.lab.cluster().moid)],
          [toHosts],
        ),
      ],
      options: { _typeName: 'RetrieveOptions', maxObjects: 2 },
    });
    const names: unknown[] = [];
    let page = first.body;
    for (;;) {
      names.push(...page.objects.map(({ propSet }: any) => propSet[0].val._value));
      if (page.token === undefined) break;
      page = (await vim.post(`${collector}/ContinueRetrievePropertiesEx`, { token: page.token })).body;
    }
    expect(names).toEqual(['esx-1', 'esx-2', 'esx-3', 'esx-4', 'esx-5']);
    await expect(
      vim.post(`${collector}/RetrievePropertiesEx`, {
        specSet: [filterSpec('VirtualMachine', ['name'], [aRef('HostSystem', host)])],
        options: { _typeName: 'RetrieveOptions' },
      }),
    ).resolves.toMatchObject({ status: 200, body: undefined });
  });

  it('a task is a reference; its error is the fault alone, from 9.0 on the fault in its wrapping', async () => {
    await login();
    bench.lab.world.faults.add({ kind: 'fail-task', operation: 'HostSystem.EnterMaintenanceMode_Task' });
    const { body: task } = await vim.post(`HostSystem/${host}/EnterMaintenanceMode_Task`, { timeout: 0 });
    expect(task).toEqual({ _typeName: 'ManagedObjectReference', type: 'Task', value: expect.any(String) });
    bench.lab.world.clock.step(60);
    const { body: info } = await vim.get(`Task/${task.value}/info`);
    expect(info).toMatchObject({ _typeName: 'TaskInfo', state: 'error', task });
    expect(info.error).toEqual(await golden('task-error-flat'));
    const fault = localized(new VimFault('InvalidState', 'why', {}));
    expect(new JsonRenderer('9.0.0.0').any(fault)).toEqual(await golden('task-error-wrapped'));
  });

  it('updates of a filter', async () => {
    await login();
    const { body: pc } = await vim.post(`${collector}/CreatePropertyCollector`);
    const own = `PropertyCollector/${encodeURIComponent(pc.value)}`;
    const { body: filter } = await vim.post(`${own}/CreateFilter`, {
      spec: filterSpec('HostSystem', ['runtime.inMaintenanceMode'], [aRef('HostSystem', host)]),
      partialUpdates: false,
    });
    expect(filter._typeName).toBe('ManagedObjectReference');
    const wait = async (version: string) =>
      vim.post(`${own}/WaitForUpdatesEx`, {
        version,
        options: { _typeName: 'WaitOptions', maxWaitSeconds: 0 },
      });
    const first = await wait('');
    expect(steady(first.body)).toEqual(await golden('update-set'));
    // Nothing new: null.
    await expect(wait(first.body.version)).resolves.toMatchObject({ status: 200, body: undefined });
    await expect(vim.post(`${own}/DestroyPropertyCollector`)).resolves.toMatchObject({ status: 204 });
    await expect(wait('')).resolves.toMatchObject({
      status: 500,
      body: { _typeName: 'ManagedObjectNotFound', obj: pc },
    });
  });

  it('a newer field is not shown to a client of an older release', async () => {
    const { session } = await login();
    const old = await clientOf('wl-vc', '7.0.2.0');
    old.use(session);
    const read = async (client: ViJson) => Object.keys((await client.get(`HostSystem/${host}/runtime`)).body);
    expect(await read(vim)).toContain('stateEncryption');
    expect(await read(old)).not.toContain('stateEncryption');
  });
});
