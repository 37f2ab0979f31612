import { describe, expect, it } from '@jest/globals';
import { StoppedWaiting, waitFor } from '../../../src/composition/wait-for.js';

const parts = (said: string[]) => ({
  what: 'Temporal at 127.0.0.1:7233',
  advice: 'Start it.',
  say: (line: string) => void said.push(line),
});

describe('waitFor', () => {
  it('says nothing when all is there', async () => {
    const said: string[] = [];
    expect(await waitFor(parts(said), async () => 7)).toBe(7);
    expect(said).toEqual([]);
  });

  it('says what is missing, why and what to do, and that it came', async () => {
    const said: string[] = [];
    let tries = 0;
    let waits = 0;
    const attempt = async (): Promise<string> => {
      if (++tries < 3) throw new Error('connection refused');
      return 'there';
    };
    const waiting = { ...parts(said), onWaiting: () => void waits++, sayEveryMs: 0 };
    expect(await waitFor(waiting, attempt)).toBe('there');
    expect(said[0]).toBe('waiting for Temporal at 127.0.0.1:7233: connection refused. Start it.');
    expect(said[1]).toMatch(/^waiting for \d+ s for Temporal at 127.0.0.1:7233: connection refused/);
    expect(said[2]).toMatch(/^Temporal at 127.0.0.1:7233 is there after \d+ s/);
    expect(waits).toBe(1);
  });

  it('says it once when it is asked to be brief', async () => {
    const said: string[] = [];
    let tries = 0;
    await waitFor({ ...parts(said), sayEveryMs: 60_000 }, async () => {
      if (++tries < 3) throw new Error('no');
    });
    expect(said.filter((line) => line.startsWith('waiting'))).toHaveLength(1);
  });

  it('ends when the process is told to end', async () => {
    const stopping = new AbortController();
    const said: string[] = [];
    const waiting = { ...parts(said), stopping: stopping.signal, onWaiting: () => stopping.abort() };
    const never = async (): Promise<never> => Promise.reject(new Error('no'));
    await expect(waitFor(waiting, never)).rejects.toThrow(StoppedWaiting);
  });

  it('does not wait for what waiting cannot cure', async () => {
    const said: string[] = [];
    const waiting = { ...parts(said), mayPass: () => false };
    await expect(waitFor(waiting, async () => Promise.reject(new Error('newer release')))).rejects.toThrow(
      'newer release',
    );
    expect(said).toEqual([]);
  });
});
