import { describe, expect, it } from '@jest/globals';
import { createRemovalActivities } from '../../../src/activities/removals.js';
import type { TaskReading, TaskRef, TrustAuthorityPort } from '../../../src/ports/vsphere.js';
import { anAuthority, anImage, NEW, OLD } from '../../support/builders.js';
import {
  aFault,
  aPatience,
  AUTHORITY_VC,
  fakeVSphere,
  inActivity,
  inTurn,
} from '../../support/fake-vsphere.js';

const TASK: TaskRef = { kind: 'cis', id: 'remove-1' };
const EARLIER: TaskRef = { kind: 'cis', id: 'remove-0' };
const CLOCK = '2026-02-01T12:00:00.000Z';
const on = { vcenter: AUTHORITY_VC, cluster: anAuthority().cluster, version: OLD };

describe('startRemoval', () => {
  const start = async (versions: readonly string[], port: Partial<TrustAuthorityPort> = {}) => {
    const removed: string[] = [];
    const fake = fakeVSphere({
      hosts: { readTime: async () => CLOCK },
      trustAuthority: {
        readAuthority: async () =>
          anAuthority({
            images: versions.map((version, at) => anImage(version, { id: `${version} #${at}` })),
          }),
        findRemoval: async () => undefined,
        startRemoval: async (_vcenter, _cluster, image) => {
          removed.push(image.id);
          return TASK;
        },
        ...port,
      },
    });
    const { startRemoval } = createRemovalActivities(fake);
    const ended = inActivity(startRemoval, { ...on, sinceMs: Date.now() });
    return { answer: await ended.catch((error: unknown) => error), removed, calls: fake.calls };
  };

  it('FIX-4: removes the one that is named, by its own identifier', async () => {
    expect(await start([NEW, OLD])).toMatchObject({ answer: { task: TASK }, removed: [`${OLD} #1`] });
  });

  it('DG-14: one that is not listed is removed already', async () => {
    expect(await start([NEW])).toMatchObject({ answer: {}, removed: [] });
  });

  it.each(['runs', 'has ended'])('a removal that was begun and %s is adopted, never repeated', async () => {
    const findRemoval = async () => EARLIER;
    expect(await start([NEW, OLD], { findRemoval })).toMatchObject({
      answer: { task: EARLIER },
      removed: [],
    });
  });

  it('looks for what was begun since the step did, by the clock of the vCenter', async () => {
    const asked: string[] = [];
    await start([NEW, OLD], {
      findRemoval: async (_vcenter, _cluster, since) => {
        asked.push(since);
        return undefined;
      },
    });
    // The clock of the test runs a million times faster than the wall's.
    expect(Date.parse(CLOCK) - Date.parse(asked[0] ?? '')).toBeLessThan(1_000 * 3_600_000);
    expect(asked[0]?.startsWith('202')).toBe(true);
  });

  it.each<[string, readonly string[], string]>([
    ['DG-5: the last one', [OLD], 'the last base image'],
    ['FIX-4: one of two of the same version', [OLD, OLD, NEW], '2 base images are of version'],
  ])('%s is refused, and nothing is sent', async (_, versions, why) => {
    const { answer, removed } = await start(versions);
    expect([String(answer), removed]).toEqual([expect.stringContaining(why), []]);
    expect(answer).toMatchObject({ nonRetryable: true, type: 'state' });
  });

  it('NOT_FOUND is read as removed, any other refusal is handed on', async () => {
    const gone = async () => Promise.reject(aFault('not-found', { errorType: 'NOT_FOUND' }));
    expect((await start([NEW, OLD], { startRemoval: gone })).answer).toEqual({});
    const fault = aFault('refused', { status: 403 });
    expect((await start([NEW, OLD], { startRemoval: async () => Promise.reject(fault) })).answer).toBe(fault);
  });
});

describe('awaitRemoval', () => {
  const awaiting = (lists: readonly (readonly string[])[], task?: TaskReading) => {
    const images = lists.map((versions) => anAuthority({ images: versions.map((name) => anImage(name)) }));
    const fake = fakeVSphere({
      trustAuthority: { readAuthority: inTurn(...images) },
      tasks: { readTask: inTurn(task ?? { state: 'gone' }) },
    });
    const { awaitRemoval } = createRemovalActivities(fake);
    return inActivity(awaitRemoval, {
      ...on,
      ...(task && { task: TASK }),
      patience: aPatience({ sinceMs: 0 }),
    });
  };

  it.each<[string, TaskReading | undefined]>([
    ['succeeded', { state: 'succeeded' }],
    ['failed', { state: 'failed', error: 'timed out' }],
    ['gone', { state: 'gone' }],
    ['running', { state: 'running' }],
    ['unknown', undefined],
  ])('DG-14: is done when the version is not listed any more, its task %s', async (_, task) => {
    expect(await awaiting([[NEW]], task)).toMatchObject({ state: 'done', value: { removed: OLD } });
  });

  it('goes on while the task runs', async () => {
    expect(await awaiting([[OLD, NEW], [OLD, NEW], [NEW]], { state: 'running' })).toMatchObject({
      state: 'done',
    });
  });

  it.each<[string, TaskReading | undefined, string]>([
    ['failed', { state: 'failed', error: 'ta-2 did not answer' }, 'ta-2 did not answer'],
    ['succeeded', { state: 'succeeded' }, 'still listed, or again'],
    ['gone', { state: 'gone' }, 'no removal is running'],
    ['unknown', undefined, 'no removal is running'],
  ])('a version that stays has not been removed, its task %s', async (_, task, error) => {
    expect(await awaiting([[OLD, NEW]], task)).toEqual({
      state: 'failed',
      error: expect.stringContaining(error),
    });
  });
});
