import { describe, expect, it } from '@jest/globals';
import { createClusterActivities } from '../../../src/activities/clusters.js';
import type { TaskReading, TaskRef } from '../../../src/ports/vsphere.js';
import { aPolicy, aWorkloadCluster, NEW, OLD } from '../../support/builders.js';
import { aPatience, fakeVSphere, inActivity, inTurn, TRUSTED_VC } from '../../support/fake-vsphere.js';

const TASK: TaskRef = { kind: 'cis', id: 'commit-task' };
const on = { vcenter: TRUSTED_VC, cluster: aWorkloadCluster().ref };
const committing = { ...on, target: NEW };
type Desired = { baseImage: string; commit?: string } | undefined;

describe('startCommit', () => {
  const start = async (desired: Desired, running?: TaskRef) => {
    const fake = fakeVSphere({
      lifecycle: {
        findCommit: async () => running,
        readDesired: async () => desired,
        startCommit: async () => TASK,
      },
    });
    const { startCommit } = createClusterActivities(fake);
    const image = { baseImage: '8.0.3-0.0.24022510', message: 'run 1' };
    const answer = await inActivity(startCommit, { ...committing, ...image });
    return { answer, started: fake.calls.includes('lifecycle.startCommit') };
  };

  it('adopts the commit when the image is the desired one already', async () => {
    expect(await start({ baseImage: NEW, commit: '7' })).toEqual({ answer: {}, started: false });
  });

  it('adopts a commit that is under way, unless it has just ended', async () => {
    const running: TaskRef = { kind: 'cis', id: 'running' };
    expect(await start({ baseImage: OLD, commit: '6' }, running)).toEqual({
      answer: { task: running },
      started: false,
    });
    expect(await start({ baseImage: NEW, commit: '7' }, running)).toEqual({ answer: {}, started: false });
  });

  it.each<[string, Desired]>([
    ['no image', undefined],
    ['another image', { baseImage: OLD, commit: '6' }],
    ['the image without a known commit', { baseImage: NEW }],
  ])('commits where the cluster has %s', async (_, desired) => {
    expect(await start(desired)).toEqual({ answer: { task: TASK }, started: true });
  });
});

describe('awaitCommit', () => {
  const awaiting = (desired: readonly Desired[], tasks: readonly TaskReading[], task?: TaskRef) => {
    const fake = fakeVSphere({
      lifecycle: { findCommit: async () => undefined, readDesired: inTurn(...desired) },
      tasks: { readTask: inTurn(...tasks) },
    });
    const { awaitCommit } = createClusterActivities(fake);
    const started = task === undefined ? {} : { task };
    return inActivity(awaitCommit, { ...committing, ...started, patience: aPatience() });
  };
  const set: Desired = { baseImage: NEW, commit: '7' };
  const before: Desired = { baseImage: OLD, commit: '6' };
  const done = { state: 'done', value: { commit: '7' } };

  it.each<[string, TaskReading]>([
    ['gone', { state: 'gone' }],
    ['failed', { state: 'failed', error: 'lost' }],
    ['running', { state: 'running' }],
  ])('is done when the image is the desired one, its task %s', async (_, task) => {
    expect(await awaiting([set], [task], TASK)).toMatchObject(done);
  });

  it('goes on while the task runs', async () => {
    expect(await awaiting([before, before, set], [{ state: 'running' }], TASK)).toMatchObject(done);
  });

  it('goes on when the task succeeded between the two reads', async () => {
    expect(await awaiting([before, set], [{ state: 'succeeded' }], TASK)).toMatchObject(done);
  });

  it('goes on when the image is set and its commit cannot be read yet', async () => {
    expect(await awaiting([{ baseImage: NEW }, set], [{ state: 'gone' }], TASK)).toMatchObject(done);
  });

  it('hands the reason of a failed task on', async () => {
    expect(await awaiting([before], [{ state: 'failed', error: 'depot unreachable' }], TASK)).toEqual({
      state: 'failed',
      error: 'depot unreachable',
    });
  });

  it('another image and nothing under way is a failure that names what is there', async () => {
    const error = `the desired image is ${OLD}`;
    expect(await awaiting([before], [{ state: 'gone' }], TASK)).toEqual({ state: 'failed', error });
    expect(await awaiting([before], [])).toEqual({ state: 'failed', error });
    expect(await awaiting([undefined], [])).toMatchObject({ error: 'the desired image is not set' });
  });
});

describe('remediation policy', () => {
  const raw = {
    enable_quick_boot: true,
    pre_remediation_power_action: 'SUSPEND_VMS_TO_MEMORY',
    parallel_remediation_action: { enabled: true, max_hosts: 4 },
    failure_action: { action: 'RETRY', retry_count: 3 },
  };
  const original = aPolicy({ raw });
  const planned = {
    ...raw,
    enable_quick_boot: false,
    pre_remediation_power_action: 'DO_NOT_CHANGE_VMS_POWER_STATE',
    parallel_remediation_action: { enabled: false },
  };
  const write = async (
    name: 'planned' | 'restore',
    now: Readonly<Record<string, unknown>>,
    found = original,
    keepsAdmissionControl = true,
  ) => {
    const written: unknown[] = [];
    const activities = createClusterActivities(
      fakeVSphere({
        lifecycle: {
          readPolicy: async () => aPolicy({ raw: now }),
          writePolicy: async (_vcenter, _cluster, value) => void written.push(value),
        },
      }),
    );
    const input = { ...on, original: found };
    await (name === 'planned'
      ? inActivity(activities.writePlannedPolicy, {
          ...input,
          planned: { quickBoot: false, keepsAdmissionControl },
        })
      : inActivity(activities.restorePolicy, input));
    return written;
  };

  it('QB-5, DG-17, ORD-8: the planned policy touches only its own fields', async () => {
    expect(await write('planned', raw)).toEqual([planned]);
  });

  it.each([
    ['stays on without an approval', true, { disable_hac: false }],
    ['goes off as approved', false, { disable_hac: true }],
  ])('DG-2: admission control %s, and the policy is put back whole', async (_, keeps, expected) => {
    const found = aPolicy({ raw: { ...raw, disable_hac: true }, disableAdmissionControl: true });
    const [set] = await write('planned', found.raw, found, keeps);
    expect(set).toMatchObject(expected);
    expect(await write('restore', set as object as Record<string, unknown>, found)).toEqual([found.raw]);
  });

  it('DG-16: what the administrator never set is not written', async () => {
    expect(await write('planned', {}, aPolicy({ raw: {} }))).toEqual([
      { enable_quick_boot: false, pre_remediation_power_action: 'DO_NOT_CHANGE_VMS_POWER_STATE' },
    ]);
  });

  it('a policy that is already so is not written', async () => {
    expect(await write('planned', planned)).toEqual([]);
    expect(await write('restore', structuredClone(raw))).toEqual([]);
  });

  it('DG-16: restore writes the original whole', async () => {
    expect(await write('restore', planned)).toEqual([raw]);
    expect(await write('restore', { ...raw, added_meanwhile: true })).toEqual([raw]);
  });

  it('DG-16: where nothing was set before, nothing is left set', async () => {
    expect(await write('restore', planned, aPolicy({ raw: {} }))).toEqual([{}]);
  });
});
