import { describe, expect, it } from '@jest/globals';
import { createHostActivities } from '../../../src/activities/hosts.js';
import type { BootEvidence, EsxHost } from '../../../src/domain/model/inventory.js';
import type { EndedApply } from '../../../src/domain/effects/index.js';
import type { LifecyclePort, SoftwareTask, TaskReading, TaskRef } from '../../../src/ports/vsphere.js';
import { aTrustedHost, BOOTED_AT, NEW, OLD } from '../../support/builders.js';
import {
  aFault,
  aPatience,
  fakeVSphere,
  inActivity,
  inTurn,
  TRUSTED_VC,
} from '../../support/fake-vsphere.js';

const TASK: TaskRef = { kind: 'cis', id: 'apply-1' };
const ADOPTED: TaskRef = { kind: 'cis', id: 'apply-0' };
const MOID = aTrustedHost().ref.moid;
const QUICK: BootEvidence = { type: 'quick', source: 'event', bootTime: BOOTED_AT };
const applying = {
  vcenter: TRUSTED_VC,
  host: aTrustedHost().ref,
  cluster: aTrustedHost().cluster,
  commit: 'commit-7',
  target: NEW,
};
const old = aTrustedHost('esx-1', { inMaintenance: true });
const upgraded = aTrustedHost('esx-1', { inMaintenance: true, installed: NEW });
const disconnected = aTrustedHost('esx-1', { connection: 'disconnected' });
const notResponding = { ...upgraded, connection: 'notResponding' as const };

describe('startRemediation', () => {
  const start = async (host: EsxHost, lifecycle: Partial<LifecyclePort> = {}) => {
    const applied: unknown[] = [];
    const fake = fakeVSphere({
      hosts: { readHost: async () => host },
      lifecycle: {
        findSoftwareTask: async () => undefined,
        readLastApply: async () => undefined,
        startApply: async (_vcenter, cluster, commit, hosts) => {
          applied.push({ cluster: cluster.name, commit, hosts });
          return TASK;
        },
        ...lifecycle,
      },
    });
    const ended = inActivity(createHostActivities(fake).startRemediation, applying);
    return { answer: await ended.catch((error: unknown) => error), applied };
  };

  it('ORD-7, ORD-8: applies the frozen commit to this one host', async () => {
    expect(await start(old)).toEqual({
      answer: { task: TASK, oldReport: old.attestation.attestedAt },
      applied: [{ cluster: 'workload', commit: 'commit-7', hosts: [MOID] }],
    });
  });

  it.each(['notResponding', 'disconnected'] as const)(
    'orders nothing of a host that is %s',
    async (connection) => {
      const { answer, applied } = await start({ ...old, connection });
      expect(answer).toMatchObject({ type: 'state', nonRetryable: true, message: `esx-1 is ${connection}` });
      expect(applied).toEqual([]);
    },
  );

  it('adopts a host that is already on the target, in maintenance or not', async () => {
    expect(await start(upgraded)).toEqual({ answer: {}, applied: [] });
    expect(await start({ ...upgraded, inMaintenance: false })).toEqual({ answer: {}, applied: [] });
  });

  it('ORD-7: adopts a running apply of this commit and this host alone', async () => {
    const ours = { task: ADOPTED, operation: 'apply', commit: 'commit-7', hosts: [MOID] };
    const { answer, applied } = await start(old, { findSoftwareTask: async () => ours });
    expect(answer).toEqual({ task: ADOPTED, oldReport: old.attestation.attestedAt });
    expect(applied).toEqual([]);
  });

  it.each<[string, Partial<SoftwareTask>, string]>([
    ['another host', { commit: 'commit-7', hosts: ['host-9'] }, 'commit commit-7, hosts host-9'],
    ['this host among others', { commit: 'commit-7', hosts: [MOID, 'host-9'] }, `hosts ${MOID}, host-9`],
    ['another commit', { commit: 'commit-6', hosts: [MOID] }, 'commit commit-6'],
    ['DG-14: this host, of a commit that it does not say', { hosts: [MOID] }, `hosts ${MOID}`],
    ['DG-14: this commit, of hosts that it does not say', { commit: 'commit-7' }, 'commit commit-7;'],
    ['this commit and no host', { commit: 'commit-7', hosts: [] }, 'commit commit-7'],
    ['DG-14: it does not say what', {}, 'it does not say of what'],
  ])('DG-12: waits out an apply of %s, and names it', async (_, about, says) => {
    const foreign = { task: ADOPTED, operation: 'apply', ...about };
    const { answer, applied } = await start(old, { findSoftwareTask: async () => foreign });
    expect(answer).toMatchObject({ type: 'foreign-activity', nonRetryable: false });
    expect(String(answer)).toContain(says);
    expect(String(answer)).toContain('task apply-0');
    expect(applied).toEqual([]);
  });

  it('a task that began between the look and the apply is waited out, too', async () => {
    const foreign = { task: ADOPTED, operation: 'check' };
    const fault = aFault('state', { errorType: 'NOT_ALLOWED_IN_CURRENT_STATE' });
    const { answer } = await start(old, {
      findSoftwareTask: inTurn<SoftwareTask | undefined>(undefined, foreign),
      startApply: async () => Promise.reject(fault),
    });
    expect(answer).toMatchObject({ type: 'foreign-activity', nonRetryable: false });
  });

  it.each(['check', 'stage'])('waits out a %s of somebody else: it is no apply', async (operation) => {
    const { answer, applied } = await start(old, {
      findSoftwareTask: async () => ({ task: ADOPTED, operation }),
    });
    expect(answer).toMatchObject({ type: 'foreign-activity', nonRetryable: false });
    expect(applied).toEqual([]);
  });

  it('reads ALREADY_IN_DESIRED_STATE as done', async () => {
    const startApply = async () => Promise.reject(aFault('state', { errorType: 'ALREADY_IN_DESIRED_STATE' }));
    expect((await start(old, { startApply })).answer).toEqual({});
  });

  it('any other refusal is handed on as it is', async () => {
    const fault = aFault('state', { errorType: 'NOT_ALLOWED_IN_CURRENT_STATE' });
    expect((await start(old, { startApply: async () => Promise.reject(fault) })).answer).toBe(fault);
  });

  it.each([false, undefined])(
    'ORD-8: refuses a host whose maintenance state is %s',
    async (inMaintenance) => {
      const { inMaintenance: _, ...unread } = old;
      const { answer, applied } = await start(
        inMaintenance === undefined ? unread : { ...unread, inMaintenance },
      );
      expect(answer).toMatchObject({ type: 'state', nonRetryable: true });
      expect(applied).toEqual([]);
    },
  );
});

