import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SoapBench } from '../../../support/soap-bench.js';

let bench: SoapBench;
beforeEach(async () => {
  bench = new SoapBench();
  await bench.login();
});
afterEach(() => bench.close());

const host = () => `HostSystem:${bench.lab.host('esx-1').moid}`;
const enter = () => bench.call('EnterMaintenanceMode_Task', host(), '<timeout>0</timeout>');
const requested = () => bench.lab.entries('host.maintenance.requested').length;
const fault = (kind: string, more = {}) =>
  bench.lab.world.faults.add({ kind, operation: 'HostSystem.EnterMaintenanceMode_Task', ...more } as never);

describe('requests', () => {
  it('to unknown objects and methods fault by their kind', async () => {
    expect((await bench.call('ShutdownHost_Task', host(), '<force>false</force>')).fault).toBe(
      'MethodNotFound',
    );
    expect((await bench.call('valueOf', host())).fault).toBe('MethodNotFound');
    expect((await bench.call('CurrentTime', 'NoSuchType:x')).fault).toBe('MethodNotFound');
    expect((await bench.call('Fetch', 'HostSystem:host-999', '<prop>name</prop>')).fault).toBe(
      'ManagedObjectNotFound',
    );
  });

  it('with missing or malformed parameters are refused', async () => {
    expect((await bench.call('EnterMaintenanceMode_Task', host())).fault).toBe('InvalidRequest');
    expect((await bench.call('EnterMaintenanceMode_Task', host(), '<timeout>soon</timeout>')).fault).toBe(
      'InvalidArgument',
    );
    expect(requested()).toBe(0);
  });

  it.each([
    ['an unknown parameter', '<timeout>0</timeout><sooner>true</sooner>', '"sooner"'],
    [
      'parameters out of order',
      '<evacuatePoweredOffVms>true</evacuatePoweredOffVms><timeout>0</timeout>',
      '"timeout"',
    ],
    ['a parameter twice', '<timeout>0</timeout><timeout>1</timeout>', '"timeout"'],
    ['an unknown field', '<timeout>0</timeout><maintenanceSpec><why>x</why></maintenanceSpec>', '"why"'],
    [
      'a missing field',
      '<timeout>0</timeout><maintenanceSpec><vsanMode/></maintenanceSpec>',
      'Required property objectAction is missing from data object of type VsanHostDecommissionMode',
    ],
    [
      'an object of another type',
      '<timeout>0</timeout><maintenanceSpec xsi:type="HostConnectSpec"><force>true</force></maintenanceSpec>',
      '"HostConnectSpec" is not a HostMaintenanceSpec',
    ],
  ])('with %s are refused by name before anything happens', async (_, parameters, words) => {
    const answer = await bench.call('EnterMaintenanceMode_Task', host(), parameters);
    expect(answer.fault).toBe('InvalidRequest');
    expect(answer.faultString).toContain(words);
    expect(requested()).toBe(0);
  });

  it('with a field that is newer than the client are refused', async () => {
    const spec = '<maintenanceSpec><purpose>hostUpgrade</purpose></maintenanceSpec>';
    bench.version = '6.7';
    const older = await bench.call('EnterMaintenanceMode_Task', host(), `<timeout>0</timeout>${spec}`);
    expect(older.fault).toBe('InvalidRequest');
    bench.version = '7.0.0.0';
    const newer = await bench.call('EnterMaintenanceMode_Task', host(), `<timeout>0</timeout>${spec}`);
    expect([newer.fault, requested()]).toEqual([undefined, 1]);
  });

  it('with a value that its enumeration does not have are refused', async () => {
    const filter = (recursion: string) =>
      `<filter><entity><entity type="Folder">group-d1</entity><recursion>${recursion}</recursion></entity></filter>`;
    const query = (recursion: string) =>
      bench.call('QueryEvents', 'EventManager:EventManager', filter(recursion));
    expect((await query('all')).fault).toBeUndefined();
    expect((await query('sideways')).fault).toBe('InvalidRequest');
  });

  it.each([
    ['a document type', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'],
    ['an unknown entity', '<Envelope><Body><Login><_this type="a">&e;</_this></Login></Body></Envelope>'],
    ['no XML', 'hello'],
    ['XML that is cut off', '<Envelope><Body><Login>'],
    ['no call', '<Envelope><Body/></Envelope>'],
    ['no object', '<Envelope><Body><Login/></Body></Envelope>'],
    ['more than one megabyte and many', `<Envelope><Body>${'x'.repeat(5 * 1024 * 1024)}</Body></Envelope>`],
  ])('with %s are refused', async (_, body) => {
    const answer = await bench.post(body);
    expect([answer.status, answer.fault]).toEqual([500, 'InvalidRequest']);
  });

  it('reach a path that is not there with 404', async () => {
    const url = await bench.url('wl-vc');
    expect((await fetch(`${url}/sdk/vim25/8.0.1.0/ServiceInstance`)).status).toBe(404);
    expect((await fetch(`${url}/sdk`)).status).toBe(404);
  });
});

describe('faults of the lab', () => {
  it('reset-before-effect cuts the connection and does nothing', async () => {
    fault('reset-before-effect');
    await expect(enter()).rejects.toThrow();
    expect(requested()).toBe(0);
    expect((await enter()).status).toBe(200);
  });

  it('drop-answer-after-effect does it and cuts the connection', async () => {
    fault('drop-answer-after-effect');
    await expect(enter()).rejects.toThrow();
    expect(requested()).toBe(1);
  });

  it('http-503 answers before the effect', async () => {
    fault('http-503');
    expect((await enter()).status).toBe(503);
    expect(requested()).toBe(0);
  });

  it('http-500 is a SOAP fault of its own, or what a proxy says', async () => {
    fault('http-500');
    expect(await enter()).toMatchObject({ status: 500, fault: 'SystemError' });
    fault('http-500', { body: 'html' });
    expect(await enter()).toMatchObject({ status: 500, text: expect.stringContaining('<h1>500') });
    expect(requested()).toBe(0);
  });

  it('throttle says when to ask again', async () => {
    fault('throttle', { operation: 'ServiceInstance.*', retryAfter: 5 });
    const answer = await fetch(`${await bench.url('wl-vc')}/sdk`, {
      method: 'POST',
      headers: { soapaction: '"urn:vim25/8.0.2.0"' },
      body:
        '<Envelope><Body><RetrieveServiceContent><_this type="ServiceInstance">ServiceInstance</_this>' +
        '</RetrieveServiceContent></Body></Envelope>',
    });
    expect([answer.status, answer.headers.get('retry-after'), await answer.text()]).toEqual([429, '5', '']);
  });

  it('half-answer does it and breaks off', async () => {
    fault('half-answer');
    await expect(enter()).rejects.toThrow();
    expect(requested()).toBe(1);
  });

  it('lose-task does it, and its task is nowhere', async () => {
    fault('lose-task');
    const started = await enter();
    expect([started.status, requested()]).toEqual([200, 1]);
    const info = await bench.call('Fetch', `Task:${started.results[0]?.text}`, '<prop>info</prop>');
    expect(info.fault).toBe('ManagedObjectNotFound');
  });

  it('clock-skew shows in the time of vCenter', async () => {
    const time = async () =>
      Date.parse((await bench.call('CurrentTime', 'ServiceInstance:ServiceInstance')).results[0]?.text ?? '');
    const right = await time();
    bench.lab.world.faults.add({ kind: 'clock-skew', target: 'wl-vc', skew: 900 });
    expect((await time()) - right).toBe(900_000);
  });

  it('expire-session ends the session instead', async () => {
    fault('expire-session');
    expect((await enter()).fault).toBe('NotAuthenticated');
    expect((await enter()).fault).toBe('NotAuthenticated');
    expect(requested()).toBe(0);
  });

  it('fail-task lets the call through and the task fail', async () => {
    fault('fail-task');
    const started = await enter();
    expect(started.status).toBe(200);
    bench.lab.minutes(1);
    const info = await bench.call('Fetch', `Task:${started.results[0]?.text}`, '<prop>info</prop>');
    expect(info.text).toContain('<state>error</state>');
    expect(requested()).toBe(0);
  });
});
