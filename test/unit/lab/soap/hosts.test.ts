import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { moref, SoapBench, textAt } from '../../../support/soap-bench.js';
import type { Element, Target } from '../../../support/soap-bench.js';

let bench: SoapBench;
beforeEach(async () => {
  bench = new SoapBench({
    cluster: {
      quickBoot: true,
      vms: [{ name: 'a', host: 'esx-1', memoryGiB: 4, pinned: true, encrypted: true }],
    },
  });
  await bench.login();
});
afterEach(() => bench.close());

const host = (name: string): Target => `HostSystem:${bench.lab.host(name).moid}`;
const manager = (type: string, name: string): Target =>
  `${type}:${bench.lab.host(name).moid.replace('host', type === 'OptionManager' ? 'EsxHostAdvSettings' : 'serviceSystem')}`;

async function taskInfo(moid: string | undefined): Promise<Element | undefined> {
  return (await bench.call('Fetch', `Task:${moid}`, '<prop>info</prop>')).results[0];
}
/** Long enough for the session to end by itself. */
async function later(minutes: number): Promise<void> {
  bench.lab.minutes(minutes);
  await bench.login();
}
const enter = (name: string) => bench.call('EnterMaintenanceMode_Task', host(name), '<timeout>0</timeout>');

async function bootEvents(name: string): Promise<string[]> {
  const answer = await bench.call(
    'QueryEvents',
    'EventManager:EventManager',
    `<filter><entity>${moref('entity', host(name))}<recursion>self</recursion></entity>` +
      '<time><beginTime>2026-01-01T00:00:00Z</beginTime></time>' +
      '<eventTypeId>esx.audit.host.quickboot.reason.management</eventTypeId>' +
      '<eventTypeId>esx.audit.host.reboot.reason.management</eventTypeId>' +
      '<eventTypeId>esx.audit.host.reboot.reason.user</eventTypeId></filter>',
  );
  return answer.results.map((event) => textAt(event, 'eventTypeId') ?? '');
}