describe('DG-14: an apply that this step began and that has ended is not begun again by itself', () => {
  const HOUR = 3_600_000;
  /** An hour of the worker's clock after the step began; vCenter's clock is wrong by years. */
  const SERVER_NOW = '2019-06-01T12:00:00.000Z';
  const ended = (change: Partial<EndedApply> = {}): EndedApply & { messages: string[] } => ({
    commit: 'commit-7',
    startedAt: '2019-06-01T11:30:00.000Z',
    failed: [MOID],
    successful: [],
    skipped: [],
    messages: ['no space left'],
    ...change,
  });
  const start = async (last: EndedApply | undefined, change: object = {}) => {
    const fake = fakeVSphere({
      hosts: { readHost: async () => old, readTime: async () => SERVER_NOW },
      lifecycle: {
        findSoftwareTask: async () => undefined,
        readLastApply: async () => last as ReturnType<typeof ended>,
        startApply: async () => TASK,
      },
      tasks: { readTask: async () => ({ state: 'gone' }) },
    });
    const activities = createHostActivities({ ...fake, timeScale: 1 });
    const input = { ...applying, sinceMs: Date.now() - HOUR, ...change };
    const answer = await inActivity(activities.startRemediation, input);
    return { answer, isApplied: fake.calls.includes('lifecycle.startApply'), activities };
  };

  it.each`
    situation                                | last                                                | again
    ${'it failed'}                           | ${ended()}                                          | ${false}
    ${'it skipped the host'}                 | ${ended({ failed: [], skipped: [MOID] })}           | ${false}
    ${'it succeeded, the host is not there'} | ${ended({ failed: [], successful: [MOID] })}        | ${false}
    ${'DG-14: its beginning is not told'}    | ${without(ended(), 'startedAt')}                    | ${false}
    ${'it began as the step did'}            | ${ended({ startedAt: '2019-06-01T11:00:00.000Z' })} | ${false}
    ${'it began before the step'}            | ${ended({ startedAt: '2019-06-01T10:59:50.000Z' })} | ${true}
    ${'it was about another commit'}         | ${ended({ commit: 'commit-6' })}                    | ${true}
    ${'it was about another host'}           | ${ended({ failed: ['host-9'] })}                    | ${true}
    ${'there was none'}                      | ${undefined}                                        | ${true}
  `('$situation: applied again is $again', async ({ last, again }: any) => {
    const { answer, isApplied } = await start(last);
    expect(isApplied).toBe(again);
    expect(answer).toEqual({ oldReport: old.attestation.attestedAt, ...(again ? { task: TASK } : {}) });
  });

  it('the watch then says why it failed, and a person decides', async () => {
    const { answer, activities } = await start(ended());
    const watched = await inActivity(activities.awaitRemediation, {
      ...applying,
      ...answer,
      patience: aPatience(),
    });
    expect(watched).toEqual({
      state: 'failed',
      error: `no space left; the host is connected on ${OLD}, not ${NEW}`,
    });
  });

  it('a person who decides to apply again is obeyed, once', async () => {
    const decided = { again: { afterMs: Date.now() - HOUR / 4 } };
    expect((await start(ended(), decided)).isApplied).toBe(true);
    expect((await start(without(ended(), 'startedAt'), decided)).isApplied).toBe(true);
    const after = ended({ startedAt: '2019-06-01T11:50:00.000Z' });
    expect((await start(after, decided)).isApplied).toBe(false);
  });

  it('in the lab, the time since the step began runs as fast as its clock', async () => {
    const fake = fakeVSphere({
      hosts: { readHost: async () => old, readTime: async () => SERVER_NOW },
      lifecycle: {
        findSoftwareTask: async () => undefined,
        readLastApply: async () => ended(),
        startApply: async () => TASK,
      },
    });
    const { startRemediation } = createHostActivities({ ...fake, timeScale: 3_600 });
    const isAdopted = async (agoMs: number) =>
      !('task' in (await inActivity(startRemediation, { ...applying, sinceMs: Date.now() - agoMs })));
    expect([await isAdopted(1_000), await isAdopted(10)]).toEqual([true, false]);
  });
});

