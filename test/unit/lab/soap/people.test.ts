import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { moref, SoapBench, textAt } from '../../../support/soap-bench.js';

let bench: SoapBench;
beforeEach(async () => {
  bench = new SoapBench({
    cluster: {
      vms: [
        { name: 'a', host: 'esx-1', memoryGiB: 4 },
        { name: 'b', host: 'esx-1', power: 'poweredOff' },
      ],
    },
  });
  await bench.login();
});
afterEach(() => bench.close());

const root = moref('entities', 'Folder:group-d1');
const ask = (user: string, ...privileges: string[]) =>
  bench.call(
    'HasUserPrivilegeOnEntities',
    'AuthorizationManager:AuthorizationManager',
    `${root}<userName>${user}</userName>${privileges.map((one) => `<privId>${one}</privId>`).join('')}`,
  );
const groups = (search: string, exact: boolean, more = '') =>
  bench.call(
    'RetrieveUserGroups',
    'UserDirectory:UserDirectory',
    `<searchStr>${search}</searchStr>${more}<exactMatch>${exact}</exactMatch><findUsers>false</findUsers><findGroups>true</findGroups>`,
  );

describe('who may do what', () => {
  it('tells a session of the privileges of its own user', async () => {
    const { results } = await ask(
      'svc@vsphere.local',
      'Host.Config.Maintenance',
      'TrustedAdmin.ReadKMSTrust',
    );
    expect(results[0]?.children['entity']?.[0]).toMatchObject({ type: 'Folder', text: 'group-d1' });
    expect(
      results[0]?.children['privAvailability']?.map((one) => [
        textAt(one, 'privId'),
        textAt(one, 'isGranted'),
      ]),
    ).toEqual([
      ['Host.Config.Maintenance', 'true'],
      ['TrustedAdmin.ReadKMSTrust', 'true'],
    ]);
  });

  it('not of another user', async () => {
    expect((await ask('admin@vsphere.local', 'System.Read')).fault).toBe('InvalidArgument');
  });

  it('finds groups by name and by member', async () => {
    const names = async (...args: Parameters<typeof groups>) =>
      (await groups(...args)).results.map((one) => textAt(one, 'principal'));
    expect(await names('trustedadmins', true)).toEqual(['TrustedAdmins']);
    expect(await names('admin', true)).toEqual([]);
    expect(await names('admin', false)).toEqual(['TrustedAdmins', 'Administrators']);
    const member = (user: string) => `<belongsToUser>${user}</belongsToUser>`;
    expect(await names('TrustedAdmins', true, member('svc@vsphere.local'))).toEqual(['TrustedAdmins']);
    expect(await names('TrustedAdmins', true, member('admin@vsphere.local'))).toEqual([]);
  });
});

describe('what there is to know before an upgrade', () => {
  it('no alarm is triggered when the topology has none', async () => {
    const { results } = await bench.call('Fetch', 'Folder:group-d1', '<prop>triggeredAlarmState</prop>');
    expect(results[0]?.children['AlarmState'] ?? []).toEqual([]);
  });

  it('a host uses the memory of its running machines and some for itself', async () => {
    const target = `HostSystem:${bench.lab.host('esx-1').moid}`;
    const { results } = await bench.call('Fetch', target, '<prop>summary</prop>');
    expect(textAt(results[0], 'quickStats.overallMemoryUsage')).toBe(String(4 * 1024 + 4 * 1024));
    expect(textAt(results[0], 'hardware.memorySize')).toBe(String(1024 ** 4));
  });
});