describe('a host through vCenter', () => {
  it('enters maintenance mode by a task that has a whole TaskInfo', async () => {
    const started = await enter('esx-2');
    const running = await taskInfo(started.results[0]?.text);
    expect(running?.xsi).toBe('TaskInfo');
    expect(
      Object.fromEntries(Object.entries(running?.children ?? {}).map(([key, [value]]) => [key, value?.text])),
    ).toMatchObject({
      name: 'EnterMaintenanceMode_Task',
      descriptionId: 'HostSystem.enterMaintenanceMode',
      entityName: 'esx-2',
      state: 'running',
      cancelable: 'true',
      cancelled: 'false',
    });
    expect(running?.children['reason']?.[0]?.xsi).toBe('TaskReasonUser');
    const again = await enter('esx-2');
    expect(again.fault).toBe('TaskInProgress');
    expect(again.text).toContain(`<task type="Task">${started.results[0]?.text}</task>`);
    bench.lab.minutes(10);
    expect(textAt(await taskInfo(started.results[0]?.text), 'state')).toBe('success');
    expect(await enter('esx-2')).toMatchObject({ status: 500, fault: 'InvalidState' });
  });

  it('is told by a failed task why a pinned VM stays', async () => {
    const started = await enter('esx-1');
    await later(60);
    const info = await taskInfo(started.results[0]?.text);
    expect(textAt(info, 'state')).toBe('error');
    expect(info?.children['error']?.[0]?.children['fault']?.[0]?.xsi).toBe('GenericDrsFault');
    expect(textAt(info, 'error.localizedMessage')).toContain('DRS cannot move a');
  });

  it('stops entering when the task is cancelled', async () => {
    const started = await enter('esx-1');
    const task = `Task:${started.results[0]?.text}`;
    expect((await bench.call('CancelTask', task)).status).toBe(200);
    const info = await taskInfo(started.results[0]?.text);
    expect(textAt(info, 'cancelled')).toBe('true');
    expect(info?.children['error']?.[0]?.children['fault']?.[0]?.xsi).toBe('RequestCanceled');
    expect((await bench.call('CancelTask', task)).fault).toBe('InvalidState');
  });

  it('reboots only in maintenance mode, fully, and says so afterwards', async () => {
    const reboot = () => bench.call('RebootHost_Task', host('esx-2'), '<force>false</force>');
    expect((await reboot()).fault).toBe('InvalidState');
    const before = await bench.hostProperties('esx-2', 'runtime.bootTime');
    await enter('esx-2');
    bench.lab.minutes(10);
    expect((await reboot()).status).toBe(200);
    bench.lab.minutes(5);
    const down = await bench.hostProperties(
      'esx-2',
      'runtime.connectionState',
      'config',
      'summary.config.product.version',
    );
    expect(down['runtime.connectionState']?.text).toBe('notResponding');
    expect(down['config']).toBeUndefined();
    expect(down['summary.config.product.version']?.text).toBe('8.0.2');
    await later(60);
    const after = await bench.hostProperties('esx-2', 'runtime.bootTime');
    expect(after['runtime.bootTime']?.text).not.toBe(before['runtime.bootTime']?.text);
    expect(await bootEvents('esx-2')).toEqual(['esx.audit.host.reboot.reason.user']);
  });

  it('QB-1: events after an upgrade with Quick Boot name it', async () => {
    bench.lab.apply(['esx-3']);
    await later(120);
    expect(await bootEvents('esx-3')).toEqual(['esx.audit.host.quickboot.reason.management']);
    const product = await bench.hostProperties('esx-3', 'summary.config.product.build');
    expect(product['summary.config.product.build']?.text).toBe('24022510');
  });

  it('ATT-1: shows one attestation entry per service, and why there is none', async () => {
    const path = 'summary.trustAuthorityAttestationInfos';
    const infos = async () =>
      (await bench.hostProperties('esx-2', path))[path]?.children['HostTrustAuthorityAttestationInfo'] ?? [];
    const good = await infos();
    expect(good.map((info) => textAt(info, 'attestationStatus'))).toEqual([
      'attested',
      'attested',
      'attested',
    ]);
    expect(textAt(good[0], 'serviceId')).toBeDefined();
    for (const ta of ['ta-1', 'ta-2', 'ta-3']) bench.lab.host(ta).ta?.images.clear();
    await enter('esx-2');
    bench.lab.minutes(10);
    await bench.call('RebootHost_Task', host('esx-2'), '<force>false</force>');
    await later(60);
    const bad = await infos();
    expect(bad.map((info) => textAt(info, 'attestationStatus'))).toEqual([
      'notAttested',
      'notAttested',
      'notAttested',
    ]);
    expect(textAt(bad[0], 'serviceId')).toBeUndefined();
    expect(textAt(bad[0], 'messages.key')).toBe('com.vmware.esx.attestation.report.attest_unknown_software');
  });

  it('disconnects and reconnects', async () => {
    expect((await bench.call('ReconnectHost_Task', host('esx-2'))).fault).toBe('InvalidState');
    await bench.call('DisconnectHost_Task', host('esx-2'));
    bench.lab.minutes(5);
    const path = 'runtime.connectionState';
    expect((await bench.hostProperties('esx-2', path))[path]?.text).toBe('disconnected');
    await bench.call('ReconnectHost_Task', host('esx-2'));
    bench.lab.minutes(5);
    expect((await bench.hostProperties('esx-2', path))[path]?.text).toBe('connected');
  });

  it('starts, stops and restarts services, and keeps their policy', async () => {
    const services = manager('HostServiceSystem', 'esx-2');
    const id = '<id>TSM-SSH</id>';
    expect((await bench.call('StartService', services, id)).status).toBe(200);
    expect((await bench.call('UpdateServicePolicy', services, `${id}<policy>on</policy>`)).status).toBe(200);
    expect((await bench.call('UpdateServicePolicy', services, `${id}<policy>no</policy>`)).fault).toBe(
      'InvalidArgument',
    );
    expect((await bench.call('RestartService', services, '<id>nope</id>')).fault).toBe('NotFound');
    bench.lab.minutes(1);
    const path = 'config.service.service["TSM-SSH"].running';
    expect((await bench.hostProperties('esx-2', path))[path]?.text).toBe('true');
    expect(bench.lab.host('esx-2').services.get('TSM-SSH')).toMatchObject({ running: true, policy: 'on' });
  });

  it('reads and changes advanced options with their types', async () => {
    const options = manager('OptionManager', 'esx-2');
    const query = await bench.call('QueryOptions', options, '<name>Syslog.loggers.</name>');
    expect(query.results.length).toBeGreaterThan(2);
    expect(query.results[0]?.children['value']?.[0]?.xsi).toBe('xsd:long');
    const change =
      '<changedValue><key>UserVars.SuppressShellWarning</key><value xsi:type="xsd:long">1</value></changedValue>';
    expect((await bench.call('UpdateOptions', options, change)).status).toBe(200);
    expect(bench.lab.host('esx-2').options.get('UserVars.SuppressShellWarning')).toBe(1);
    expect((await bench.call('QueryOptions', options, '<name>No.Such</name>')).fault).toBe('InvalidName');
  });

  it('finds hosts by UUID, name and path', async () => {
    const find = async (method: string, parameters: string) =>
      (await bench.call(method, 'SearchIndex:SearchIndex', parameters)).results[0]?.text;
    const { uuid, moid } = bench.lab.host('esx-2');
    const { name } = bench.lab.vcenter('wl-vc').datacenter;
    expect(await find('FindByUuid', `<uuid>${uuid}</uuid><vmSearch>false</vmSearch>`)).toBe(moid);
    expect(await find('FindByDnsName', '<dnsName>ESX-2</dnsName><vmSearch>false</vmSearch>')).toBe(moid);
    expect(await find('FindByInventoryPath', `<inventoryPath>/${name}/host/Prod/esx-2</inventoryPath>`)).toBe(
      moid,
    );
    expect(await find('FindByInventoryPath', '<inventoryPath>/nowhere</inventoryPath>')).toBeUndefined();
  });

  it('reports PCR values of which those of the software follow the measured version', async () => {
    const report = async () => {
      const [found] = (await bench.call('QueryTpmAttestationReport', host('esx-1'))).results;
      return (found?.children['tpmPcrValues'] ?? []).map(({ children }) =>
        (children['digestValue'] ?? []).map(({ text }) => Number(text)),
      );
    };
    const before = await report();
    bench.lab.host('esx-1').measured = '8.0.3-24022510';
    const after = await report();
    expect(before.map((bytes) => bytes.length)).toEqual([32, 32, 32, 32]);
    // `xsd:byte` is signed.
    expect(before.flat().every((byte) => byte >= -128 && byte <= 127)).toBe(true);
    expect(after.map((bytes, index) => bytes.join() === before[index]?.join())).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('keeps histories of tasks and events that are read in pieces', async () => {
    await enter('esx-2');
    bench.lab.minutes(10);
    await bench.call('ExitMaintenanceMode_Task', host('esx-2'), '<timeout>0</timeout>');
    const tasks = await bench.call(
      'CreateCollectorForTasks',
      'TaskManager:TaskManager',
      `<filter><entity>${moref('entity', host('esx-2'))}<recursion>self</recursion></entity><state>success</state></filter>`,
    );
    const read = () =>
      bench.call(
        'ReadNextTasks',
        `TaskHistoryCollector:${tasks.results[0]?.text}`,
        '<maxCount>10</maxCount>',
      );
    expect((await read()).results.map((info) => textAt(info, 'name'))).toEqual(['EnterMaintenanceMode_Task']);
    expect((await read()).results).toEqual([]);
    const events = await bench.call(
      'CreateCollectorForEvents',
      'EventManager:EventManager',
      `<filter><entity>${moref('entity', `ClusterComputeResource:${bench.lab.cluster().moid}`)}<recursion>all</recursion></entity><time><beginTime>2026-01-01T00:00:00Z</beginTime></time></filter>`,
    );
    const next = () =>
      bench.call(
        'ReadNextEvents',
        `EventHistoryCollector:${events.results[0]?.text}`,
        '<maxCount>1</maxCount>',
      );
    expect((await next()).results[0]?.xsi).toBe('EnteringMaintenanceModeEvent');
    expect((await next()).results[0]?.xsi).toBe('EnteredMaintenanceModeEvent');
  });
});
