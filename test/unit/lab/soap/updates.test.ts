import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../../../support/eventually.js';
import { at, SoapBench, specSet, textAt } from '../../../support/soap-bench.js';
import type { Element, SoapAnswer, Target } from '../../../support/soap-bench.js';

let bench: SoapBench;
beforeEach(async () => {
  bench = new SoapBench({ cluster: { vms: [{ name: 'a', host: 'esx-1', memoryGiB: 8 }] } });
  await bench.login();
});
afterEach(() => bench.close());

const shared = 'PropertyCollector:propertyCollector';
const host = (name: string): Target => `HostSystem:${bench.lab.host(name).moid}`;
const createFilter = (type: string, paths: string[], objects: Target[], collector = shared, report = false) =>
  bench.call(
    'CreateFilter',
    collector,
    `${specSet(type, paths, objects, { name: 'spec', report })}<partialUpdates>false</partialUpdates>`,
  );
const wait = (version: string, options = '<maxWaitSeconds>20</maxWaitSeconds>', collector = shared) =>
  bench.call('WaitForUpdatesEx', collector, `<version>${version}</version><options>${options}</options>`);
const poll = (version: string, collector = shared) =>
  wait(version, '<maxWaitSeconds>0</maxWaitSeconds>', collector);

const updates = (answer: SoapAnswer): Element[] =>
  (answer.results[0]?.children['filterSet'] ?? []).flatMap(({ children }) => [
    ...(children['objectSet'] ?? []),
  ]);
const changes = (answer: SoapAnswer): string[] =>
  updates(answer).flatMap((update) => [
    textAt(update, 'kind') ?? '',
    ...(update.children['changeSet'] ?? []).map((set) => `${textAt(set, 'name')}=${textAt(set, 'val')}`),
  ]);
const versionOf = (answer: SoapAnswer): string => textAt(answer.results[0], 'version') ?? '';

