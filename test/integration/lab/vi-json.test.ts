import { afterEach, describe, expect, it } from '@jest/globals';
import { Agent, fetch } from 'undici';
import { startLab, type RunningLab } from '../../../src/lab/index.js';
import type { Release } from '../../../src/lab/topology/release-numbers.js';
import { aTopology } from '../../support/lab-world.js';
import { aRef, filterSpec, viJson, type ViJson } from '../../support/vi-json.js';

const ours = ['8.0.3.0', '8.0.2.0', '8.0.1.0'];

/** How a client finds out what to speak (vim-and-vcsim.md 1.3), over HTTPS and nothing else. */
const negotiate = async (origin: string, dispatcher: Agent): Promise<string> => {
  const hello = await fetch(`${origin}/api/vcenter/system?action=hello`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ api_releases: ours }),
    dispatcher,
  });
  if (hello.status === 200) return `hello: ${((await hello.json()) as { api_release: string }).api_release}`;
  const versions = await (await fetch(`${origin}/sdk/vimServiceVersions.xml`, { dispatcher })).text();
  const found = ours.find((release) => versions.includes(`<version>${release}</version>`));
  return found === undefined ? 'SOAP' : `versions: ${found}`;
};

describe('VI JSON over HTTPS', () => {
  let lab: RunningLab;
  let dispatcher: Agent;
  const start = async (release: Release, speed = 600) => {
    lab = await startLab({ topology: aTopology({ release, hosts: 4 }), seed: 1, speed });
    const vcenter = lab.world.vcenters.get('wl-vc')!;
    dispatcher = new Agent({
      connect: { ca: vcenter.endpoint!.certPem, checkServerIdentity: () => undefined },
    });
    return { origin: vcenter.endpoint!.url, vcenter };
  };
  afterEach(async () => {
    await dispatcher.close();
    await lab.stop();
  });

  it.each<[Release, string, number]>([
    ['7.0.1', 'SOAP', 404],
    ['7.0.3', 'SOAP', 404],
    ['8.0.0', 'SOAP', 404],
    ['8.0.1', 'versions: 8.0.1.0', 200],
    ['8.0.2', 'hello: 8.0.2.0', 200],
    ['8.0.3', 'hello: 8.0.3.0', 200],
  ])('%s: a client settles on %s', async (release, settled, status) => {
    const { origin } = await start(release, 1);
    expect(await negotiate(origin, dispatcher)).toBe(settled);
    const spoken = settled.split(' ')[1] ?? '8.0.1.0';
    const content = await viJson(origin, { release: spoken, dispatcher }).get(
      'ServiceInstance/ServiceInstance/content',
    );
    expect(content.status).toBe(status);
  });

  it('a host goes into maintenance mode and back, waited for by updates', async () => {
    const { origin, vcenter } = await start('8.0.2');
    const vim = viJson(origin, { dispatcher });
    const { body: content } = await vim.get('ServiceInstance/ServiceInstance/content');
    await vim.login('svc@vsphere.local', 'svc-pass');
    const { value: pc } = content.propertyCollector;

    const cluster = [...vcenter.clusters.values()][0]!;
    const toHosts = { _typeName: 'TraversalSpec', name: 'c2h', type: 'ClusterComputeResource', path: 'host' };
    const read = await vim.post(`PropertyCollector/${pc}/RetrievePropertiesEx`, {
      specSet: [
        filterSpec('HostSystem', ['name'], [aRef('ClusterComputeResource', cluster.moid)], [toHosts]),
      ],
      options: { _typeName: 'RetrieveOptions', maxObjects: 3 },
    });
    const rest = await vim.post(`PropertyCollector/${pc}/ContinueRetrievePropertiesEx`, {
      token: read.body.token,
    });
    const hosts = [...read.body.objects, ...rest.body.objects].map(({ obj }) => obj.value as string);
    expect(hosts).toEqual([...vcenter.hosts.keys()]);

    const [host] = hosts as [string];
    for (const [method, wanted] of [
      ['EnterMaintenanceMode_Task', true],
      ['ExitMaintenanceMode_Task', false],
    ] as const) {
      const { body: task } = await vim.post(`HostSystem/${host}/${method}`, { timeout: 0 });
      expect(await endOf(vim, task)).toBe('success');
      const runtime = await vim.get(`HostSystem/${host}/runtime`);
      expect(runtime.body.inMaintenanceMode).toBe(wanted);
    }
    const again = await vim.post(`HostSystem/${host}/ExitMaintenanceMode_Task`, { timeout: 0 });
    expect(again).toMatchObject({ status: 500, body: { _typeName: 'InvalidState' } });
    const events = await vim.post('EventManager/EventManager/QueryEvents', {
      filter: {
        _typeName: 'EventFilterSpec',
        entity: {
          _typeName: 'EventFilterSpecByEntity',
          entity: aRef('HostSystem', host),
          recursion: 'self',
        },
      },
    });
    expect(events.body.map(({ _typeName }: { _typeName: string }) => _typeName)).toEqual(
      expect.arrayContaining(['EnteredMaintenanceModeEvent', 'ExitMaintenanceModeEvent']),
    );
  });

  it.each<[Release, boolean]>([
    ['8.0.2', false],
    ['8.0.3', true],
  ])('%s: one session for /api and vim25: %s', async (release, isShared) => {
    const { origin } = await start(release, 1);
    const session = await fetch(`${origin}/api/session`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from('svc@vsphere.local:svc-pass').toString('base64')}` },
      dispatcher,
    });
    const vim = viJson(origin, { dispatcher });
    vim.use((await session.json()) as string);
    const time = await vim.post('ServiceInstance/ServiceInstance/CurrentTime');
    expect(time.status).toBe(isShared ? 200 : 500);
    if (!isShared) expect(time.body._typeName).toBe('NotAuthenticated');

    vim.use(undefined);
    const { session: ofVim } = await vim.login('svc@vsphere.local', 'svc-pass');
    const clusters = await fetch(`${origin}/api/vcenter/cluster`, {
      headers: { 'vmware-api-session-id': ofVim ?? '' },
      dispatcher,
    });
    expect(clusters.status).toBe(isShared ? 200 : 401);
    await clusters.text();
  });
});

/** State in which a task ended, seen through a filter of its own. */
const endOf = async (vim: ViJson, task: ReturnType<typeof aRef>): Promise<string> => {
  const { body: pc } = await vim.post('PropertyCollector/propertyCollector/CreatePropertyCollector');
  const own = `PropertyCollector/${encodeURIComponent(pc.value)}`;
  await vim.post(`${own}/CreateFilter`, {
    spec: filterSpec('Task', ['info.state'], [task]),
    partialUpdates: false,
  });
  for (let version = ''; ;) {
    const { body } = await vim.post(`${own}/WaitForUpdatesEx`, {
      version,
      options: { _typeName: 'WaitOptions', maxWaitSeconds: 10 },
    });
    if (body === undefined) throw new Error(`task ${task.value} did not end`);
    version = body.version;
    const state = body.filterSet[0].objectSet[0].changeSet[0].val;
    expect(state._typeName).toBe('TaskInfoState');
    if (['success', 'error'].includes(state._value)) {
      await vim.post(`${own}/DestroyPropertyCollector`);
      return state._value;
    }
  }
};
