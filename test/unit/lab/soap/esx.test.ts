import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readImageDatabase } from '../../../../src/lab/world/image-database.js';
import { OLD } from '../../../support/lab-world.js';
import { SoapBench, textAt } from '../../../support/soap-bench.js';

let bench: SoapBench;
beforeEach(() => {
  bench = new SoapBench();
});
afterEach(() => bench.close());

const root = () => {
  const user = bench.lab.world.hostUsers(bench.lab.vcenter('wl-vc'))[0];
  if (!user) throw new Error('the hosts have no login');
  return user;
};
const download = async (headers: Record<string, string>, host = 'esx-1') =>
  fetch(`${await bench.url(host)}/boot_imgdb.tgz`, { headers });
const basic = (name: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
});
const call = (method: string, target: string, parameters = '') =>
  bench.call(method, target, parameters, 'esx-1');

describe('boot_imgdb.tgz of a host', () => {
  it('IMG-3: holds the installed version, for logins of the host only', async () => {
    expect((await download({})).status).toBe(401);
    expect((await download(basic('root', 'wrong'))).status).toBe(401);
    // The login of vCenter means nothing to the host.
    expect((await download(basic('svc@vsphere.local', 'svc-pass'))).status).toBe(401);
    const response = await download(basic(root().name, root().password));
    expect(response.status).toBe(200);
    expect(readImageDatabase(new Uint8Array(await response.arrayBuffer()))).toBe(OLD);
    const log = [...bench.wire.read()].at(-1);
    expect(log).toMatchObject({ vcenter: 'esx-1', login: 'root', path: '/boot_imgdb.tgz', status: 200 });
  });

  it('takes a ticket of vCenter, for that host and for a while', async () => {
    await bench.login();
    const spec = (url: string) =>
      `<spec xsi:type="SessionManagerHttpServiceRequestSpec"><method>httpGet</method><url>${url}</url></spec>`;
    const acquire = (url: string) =>
      bench.call('AcquireGenericServiceTicket', 'SessionManager:SessionManager', spec(url));
    expect((await acquire('https://elsewhere/boot_imgdb.tgz')).fault).toBe('InvalidArgument');
    const ticket = await acquire('https://esx-1/boot_imgdb.tgz');
    const cookie = { cookie: `vmware_cgi_ticket=${textAt(ticket.results[0], 'id')}` };
    expect((await download(cookie)).status).toBe(200);
    expect((await download(cookie, 'esx-2')).status).toBe(401);
    bench.lab.minutes(120);
    expect((await download(cookie)).status).toBe(401);
  });
});

describe('the own SOAP service of a host', () => {
  it('shows the host by itself, with its own logins', async () => {
    expect((await bench.login('svc@vsphere.local', 'svc-pass', 'esx-1')).fault).toBe('InvalidLogin');
    const content = await call('RetrieveServiceContent', 'ServiceInstance:ServiceInstance');
    expect(textAt(content.results[0], 'about.apiType')).toBe('HostAgent');
    expect(textAt(content.results[0], 'sessionManager')).toBe('ha-sessionmgr');
    await bench.login(root().name, root().password, 'esx-1');
    const name = await call('Fetch', 'HostSystem:ha-host', '<prop>name</prop>');
    expect(name.results[0]?.text).toBe('esx-1');
    const summary = await call('Fetch', 'HostSystem:ha-host', '<prop>summary</prop>');
    expect(summary.text).not.toContain('trustAuthority');
    expect((await call('QueryTpmAttestationReport', 'HostSystem:ha-host')).fault).toBe('NotSupported');
    const active = '<sessionID>x</sessionID><userName>x</userName>';
    expect((await call('SessionIsActive', 'SessionManager:ha-sessionmgr', active)).fault).toBe(
      'NotImplemented',
    );
  });

  it('restarts services that vCenter shows too', async () => {
    await bench.login(root().name, root().password, 'esx-1');
    expect((await call('RestartService', 'HostServiceSystem:serviceSystem', '<id>kmxa</id>')).status).toBe(
      200,
    );
    expect(bench.lab.entries('host.service', 'esx-1')[0]).toMatchObject({
      login: 'root',
      detail: { service: 'kmxa' },
    });
  });

  it('reboots in maintenance mode only, and no session outlives that', async () => {
    await bench.login(root().name, root().password, 'esx-1');
    const reboot = (force: boolean) =>
      call('RebootHost_Task', 'HostSystem:ha-host', `<force>${force}</force>`);
    expect((await reboot(false)).fault).toBe('InvalidState');
    expect((await reboot(true)).status).toBe(200);
    bench.lab.minutes(60);
    expect((await call('CurrentTime', 'ServiceInstance:ServiceInstance')).fault).toBe('NotAuthenticated');
  });
});