describe('WaitForUpdatesEx', () => {
  it('follows a maintenance task to its end, and the host with it', async () => {
    const started = await bench.call(
      'EnterMaintenanceMode_Task',
      host('esx-1'),
      '<timeout>0</timeout><evacuatePoweredOffVms>true</evacuatePoweredOffVms>',
    );
    await createFilter('Task', ['info.state'], [`Task:${started.results[0]?.text}`]);
    await createFilter('HostSystem', ['runtime.inMaintenanceMode'], [host('esx-1')]);
    const first = await wait('');
    expect(changes(first)).toEqual([
      'enter',
      'info.state=running',
      'enter',
      'runtime.inMaintenanceMode=false',
    ]);
    const pending = wait(versionOf(first));
    bench.lab.minutes(30);
    expect(changes(await pending)).toEqual([
      'modify',
      'info.state=success',
      'modify',
      'runtime.inMaintenanceMode=true',
    ]);
  });

  it('answers nothing when time is up, and goes on from the same version', async () => {
    await createFilter('HostSystem', ['runtime.inMaintenanceMode'], [host('esx-2')]);
    const version = versionOf(await wait(''));
    const answer = await wait(version, '<maxWaitSeconds>1</maxWaitSeconds>');
    expect(answer).toMatchObject({ status: 200, results: [] });
    bench.lab.world.enterMaintenance(bench.lab.host('esx-2'), bench.lab.session(), 0);
    bench.lab.minutes(30);
    expect(changes(await poll(version))).toEqual(['modify', 'runtime.inMaintenanceMode=true']);
  });

  it('repeats an answer that was lost, and refuses versions it never gave', async () => {
    await createFilter('HostSystem', ['name', 'runtime.connectionState'], [host('esx-1'), host('esx-2')]);
    const version = versionOf(await wait(''));
    bench.lab.host('esx-2').connection = 'disconnected';
    const lost = await poll(version);
    const again = await poll(version);
    expect(changes(again)).toEqual(changes(lost));
    expect(changes(again)).toEqual(['modify', 'runtime.connectionState=disconnected']);
    expect((await poll(versionOf(again))).results).toEqual([]);
    expect((await poll('99')).fault).toBe('InvalidCollectorVersion');
    expect(updates(await poll(''))).toHaveLength(2);
  });

  it('cuts long answers into pieces', async () => {
    await createFilter('HostSystem', ['name'], ['esx-1', 'esx-2', 'esx-3'].map(host));
    const limit = '<maxWaitSeconds>5</maxWaitSeconds><maxObjectUpdates>2</maxObjectUpdates>';
    const first = await wait('', limit);
    expect(changes(first)).toEqual(['enter', 'name=esx-1', 'enter', 'name=esx-2']);
    expect(textAt(first.results[0], 'truncated')).toBe('true');
    const second = await wait(versionOf(first), limit);
    expect(changes(second)).toEqual(['enter', 'name=esx-3']);
    expect(textAt(second.results[0], 'truncated')).toBe('false');
  });

  it('does not wake for what vCenter does not tell', async () => {
    await createFilter('HostSystem', ['recentTask', 'summary'], [host('esx-2')]);
    const version = versionOf(await wait(''));
    bench.lab.world.enterMaintenance(bench.lab.host('esx-2'), bench.lab.session(), 0);
    expect((await poll(version)).results).toEqual([]);
  });

  it('tells of missing objects once, or refuses the filter', async () => {
    expect((await createFilter('Task', ['info'], ['Task:task-9999'])).fault).toBe('ManagedObjectNotFound');
    await createFilter('Task', ['info'], ['Task:task-9999'], shared, true);
    const answer = await wait('');
    expect(answer.text).toContain('<missingSet><obj type="Task">task-9999</obj>');
    expect((await poll(versionOf(answer))).results).toEqual([]);
  });

  it('refuses a filter on a property that is not there', async () => {
    expect((await createFilter('HostSystem', ['nope'], [host('esx-1')])).fault).toBe('InvalidProperty');
  });

  it.each([
    ['cancelled', () => bench.call('CancelWaitForUpdates', shared)],
    ['logged out', () => bench.call('Logout', 'SessionManager:SessionManager')],
    ['overtaken by a second wait', () => poll('')],
  ])('ends with RequestCanceled when %s', async (_, end) => {
    await createFilter('HostSystem', ['name'], [host('esx-1')]);
    const version = versionOf(await poll(''));
    const listening = jest.spyOn(bench.lab.world, 'onChange');
    const pending = wait(version);
    await eventually('the wait to begin', () => listening.mock.calls.length > 0);
    await end();
    expect((await pending).fault).toBe('RequestCanceled');
  });

  it('is lost with its collector, and so are the filters of that', async () => {
    const made = await bench.call('CreatePropertyCollector', shared);
    const own = `PropertyCollector:${made.results[0]?.text}`;
    const filter = await createFilter('HostSystem', ['name'], [host('esx-1')], own);
    expect(changes(await poll('', own))).toEqual(['enter', 'name=esx-1']);
    expect((await poll('')).results).toEqual([]);
    expect((await bench.call('DestroyPropertyCollector', own)).status).toBe(200);
    expect((await poll('', own)).fault).toBe('ManagedObjectNotFound');
    const target = `PropertyFilter:${filter.results[0]?.text}`;
    expect((await bench.call('DestroyPropertyFilter', target)).fault).toBe('ManagedObjectNotFound');
  });

  it('gives back the spec of a filter as it was sent', async () => {
    const filter = (await createFilter('HostSystem', ['name'], [host('esx-1')], shared, true)).results[0];
    const [spec] = (await bench.call('Fetch', `PropertyFilter:${filter?.text}`, '<prop>spec</prop>')).results;
    expect(textAt(spec, 'propSet.pathSet')).toBe('name');
    expect(at(spec, 'objectSet.obj')).toMatchObject({
      type: 'HostSystem',
      text: bench.lab.host('esx-1').moid,
    });
    expect(textAt(spec, 'reportMissingObjectsInResults')).toBe('true');
  });

  it('forgets a filter that was destroyed', async () => {
    const filter = await createFilter('HostSystem', ['name'], [host('esx-1')]);
    const target = `PropertyFilter:${filter.results[0]?.text}`;
    expect((await bench.call('DestroyPropertyFilter', target)).status).toBe(200);
    expect((await poll('')).results).toEqual([]);
    expect((await bench.call('DestroyPropertyFilter', target)).fault).toBe('ManagedObjectNotFound');
  });
});
