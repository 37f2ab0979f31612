import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { sleep } from '@temporalio/activity';
import { activityInterceptors, beat, createWorkInHand } from '../../../src/activities/heartbeat.js';
import { aFault, anEnvironment } from '../../support/fake-vsphere.js';

const BEAT_MS = 2_000;

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const withInterceptors = () => anEnvironment({}, [activityInterceptors]);

describe('activityInterceptors', () => {
  it('a heartbeat goes on for as long as the activity runs, though it reads nothing', async () => {
    const { run, seen } = withInterceptors();
    const ended = run(() => sleep(3 * BEAT_MS + 1));
    await jest.advanceTimersByTimeAsync(3 * BEAT_MS + 1);
    await ended;
    expect(seen).toHaveLength(3);
  });

  it('a beat without news repeats the last reading', async () => {
    const { run, seen } = withInterceptors();
    const ended = run(async () => {
      beat({ have: 'one' });
      await sleep(BEAT_MS + 1);
      beat({ have: 'two' });
      await sleep(2 * BEAT_MS);
    });
    await jest.advanceTimersByTimeAsync(3 * BEAT_MS + 1);
    await ended;
    expect(seen).toEqual([
      { have: 'one' },
      { have: 'one' },
      { have: 'two' },
      { have: 'two' },
      { have: 'two' },
    ]);
  });

  it('readings of one activity do not show in another', async () => {
    const [one, other] = [withInterceptors(), withInterceptors()];
    const ended = Promise.all([
      one.run(async () => {
        beat('of the one');
        await sleep(BEAT_MS + 1);
      }),
      other.run(() => sleep(BEAT_MS + 1)),
    ]);
    await jest.advanceTimersByTimeAsync(BEAT_MS + 1);
    await ended;
    expect(one.seen).toEqual(['of the one', 'of the one']);
    expect(other.seen).toEqual([undefined]);
  });

  it.each([
    ['returns', async () => 'value'],
    ['fails', async () => Promise.reject(new Error('a bug'))],
  ])('no beat follows when the activity %s', async (_, activity) => {
    const { run, seen } = withInterceptors();
    await run(activity).catch(() => undefined);
    await jest.advanceTimersByTimeAsync(10 * BEAT_MS);
    expect(seen).toEqual([]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('faults of vSphere leave the activity in the words of Temporal', async () => {
    const failing = withInterceptors().run(async () => Promise.reject(aFault('state', { status: 400 })));
    await expect(failing).rejects.toMatchObject({ type: 'state', nonRetryable: true });
  });

  it('a result too large for a payload is a bug, and says how large it was', async () => {
    const { run } = withInterceptors();
    await expect(run(async () => 'x'.repeat(256 * 1024))).rejects.toThrow('262146 bytes');
    await expect(run(async () => 'x'.repeat(1024))).resolves.toHaveLength(1024);
  });
});

describe('a process that ends', () => {
  const started = (activityType: string) => {
    const work = createWorkInHand();
    const { run } = anEnvironment({ activityType }, [work.interceptors]);
    let finish: (value: string) => void = () => undefined;
    const result = run(() => new Promise<string>((resolve) => (finish = resolve)));
    return { work, result, finish: (value: string) => finish(value) };
  };

  it('hands an await over, to be taken up at once and not told as a fault', async () => {
    const { work, result } = started('awaitRemediation');
    expect(work.count()).toEqual({ awaits: 1, others: 0 });
    work.handOver();
    await expect(result).rejects.toMatchObject({
      type: 'handed-over',
      nonRetryable: false,
      nextRetryDelay: '100ms',
      category: 'BENIGN',
    });
    expect(work.count()).toEqual({ awaits: 0, others: 0 });
  });

  it('lets a start come to its end', async () => {
    const { work, result, finish } = started('startRemediation');
    work.handOver();
    expect(work.count()).toEqual({ awaits: 0, others: 1 });
    finish('task-1');
    expect(await result).toBe('task-1');
  });

  it('hands over also what is polled in the last moment', async () => {
    const work = createWorkInHand();
    work.handOver();
    const { run } = anEnvironment({ activityType: 'awaitBackup' }, [work.interceptors]);
    await expect(run(() => new Promise<string>(() => undefined))).rejects.toMatchObject({
      type: 'handed-over',
    });
  });

  it('an await that ends before is not changed by it', async () => {
    const { work, result, finish } = started('awaitBackup');
    finish('done');
    expect(await result).toBe('done');
    work.handOver();
  });
});
