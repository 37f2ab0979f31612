import { describe, expect, it } from '@jest/globals';
import { createHostActivities } from '../../../src/activities/hosts.js';
import type { EsxHost } from '../../../src/domain/model/inventory.js';
import type { TaskReading, TaskRef } from '../../../src/ports/vsphere.js';
import { aTrustedHost, aWorkloadCluster } from '../../support/builders.js';
import { aPatience, fakeVSphere, inActivity, inTurn, TRUSTED_VC } from '../../support/fake-vsphere.js';

const NEW_TASK: TaskRef = { kind: 'vim', id: 'task-new' };
const RUNNING_TASK: TaskRef = { kind: 'vim', id: 'task-running' };
const on = { vcenter: TRUSTED_VC, host: aTrustedHost().ref };
const host = (change: Partial<EsxHost> = {}) => aTrustedHost('esx-1', change);
const inside = host({ inMaintenance: true });
const outside = host({ inMaintenance: false });

describe.each([
  ['startMaintenance', 'enter', inside, outside],
  ['startExitMaintenance', 'exit', outside, inside],
] as const)('%s', (name, direction, wanted, other) => {
  const start = async (seen: EsxHost, running?: TaskRef) => {
    const asked: string[] = [];
    const fake = fakeVSphere({
      hosts: {
        readHost: async () => seen,
        findMaintenanceTask: async (_vcenter, _host, which) => {
          asked.push(which);
          return running;
        },
        enterMaintenance: async () => NEW_TASK,
        exitMaintenance: async () => NEW_TASK,
      },
    });
    const answer = await inActivity(createHostActivities(fake)[name], on);
    return { answer, asked, effects: fake.calls.filter((call) => call.endsWith('Maintenance')) };
  };

  it('adopts a host that is already in the wanted state', async () => {
    expect(await start(wanted)).toEqual({ answer: {}, asked: [direction], effects: [] });
    // Its task ended between the two looks.
    expect(await start(wanted, RUNNING_TASK)).toEqual({ answer: {}, asked: [direction], effects: [] });
  });

  it('adopts a task of the same direction that is already running', async () => {
    expect(await start(other, RUNNING_TASK)).toEqual({
      answer: { task: RUNNING_TASK },
      asked: [direction],
      effects: [],
    });
  });

  it('starts it once where nothing is under way', async () => {
    expect(await start(other)).toEqual({
      answer: { task: NEW_TASK },
      asked: [direction],
      effects: [`hosts.${direction}Maintenance`],
    });
  });

  it('DG-14: an unread maintenance state is not taken for the wanted one', async () => {
    const { inMaintenance: _, ...unread } = host();
    expect((await start(unread)).effects).toEqual([`hosts.${direction}Maintenance`]);
  });
});

describe.each([
  ['awaitMaintenance', inside, outside],
  ['awaitExitMaintenance', outside, inside],
] as const)('%s', (name, wanted, other) => {
  const awaiting = async (
    states: readonly EsxHost[],
    tasks: readonly TaskReading[],
    more: { other?: TaskRef; task?: TaskRef } = {},
  ) => {
    const fake = fakeVSphere({
      hosts: { readHost: inTurn(...states), findMaintenanceTask: async () => more.other },
      tasks: { readTask: inTurn(...tasks) },
    });
    const activity = createHostActivities(fake)[name];
    const end = await inActivity(activity, { ...on, task: NEW_TASK, patience: aPatience(), ...more });
    return { end, looks: fake.calls.filter((call) => call === 'hosts.readHost').length };
  };
  const done = { state: 'done', value: { inMaintenance: wanted.inMaintenance } };

  it.each<[string, TaskReading]>([
    ['the task is gone', { state: 'gone' }],
    ['the task failed though the effect happened', { state: 'failed', error: 'lost' }],
    ['the task still runs', { state: 'running' }],
  ])('is done in the wanted state, also when %s', async (_, task) => {
    expect((await awaiting([wanted], [task])).end).toMatchObject(done);
  });

  it('goes on when the task succeeded and the state is not there yet', async () => {
    const { end, looks } = await awaiting([other, other, wanted], [{ state: 'succeeded' }]);
    expect(end).toMatchObject(done);
    expect(looks).toBe(3);
  });

  it('a disconnected host whose state is not there goes on', async () => {
    const away = { ...other, connection: 'notResponding' as const };
    expect((await awaiting([away, wanted], [{ state: 'running' }])).end).toMatchObject(done);
  });

  it('hands the reason of a failed task on', async () => {
    const { end } = await awaiting([other], [{ state: 'failed', error: 'a VM cannot be moved' }]);
    expect(end).toEqual({ state: 'failed', error: 'a VM cannot be moved' });
  });

  it('a forgotten task fails only when no other one is running', async () => {
    expect((await awaiting([other], [{ state: 'gone' }])).end).toEqual({
      state: 'failed',
      error: expect.stringMatching(/in maintenance mode, and no task is under way/),
    });
    const adopted = await awaiting([other, wanted], [{ state: 'gone' }], { other: RUNNING_TASK });
    expect(adopted.end).toMatchObject(done);
  });
});

it('DG-14: a host that is taken out again before it is awaited has failed, not waited for until the limit', async () => {
  const fake = fakeVSphere({
    hosts: { readHost: async () => outside, findMaintenanceTask: async () => undefined },
  });
  const { awaitMaintenance } = createHostActivities(fake);
  expect(await inActivity(awaitMaintenance, { ...on, patience: aPatience() })).toEqual({
    state: 'failed',
    error: 'the host is not in maintenance mode, and no task is under way',
  });
});

it('awaitMaintenance names the VMs that keep a host from being emptied', async () => {
  const stuck = host({ inMaintenance: false, poweredOnVms: 2, pinnedVms: ['db-1', 'db-2'] });
  const fake = fakeVSphere({
    hosts: { readHost: async () => stuck },
    tasks: { readTask: async () => ({ state: 'running' }) },
  });
  const { awaitMaintenance } = createHostActivities(fake);
  const patience = aPatience({ sinceMs: 0, limitSeconds: 1 });
  expect(await inActivity(awaitMaintenance, { ...on, task: NEW_TASK, patience })).toEqual({
    state: 'overdue',
    have: '2 powered-on VMs on the host, VMs that cannot be moved: db-1, db-2',
  });
});

describe('lookAtHost', () => {
  const look = (host: EsxHost) => {
    const cluster = aWorkloadCluster();
    const fake = fakeVSphere({ hosts: { readClusters: async () => [cluster] } });
    return inActivity(createHostActivities(fake).lookAtHost, {
      vcenter: TRUSTED_VC,
      host: host.ref,
      cluster: cluster.ref,
    });
  };

  it('answers the host and what guards ask of its neighbours, nothing more', async () => {
    const { host, clusterHosts } = await look(aTrustedHost('esx-2'));
    expect(host.ref.name).toBe('esx-2');
    expect(clusterHosts.map(({ ref }) => ref.name)).toEqual(['esx-1', 'esx-2', 'esx-3', 'esx-4']);
    expect(Object.keys(clusterHosts[0] ?? {}).toSorted()).toEqual(['connection', 'inMaintenance', 'ref']);
  });

  it('DG-14: a host that has left its cluster is an error that repeating cannot cure', async () => {
    await expect(look(aTrustedHost('esx-9'))).rejects.toMatchObject({
      nonRetryable: true,
      type: 'not-found',
      message: 'esx-9 is no longer in cluster workload',
    });
  });
});
