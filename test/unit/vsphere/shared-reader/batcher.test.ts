import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createBatcher } from '../../../../src/vsphere/shared-reader/batcher.js';
import { eventually } from '../../../support/eventually.js';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const all = <V>(keys: readonly string[], answer: (key: string) => V): Map<string, V> =>
  new Map(keys.map((key) => [key, answer(key)]));
class OfOne extends Error {}
const mayBeOfOne = (error: unknown): boolean => error instanceof OfOne;

/** A batcher over readings that the test ends itself. */
const aBatcher = () => {
  const sent: {
    keys: readonly string[];
    signal: AbortSignal;
    end: (answers: Map<string, string>) => void;
    fail: (error: Error) => void;
  }[] = [];
  const batcher = createBatcher<string, string>({
    windowMs: 1,
    mayBeOfOne,
    read: (keys, signal) =>
      new Promise((resolve, reject) => {
        sent.push({ keys, signal, end: resolve, fail: reject });
      }),
  });
  const nth = (index: number) => eventually(`batch ${index}`, () => sent[index]);
  return { batcher, sent, nth };
};

describe('a batch', () => {
  it('is one reading for all who ask within the window, each key once', async () => {
    const { batcher, sent, nth } = aBatcher();
    const asked = Promise.all(['a', 'b', 'a', 'c'].map((key) => batcher.ask(key)));
    const { keys, end } = await nth(0);
    expect(keys).toEqual(['a', 'b', 'c']);
    end(all(keys, (key) => key.toUpperCase()));
    expect(await asked).toEqual(['A', 'B', 'A', 'C']);
    expect(sent).toHaveLength(1);
  });

  it('that is under way is joined by nobody: who asks then gets a reading that begins later', async () => {
    const { batcher, nth } = aBatcher();
    const early = batcher.ask('a');
    const first = await nth(0);
    const late = batcher.ask('a');
    const second = await nth(1);
    second.end(new Map([['a', 'after']]));
    first.end(new Map([['a', 'before']]));
    expect([await early, await late]).toEqual(['before', 'after']);
  });

  it('waits for its turn behind two others, and may be joined until it goes', async () => {
    const { batcher, sent, nth } = aBatcher();
    const asked = [batcher.ask('a')];
    const first = await nth(0);
    asked.push(batcher.ask('b'));
    const second = await nth(1);
    asked.push(batcher.ask('c'));
    await pause(20);
    asked.push(batcher.ask('d'));
    expect(sent).toHaveLength(2);
    first.end(new Map([['a', '1']]));
    second.end(new Map([['b', '2']]));
    const third = await nth(2);
    expect(third.keys).toEqual(['c', 'd']);
    third.end(all(third.keys, () => '3'));
    expect(await Promise.all(asked)).toEqual(['1', '2', '3', '3']);
  });

  it('that fails fails all who asked, with the same error', async () => {
    const { batcher, sent, nth } = aBatcher();
    const asked = Promise.allSettled(['a', 'b'].map((key) => batcher.ask(key)));
    const outage = new Error('outage');
    (await nth(0)).fail(outage);
    expect(await asked).toEqual([
      { status: 'rejected', reason: outage },
      { status: 'rejected', reason: outage },
    ]);
    expect(sent).toHaveLength(1);
  });

  it('whose error may be of one key is read in halves: the others have their answers', async () => {
    const reads: number[] = [];
    const batcher = createBatcher<string, string>({
      windowMs: 1,
      mayBeOfOne,
      read: (keys) => {
        reads.push(keys.length);
        if (keys.includes('bad')) return Promise.reject(new OfOne('it is bad'));
        return Promise.resolve(all(keys, (key) => key.toUpperCase()));
      },
    });
    const keys = ['a', 'b', 'c', 'd', 'bad', 'e', 'f', 'g'];
    const asked = await Promise.allSettled(keys.map((key) => batcher.ask(key)));
    expect(asked.map((each) => (each.status === 'fulfilled' ? each.value : String(each.reason)))).toEqual([
      'A',
      'B',
      'C',
      'D',
      'Error: it is bad',
      'E',
      'F',
      'G',
    ]);
    expect(reads).toEqual([8, 4, 4, 2, 1, 1, 2]);
  });

  it('larger than allowed is read in parts', async () => {
    const reads: number[] = [];
    const batcher = createBatcher<string, string>({
      windowMs: 1,
      mostKeys: 4,
      read: (keys) => {
        reads.push(keys.length);
        return Promise.resolve(all(keys, (key) => key));
      },
    });
    const keys = Array.from({ length: 10 }, (_, index) => `k${index}`);
    expect(await Promise.all(keys.map((key) => batcher.ask(key)))).toEqual(keys);
    expect(reads).toEqual([4, 4, 2]);
  });

  it('without one of its keys is no answer for that key', async () => {
    const { batcher, nth } = aBatcher();
    const asked = batcher.ask('a');
    (await nth(0)).end(new Map());
    await expect(asked).rejects.toThrow('without a');
  });
});

