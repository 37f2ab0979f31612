import { describe, expect, it } from '@jest/globals';
import { createCallGate } from '../../../../src/vsphere/connection/call-gate.js';
import { fakeClock } from '../../../support/fake-clock.js';

const refusal = (operation: string, ms: number): Error => new Error(`${operation}: closed for ${ms} ms`);

/** A gate with a list of who was let in, each staying until `leave` is called for it. */
const aGate = (limits: { callsPerSecond?: number; atOnce?: number }) => {
  const time = fakeClock();
  const gate = createCallGate({ atOnce: 1_000, ...limits }, refusal, time.clock);
  const entered: string[] = [];
  const leaves = new Map<string, () => void>();
  const enter = (name: string, goesFirst = false, signal?: AbortSignal): Promise<void> =>
    gate.enter({ operation: name, goesFirst, signal }).then((leave) => {
      entered.push(name);
      leaves.set(name, leave);
    });
  return { ...time, gate, entered, enter, leave: (name: string) => leaves.get(name)?.() };
};
const names = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`);

describe('calls per second', () => {
  it('lets two seconds’ worth go at once, then so many a second', async () => {
    const { entered, enter, pass } = aGate({ callsPerSecond: 10 });
    for (const name of names('r', 60)) void enter(name);
    await pass(0);
    expect(entered).toHaveLength(20);
    await pass(1_000);
    expect(entered).toHaveLength(30);
    await pass(2_000);
    expect(entered).toHaveLength(50);
    expect(entered).toEqual(names('r', 50));
  });

  it('saves up no more than that in a quiet time', async () => {
    const { entered, enter, pass } = aGate({ callsPerSecond: 10 });
    await pass(3_600_000);
    for (const name of names('r', 60)) void enter(name);
    await pass(0);
    expect(entered).toHaveLength(20);
  });

  it('also works below one a second', async () => {
    const { entered, enter, pass } = aGate({ callsPerSecond: 0.25 });
    for (const name of names('r', 3)) void enter(name);
    await pass(3_900);
    expect(entered).toHaveLength(1);
    await pass(200);
    expect(entered).toHaveLength(2);
  });

  it('without a cap nobody waits', async () => {
    const { entered, enter, pass } = aGate({});
    for (const name of names('r', 500)) void enter(name);
    await pass(0);
    expect(entered).toHaveLength(500);
  });
});

describe('calls at once', () => {
  it('lets the next one in when one leaves', async () => {
    const { entered, enter, leave, pass } = aGate({ atOnce: 2 });
    for (const name of names('r', 4)) void enter(name);
    await pass(0);
    expect(entered).toEqual(['r1', 'r2']);
    leave('r1');
    await pass(0);
    expect(entered).toEqual(['r1', 'r2', 'r3']);
  });
});

describe('whose turn it is', () => {
  it('what changes something goes before reads that came earlier', async () => {
    const { entered, enter, leave, pass } = aGate({ atOnce: 1 });
    void enter('inside');
    for (const name of names('r', 2)) void enter(name);
    void enter('write', true);
    for (const name of ['inside', 'write', 'r1']) {
      await pass(0);
      leave(name);
    }
    await pass(0);
    expect(entered).toEqual(['inside', 'write', 'r1', 'r2']);
  });

  it('a read that was overtaken four times has its turn', async () => {
    const { entered, enter, leave, pass } = aGate({ atOnce: 1 });
    void enter('inside');
    void enter('read');
    for (const name of names('w', 6)) void enter(name, true);
    for (let turn = 0; turn < 8; turn += 1) {
      await pass(0);
      leave(entered.at(-1) ?? '');
    }
    expect(entered).toEqual(['inside', 'w1', 'w2', 'w3', 'w4', 'read', 'w5', 'w6']);
  });

  it('an abort ends the waiting with the caller’s reason, and nobody else’s', async () => {
    const { entered, enter, leave, pass } = aGate({ atOnce: 1 });
    const giveUp = new AbortController();
    void enter('inside');
    const first = enter('r1', false, giveUp.signal);
    void enter('r2');
    giveUp.abort(new Error('no longer wanted'));
    await expect(first).rejects.toThrow('no longer wanted');
    leave('inside');
    await pass(0);
    expect(entered).toEqual(['inside', 'r2']);
  });
});

describe('a closed gate', () => {
  it('refuses everybody, writes and those who wait already included, until the time is over', async () => {
    const { gate, entered, enter, pass } = aGate({ atOnce: 1 });
    void enter('inside');
    const waiting = enter('r1');
    gate.close(5_000);
    await expect(waiting).rejects.toThrow('r1: closed for 5000 ms');
    await pass(2_000);
    await expect(enter('w1', true)).rejects.toThrow('w1: closed for 3000 ms');
    expect(entered).toEqual(['inside']);
  });

  it('opens by itself, and a shorter closing does not open it earlier', async () => {
    const { gate, entered, enter, pass } = aGate({});
    gate.close(5_000);
    gate.close(1_000);
    await pass(4_999);
    await expect(enter('r1')).rejects.toThrow('closed for 1 ms');
    await pass(1);
    await enter('r2');
    expect(entered).toEqual(['r2']);
  });
});