function without<T extends object>(value: T, key: keyof T): T {
  const { [key]: _, ...rest } = value;
  return rest as T;
}

describe('awaitRemediation', () => {
  type LastApply = Awaited<ReturnType<LifecyclePort['readLastApply']>>;
  const aLastApply = (change: Partial<NonNullable<LastApply>> = {}): LastApply => ({
    commit: 'commit-7',
    failed: [MOID],
    successful: [],
    skipped: [],
    messages: ['the VIB could not be installed', 'exit code 99'],
    ...change,
  });
  const awaiting = async (
    hosts: readonly (EsxHost | Error)[],
    tasks: readonly TaskReading[],
    more: { last?: LastApply; running?: readonly (SoftwareTask | undefined)[] } = {},
  ) => {
    const fake = fakeVSphere({
      hosts: { readHost: inTurn(...hosts), readBootEvidence: async () => QUICK },
      tasks: { readTask: inTurn(...tasks) },
      lifecycle: {
        readLastApply: async () => more.last,
        findSoftwareTask: inTurn(...(more.running ?? [undefined])),
      },
    });
    const { awaitRemediation } = createHostActivities(fake);
    return inActivity(awaitRemediation, { ...applying, task: TASK, patience: aPatience() });
  };
  const done = { state: 'done', value: { installed: NEW, boot: QUICK } };

  it.each<[string, TaskReading]>([
    ['the task succeeded', { state: 'succeeded' }],
    ['the task is gone', { state: 'gone' }],
    ['the task failed though the effect happened', { state: 'failed', error: 'timed out' }],
  ])('QB-3, DG-3: is done on the target with the evidence of its boot, when %s', async (_, task) => {
    expect(await awaiting([upgraded], [task])).toMatchObject(done);
  });

  it('goes on while the task runs, whatever the host says', async () => {
    const tasks: TaskReading[] = [{ state: 'running', progress: 40 }, { state: 'succeeded' }];
    expect(await awaiting([upgraded], tasks)).toMatchObject(done);
  });

  it.each<[string, TaskReading]>([
    ['succeeded', { state: 'succeeded' }],
    ['failed', { state: 'failed', error: 'host not reachable' }],
    ['gone', { state: 'gone' }],
  ])('goes on while the host is not connected, with its task %s', async (_, task) => {
    expect(await awaiting([disconnected, notResponding, upgraded], [task])).toMatchObject({
      state: 'done',
      value: { installed: NEW, connection: 'connected' },
    });
  });

  it('a host back on its old boot bank has failed: both versions are named', async () => {
    expect(await awaiting([old], [{ state: 'succeeded' }])).toEqual({
      state: 'failed',
      error: `the host is connected on ${OLD}, not ${NEW}`,
    });
  });

  it('carries the reason of a failed task and both versions', async () => {
    expect(await awaiting([old], [{ state: 'failed', error: 'no space left' }])).toEqual({
      state: 'failed',
      error: `no space left; the host is connected on ${OLD}, not ${NEW}`,
    });
  });

  it('carries the messages of the last apply when the task is gone', async () => {
    expect(await awaiting([old], [{ state: 'gone' }], { last: aLastApply() })).toEqual({
      state: 'failed',
      error: `the VIB could not be installed; exit code 99; the host is connected on ${OLD}, not ${NEW}`,
    });
    const silent = await awaiting([old], [{ state: 'gone' }], { last: aLastApply({ messages: [] }) });
    const where = `the host is connected on ${OLD}, not ${NEW}`;
    expect(silent).toEqual({ state: 'failed', error: `vLCM reports the host as failed; ${where}` });
  });

  it.each<[string, LastApply]>([
    ['of another commit', aLastApply({ commit: 'commit-6' })],
    ['of another host', aLastApply({ failed: ['host-other'] })],
  ])('a last apply %s says nothing about this host', async (_, last) => {
    expect(await awaiting([old], [{ state: 'gone' }], { last })).toMatchObject({
      error: `the host is connected on ${OLD}, not ${NEW}`,
    });
  });

  it('goes on when the task is gone and an apply of the cluster is running', async () => {
    const running = [{ task: ADOPTED, operation: 'apply' }, undefined];
    expect(await awaiting([old, upgraded], [{ state: 'gone' }], { running })).toMatchObject(done);
  });

  it('a server away for a moment is no answer', async () => {
    const hosts = [aFault('passing'), aFault('passing'), upgraded];
    expect(await awaiting(hosts, [{ state: 'succeeded' }])).toMatchObject(done);
  });
});
