import { describe, expect, it } from '@jest/globals';
import { createClock } from '../../../../src/lab/world/clock.js';
import { LabBench } from '../../../support/lab-world.js';

describe('the lab clock', () => {
  it('runs due things in the order of their time, also those that come up on the way', () => {
    const clock = createClock({ speed: 1, paused: true, startAt: 0 });
    const seen: string[] = [];
    clock.after(20, () => seen.push(`b@${clock.now()}`));
    clock.after(10, () => {
      seen.push(`a@${clock.now()}`);
      clock.after(5, () => seen.push(`a2@${clock.now()}`));
    });
    clock.after(15, () => seen.push('never'))();
    clock.step(30);
    expect(seen).toEqual(['a@10000', 'a2@15000', 'b@20000']);
    expect(clock.now()).toBe(30_000);
  });

  it('runs by itself at its speed and never backwards', async () => {
    const clock = createClock({ speed: 1_000, startAt: 0 });
    const before = clock.now();
    const at = await new Promise<number>((resolve) => void clock.after(20, () => resolve(clock.now())));
    expect(at).toBeGreaterThanOrEqual(before + 20_000);
    expect(clock.now()).toBeGreaterThanOrEqual(20_000);
    clock.pause();
    const paused = clock.now();
    clock.setSpeed(5);
    expect(clock.now()).toBe(paused);
    expect(clock.speed).toBe(5);
    clock.stop();
  });

  it('stands between two moments, however the wall clock goes on', () => {
    const clock = createClock({ speed: 1_000_000, startAt: 0 });
    while (clock.reading() < 1_000) expect(clock.now()).toBe(0);
    clock.moveTo(clock.reading());
    expect(clock.now()).toBeGreaterThanOrEqual(1_000);
    clock.stop();
  });

  it('tells of what comes by itself before it has any effect', async () => {
    const seen: string[] = [];
    const told = {
      due: () => void seen.push('due'),
      waited: (n: number) => void seen.push(`waited ${n}`),
    };
    const clock = createClock({ speed: 1_000, startAt: 0, told });
    clock.wallAfter(0, () => seen.push('never'))();
    await new Promise<void>((resolve) => {
      clock.wallAfter(0, () => {
        seen.push('wait over');
        clock.after(20, () => {
          seen.push('done');
          resolve();
        });
      });
    });
    expect(seen).toEqual(['waited 2', 'wait over', 'due', 'done']);
    clock.stop();
  });

  it('does nothing by itself when a recording drives it', () => {
    const seen: string[] = [];
    const clock = createClock({ speed: 1_000_000, startAt: 0, driven: true });
    clock.after(1, () => seen.push(`due@${clock.now()}`));
    clock.wallAfter(0, () => seen.push(`waited@${clock.now()}`));
    clock.catchUp();
    expect([clock.reading(), seen]).toEqual([0, []]);
    clock.moveTo(5_000.5);
    clock.elapse(1);
    clock.elapse(1);
    expect(seen).toEqual(['due@1000', 'waited@5000']);
  });

  it('refuses a step while it runs', () => {
    const clock = createClock({ speed: 1 });
    expect(() => clock.step(1)).toThrow(/paused/);
  });
});

describe('the fate of a host', () => {
  /** Times at which the first two hosts boot. */
  const bootTimes = (hosts: number, seed = 7): unknown[] => {
    const lab = new LabBench({ hosts, seed, timing: { jitter: 0.2 } });
    lab.apply(['esx-1', 'esx-2']);
    lab.minutes(120);
    return lab.world.journal.entries
      .filter(({ effect, subject }) => effect.startsWith('host.') && /^esx-[12]$/.test(subject))
      .map(({ labTime, effect, subject, detail }) => [labTime, effect, subject, detail]);
  };

  it('is the same with the same seed and another with another', () => {
    expect(bootTimes(2)).toEqual(bootTimes(2));
    expect(bootTimes(2)).not.toEqual(bootTimes(2, 8));
  });

  it('does not change when other hosts are added', () => {
    expect(bootTimes(6)).toEqual(bootTimes(2));
  });
});
