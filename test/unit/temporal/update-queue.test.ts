import { describe, expect, it } from '@jest/globals';
import { createAdmission } from '../../../src/temporal/update-queue.js';

/** Operations that end when told to; `running` are those that were let in, in order. */
function operations(limit: number) {
  const { admit } = createAdmission(limit);
  const running: string[] = [];
  const begun: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  const ask = (key: string, name: string): Promise<string> =>
    admit(key, async () => {
      begun.push(name);
      running.push(name);
      await new Promise<void>((resolve, reject) => {
        ends.set(name, (error) => (error === undefined ? resolve() : reject(error)));
      }).finally(() => running.splice(running.indexOf(name), 1));
      return name;
    });
  /** Lets everything run that can run now. */
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  const end = (name: string, error?: Error): void => ends.get(name)?.(error);
  return { admit, ask, begun, running, end, settle };
}

describe('createAdmission', () => {
  it('lets in at most four at a time per key, the others in their order', async () => {
    const { ask, begun, running, end, settle } = operations(4);
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const answers = Promise.all(names.map((name) => ask('lab', name)));
    await settle();
    expect(running).toEqual(['a', 'b', 'c', 'd']);
    for (const [index, name] of ['c', 'a', 'b'].entries()) {
      end(name);
      await settle();
      expect(running).toHaveLength(4);
      expect(begun).toEqual(names.slice(0, 5 + index));
    }
    for (const name of names) end(name);
    await settle();
    expect(await answers).toEqual(names);
  });

  it('other keys are unhindered', async () => {
    const { ask, running, end, settle } = operations(1);
    const answers = [ask('lab', 'a'), ask('lab', 'waits'), ask('other', 'b')];
    await settle();
    expect(running).toEqual(['a', 'b']);
    for (const name of ['a', 'b']) end(name);
    await settle();
    end('waits');
    expect(await Promise.all(answers)).toEqual(['a', 'waits', 'b']);
  });

  it('an error goes to its own caller and releases the slot', async () => {
    const { ask, running, end, settle } = operations(1);
    const failing = ask('lab', 'a');
    const next = ask('lab', 'b');
    await settle();
    end('a', new Error('refused'));
    await expect(failing).rejects.toThrow('refused');
    await settle();
    expect(running).toEqual(['b']);
    end('b');
    expect(await next).toBe('b');
  });

  it('a newcomer neither overtakes who waits nor takes a slot too many', async () => {
    const { ask, begun, running, end, settle } = operations(1);
    const answers = [ask('lab', 'a'), ask('lab', 'waits')];
    await settle();
    end('a');
    // Asks in every moment in which the freed slot is on its way to the one that waits.
    for (let moment = 0; moment < 10; moment++) {
      answers.push(ask('lab', `new-${moment}`));
      await Promise.resolve();
      expect(running.length).toBeLessThanOrEqual(1);
    }
    await settle();
    expect(begun).toEqual(['a', 'waits']);
    for (let moment = -1; moment < 10; moment++) {
      end(moment < 0 ? 'waits' : `new-${moment}`);
      await settle();
    }
    expect(await Promise.all(answers)).toHaveLength(12);
  });
});
