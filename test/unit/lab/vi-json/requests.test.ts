import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SoapBench } from '../../../support/soap-bench.js';
import { aRef, filterSpec, viJson, type ViJson } from '../../../support/vi-json.js';

describe('VI JSON: what a request must be', () => {
  let bench: SoapBench;
  let vim: ViJson;
  let host = '';
  beforeEach(async () => {
    bench = new SoapBench();
    vim = viJson(await bench.url('wl-vc'));
    host = bench.lab.host('esx-1').moid;
    await vim.login('svc@vsphere.local', 'svc-pass');
  });
  afterEach(() => bench.close());
  const retrieve = (specSet: unknown, options: unknown = { _typeName: 'RetrieveOptions' }) =>
    vim.post('PropertyCollector/propertyCollector/RetrievePropertiesEx', { specSet, options });
  const spec = () => filterSpec('HostSystem', ['name'], [aRef('HostSystem', host)]);

  it('the root may name its method; references may do without their type', async () => {
    const plain = {
      ...spec(),
      objectSet: [{ _typeName: 'ObjectSpec', obj: { type: 'HostSystem', value: host } }],
    };
    await expect(retrieve([plain])).resolves.toMatchObject({ status: 200 });
    await expect(
      vim.post(`HostSystem/${host}/ExitMaintenanceMode_Task`, {
        timeout: 0,
        _typeName: 'ExitMaintenanceMode_Task',
      }),
    ).resolves.toMatchObject({ status: 500, body: { _typeName: 'InvalidState' } });
  });

  it('a nested object without its type is taken for a reference, as by a real server', async () => {
    const { _typeName: _, ...bare } = spec().propSet[0] as Record<string, unknown>;
    const { status, body } = await retrieve([{ ...spec(), propSet: [{ ...bare, type: 'HostSystem' }] }]);
    expect(status).toBe(500);
    expect(body).toEqual({ _typeName: 'InvalidArgument', faultstring: 'Invalid MoRef field: all' });
    const untyped = await retrieve([{ ...spec(), propSet: [{ pathSet: ['name'] }] }]);
    expect(untyped.body.faultstring).toBe('Invalid MoRef field: pathSet');
  });

  it('the order of keys does not matter, and a boxed value is as good as a plain one', async () => {
    const { _typeName, ...fields } = spec();
    await expect(retrieve([{ ...fields, _typeName }])).resolves.toMatchObject({ status: 200 });
    const boxed = { maxObjects: { _value: 1, _typeName: 'int' }, _typeName: 'RetrieveOptions' };
    await expect(retrieve([spec()], boxed)).resolves.toMatchObject({ status: 200 });
  });

  it.each<[string, () => Promise<{ status: number; body: any }>, string]>([
    [
      'an unknown parameter',
      () => vim.post(`HostSystem/${host}/ExitMaintenanceMode_Task`, { timeout: 0, x: 1 }),
      'InvalidRequest',
    ],
    [
      'a missing parameter',
      () => vim.post(`HostSystem/${host}/ExitMaintenanceMode_Task`, {}),
      'InvalidRequest',
    ],
    [
      'a text for a number',
      () => vim.post(`HostSystem/${host}/ExitMaintenanceMode_Task`, { timeout: '0' }),
      'InvalidArgument',
    ],
    ['one for many', () => retrieve(spec()), 'InvalidArgument'],
    ['a text for an object', () => retrieve(['all']), 'InvalidArgument'],
    ['an object of another type', () => retrieve([{ _typeName: 'WaitOptions' }]), 'InvalidRequest'],
    ['no JSON', () => vim.post('ServiceInstance/ServiceInstance/CurrentTime', '<a/>'), 'InvalidRequest'],
    ['a list', () => vim.post('ServiceInstance/ServiceInstance/CurrentTime', []), 'InvalidRequest'],
    ['a method that is not there', () => vim.post(`HostSystem/${host}/Fly`, {}), 'MethodNotFound'],
    ['an object that is not there', () => vim.get('HostSystem/host-999/name'), 'ManagedObjectNotFound'],
    ['an object of another kind', () => vim.get(`VirtualMachine/${host}/name`), 'ManagedObjectNotFound'],
    ['a dotted property', () => vim.get(`HostSystem/${host}/runtime.bootTime`), ''],
  ])('refuses %s', async (_, call, fault) => {
    const { status, body } = await call();
    if (fault === '') expect(status).toBe(404);
    else {
      expect(status).toBe(500);
      expect(body).toMatchObject({ _typeName: fault, faultstring: expect.any(String) });
    }
  });

  it('faults of the lab strike as they do in SOAP; the wire log has the call without its secrets', async () => {
    const { faults } = bench.lab.world;
    faults.add({ kind: 'http-503', operation: 'ServiceInstance.CurrentTime' });
    await expect(vim.post('ServiceInstance/ServiceInstance/CurrentTime')).resolves.toMatchObject({
      status: 503,
    });
    faults.add({ kind: 'drop-answer-after-effect', operation: 'HostSystem.EnterMaintenanceMode_Task' });
    await expect(vim.post(`HostSystem/${host}/EnterMaintenanceMode_Task`, { timeout: 0 })).rejects.toThrow();
    const requested = bench.lab.world.journal.entries.filter(
      ({ effect }) => effect === 'host.maintenance.requested',
    );
    expect(requested).toHaveLength(1);
    const entries = [...bench.wire.read()];
    expect(entries[0]).toMatchObject({
      method: 'POST',
      path: '/sdk/vim25/8.0.2.0/SessionManager/SessionManager/Login',
      login: 'svc@vsphere.local',
      requestBody: { method: 'Login', parameters: { userName: 'svc@vsphere.local', password: '***' } },
      status: 200,
    });
    expect(entries.at(-1)).toMatchObject({ status: 0 });
    expect(JSON.stringify(entries)).not.toContain('svc-pass');
  });

  it('an ESXi host takes the body for XML', async () => {
    const esx = viJson(await bench.url('esx-1'));
    const { status, body, contentType } = await esx.post('ServiceInstance/ServiceInstance/CurrentTime', {});
    expect(status).toBe(500);
    expect(contentType).toContain('text/xml');
    expect(body).toContain('Could not parse the request');
    await expect(esx.get('ServiceInstance/ServiceInstance/content')).resolves.toMatchObject({ status: 404 });
  });

  it('a vCenter of 7.0 or 8.0 GA has nothing there', async () => {
    for (const release of ['7.0.3', '8.0.0'] as const) {
      const older = new SoapBench({ release });
      const client = viJson(await older.url('wl-vc'), { release: '7.0.3.0' });
      await expect(client.get('ServiceInstance/ServiceInstance/content')).resolves.toMatchObject({
        status: 404,
      });
      await older.close();
    }
  });

  it('older releases are served too, newer and unknown ones are not', async () => {
    const status = async (release: string) =>
      (await viJson(await bench.url('wl-vc'), { release }).get('ServiceInstance/ServiceInstance/content'))
        .status;
    expect(await Promise.all(['7.0.3.0', '8.0.1.0', '8.0.2.0'].map(status))).toEqual([200, 200, 200]);
    expect(await Promise.all(['8.0.3.0', '8.0.2.9', '6.7'].map(status))).toEqual([404, 404, 404]);
  });
});
