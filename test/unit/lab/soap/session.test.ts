import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { LabUser } from '../../../../src/lab/world/model.js';
import { SoapBench, textAt } from '../../../support/soap-bench.js';

let bench: SoapBench;
beforeEach(() => {
  bench = new SoapBench();
});
afterEach(() => bench.close());

const now = () => bench.call('CurrentTime', 'ServiceInstance:ServiceInstance');

describe('sessions', () => {
  it('tells what there is before anybody has logged in', async () => {
    const answer = await bench.call('RetrieveServiceContent', 'ServiceInstance:ServiceInstance');
    const [content] = answer.results;
    expect(answer.status).toBe(200);
    expect(textAt(content, 'about.apiType')).toBe('VirtualCenter');
    expect(textAt(content, 'about.apiVersion')).toBe('8.0.2.0');
    expect(content?.children['sessionManager']?.[0]).toMatchObject({
      type: 'SessionManager',
      text: 'SessionManager',
    });
    // In schema order: the folder comes first, although `about` is what everybody reads.
    expect(Object.keys(content?.children ?? {}).slice(0, 4)).toEqual([
      'rootFolder',
      'propertyCollector',
      'viewManager',
      'about',
    ]);
  });

  it.each([
    ['content', 'ServiceInstance:ServiceInstance', 'content', undefined, 'AboutInfo'],
    [
      'its own session, which is none',
      'SessionManager:SessionManager',
      'currentSession',
      undefined,
      undefined,
    ],
    ['locales', 'SessionManager:SessionManager', 'defaultLocale', undefined, 'en'],
    ['the list of sessions', 'SessionManager:SessionManager', 'sessionList', 'NotAuthenticated', undefined],
    ['the clock', 'ServiceInstance:ServiceInstance', 'serverClock', 'NotAuthenticated', undefined],
  ])('without a login asks for %s', async (_, target, property, fault, found) => {
    const answer = await bench.call('Fetch', target, `<prop>${property}</prop>`);
    expect(answer.fault).toBe(fault);
    const [value] = answer.results;
    expect(value?.children['about'] ? 'AboutInfo' : value?.text).toBe(found);
  });

  it('logs in, sets the cookie as vCenter does, and logs out', async () => {
    expect((await now()).fault).toBe('NotAuthenticated');
    const answer = await bench.login();
    expect(answer.headers['set-cookie']?.[0]).toMatch(
      /^vmware_soap_session="[0-9a-f]+"; Path=\/; HttpOnly; Secure$/,
    );
    expect(textAt(answer.results[0], 'userName')).toBe('svc@vsphere.local');
    // The session's public name is not its secret.
    expect(bench.cookie).not.toContain(textAt(answer.results[0], 'key'));
    expect((await now()).results[0]?.text).toBe('2026-01-01T00:00:00.000Z');
    expect((await bench.call('Logout', 'SessionManager:SessionManager')).status).toBe(200);
    expect((await now()).fault).toBe('NotAuthenticated');
  });

  it('refuses a wrong password with a fault and without a session', async () => {
    const answer = await bench.login('svc@vsphere.local', 'wrong');
    expect(answer).toMatchObject({ status: 500, fault: 'InvalidLogin', headers: {} });
    expect(bench.cookie).toBeUndefined();
  });

  it('refuses a second login on a live cookie', async () => {
    await bench.login();
    expect((await bench.login()).fault).toBe('InvalidLogin');
    expect((await now()).status).toBe(200);
  });

  it('ends idle sessions by lab time, and keeps those in use', async () => {
    await bench.login();
    bench.lab.minutes(20);
    expect((await now()).status).toBe(200);
    bench.lab.minutes(20);
    expect((await now()).status).toBe(200);
    bench.lab.minutes(24 * 60);
    expect((await now()).fault).toBe('NotAuthenticated');
  });

  it('answers NoPermission with the privilege that is missing', async () => {
    const users = bench.lab.vcenter('wl-vc').users as LabUser[];
    users.push({ name: 'reader', password: 'reader-pass', groups: [], privileges: ['System.Read'] });
    await bench.login('reader', 'reader-pass');
    const host = `HostSystem:${bench.lab.host('esx-1').moid}`;
    const answer = await bench.call('EnterMaintenanceMode_Task', host, '<timeout>0</timeout>');
    expect(answer.fault).toBe('NoPermission');
    expect(answer.text).toContain('<privilegeId>Host.Config.Maintenance</privilegeId>');
    expect(bench.lab.effects('esx-1')).toEqual([]);
  });

  it('is not opened by a session of the Automation API before 8.0 U3', async () => {
    bench.cookie = bench.lab.session().id;
    expect((await now()).fault).toBe('NotAuthenticated');
    bench.lab.vcenter('wl-vc').apiVersion = '8.0.3.0';
    expect((await now()).status).toBe(200);
  });

  it('logs calls without passwords and session IDs', async () => {
    await bench.login();
    await now();
    const entries = [...bench.wire.read()];
    const text = JSON.stringify(entries);
    expect(entries.map(({ requestBody }) => (requestBody as { method: string }).method)).toEqual([
      'Login',
      'CurrentTime',
    ]);
    expect(entries[1]).toMatchObject({
      vcenter: 'wl-vc',
      login: 'svc@vsphere.local',
      path: '/sdk',
      status: 200,
    });
    expect(text).not.toContain('svc-pass');
    expect(text).not.toContain(bench.cookie?.replaceAll('"', ''));
  });
});