describe('who gives up', () => {
  it('leaves at once with its own reason; the others have their answers', async () => {
    const { batcher, nth } = aBatcher();
    const giveUp = new AbortController();
    const gone = batcher.ask('a', giveUp.signal);
    const stays = batcher.ask('a');
    const { keys, signal, end } = await nth(0);
    giveUp.abort(new Error('no longer wanted'));
    await expect(gone).rejects.toThrow('no longer wanted');
    expect(signal.aborted).toBe(false);
    end(all(keys, () => 'still read'));
    expect(await stays).toBe('still read');
  });

  it('as the last one ends the call', async () => {
    const { batcher, nth } = aBatcher();
    const giveUp = new AbortController();
    const gone = batcher.ask('a', giveUp.signal);
    const { signal } = await nth(0);
    giveUp.abort(new Error('no longer wanted'));
    await expect(gone).rejects.toThrow('no longer wanted');
    expect(signal.aborted).toBe(true);
  });

  it('before anything was sent: it is not read, and who comes after is', async () => {
    const { batcher, sent, nth } = aBatcher();
    const giveUp = new AbortController();
    const gone = batcher.ask('a', giveUp.signal);
    giveUp.abort(new Error('no longer wanted'));
    await expect(gone).rejects.toThrow('no longer wanted');
    const later = batcher.ask('b');
    const { keys, signal, end } = await nth(0);
    expect(keys).toEqual(['b']);
    expect(signal.aborted).toBe(false);
    end(new Map([['b', 'B']]));
    expect(await later).toBe('B');
    expect(sent).toHaveLength(1);
  });

  it('before it asks is refused', async () => {
    const { batcher, sent } = aBatcher();
    await expect(batcher.ask('a', AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
    await pause(10);
    expect(sent).toHaveLength(0);
  });
});

/**
 * A server whose objects count up with every change. Any number of askers ask for any keys at any time, some give
 * up, some keys are broken, readings take their time and overtake each other.
 */
describe('whatever happens', () => {
  const asks = fc.array(
    fc.record({
      afterMs: fc.integer({ min: 0, max: 12 }),
      key: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'broken'),
      givesUpAfterMs: fc.option(fc.integer({ min: 0, max: 8 }), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 30 },
  );
  const durations = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 20 });

  it('everybody is answered, about what was asked, by a reading that began after the question', async () => {
    await fc.assert(
      fc.asyncProperty(asks, durations, async (script, latencies) => {
        let clock = 0;
        let reads = 0;
        const batcher = createBatcher<string, { key: string; begun: number }>({
          windowMs: 2,
          mayBeOfOne,
          mostKeys: 3,
          read: async (keys) => {
            const begun = (clock += 1);
            await pause(latencies[(reads += 1) % latencies.length] ?? 0);
            if (keys.includes('broken')) throw new OfOne('broken');
            return all(keys, (key) => ({ key, begun }));
          },
        });
        await Promise.all(
          script.map(async ({ afterMs, key, givesUpAfterMs }) => {
            await pause(afterMs);
            const giveUp = new AbortController();
            if (givesUpAfterMs !== undefined) setTimeout(() => giveUp.abort('gave up'), givesUpAfterMs);
            const asked = (clock += 1);
            const answer = await batcher.ask(key, giveUp.signal).catch((error: unknown) => error);
            if (answer === 'gave up') expect(givesUpAfterMs).toBeDefined();
            else if (key === 'broken') expect(answer).toBeInstanceOf(OfOne);
            else {
              const { key: about, begun } = answer as { key: string; begun: number };
              expect(about).toBe(key);
              expect(begun).toBeGreaterThan(asked);
            }
          }),
        );
      }),
      { seed: 20_261_125, numRuns: 60 },
    );
  });
});
