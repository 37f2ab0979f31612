import { describe, expect, it } from '@jest/globals';
import { PassThrough } from 'node:stream';
import type { CliIo } from '../../../src/cli/io.js';
import { confirmed, reasonFor } from '../../../src/cli/prompts.js';

/** A terminal at which somebody types these keys once a question is on the screen. */
function terminal(keys: string): { io: CliIo; shown: () => string } {
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => stdin });
  const stderr = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 24 });
  let shown = '';
  stderr.on('data', (chunk) => {
    if (!shown) setImmediate(() => stdin.write(keys));
    shown += String(chunk);
  });
  const io: CliIo = { stdin, stderr, stdout: new PassThrough(), env: {}, isTTY: true };
  return { io, shown: () => shown };
}

describe('on a terminal', () => {
  it('asks for a missing reason', async () => {
    const { io, shown } = terminal('change 4711\r');
    expect(await reasonFor(io, undefined, 'Why do you approve?')).toBe('change 4711');
    expect(shown()).toContain('Why do you approve?');
  });

  it('sends nothing when the question is answered with no', async () => {
    await expect(confirmed(terminal('n').io, undefined, 'Abort?')).rejects.toThrow('Nothing was sent');
    await expect(confirmed(terminal('\r').io, undefined, 'Abort?')).rejects.toThrow('Nothing was sent');
  });

  it('goes on when it is answered with yes', async () => {
    await expect(confirmed(terminal('y').io, undefined, 'Abort?')).resolves.toBeUndefined();
  });
});

describe('anywhere', () => {
  it('asks nothing when the flags say it all', async () => {
    const { io, shown } = terminal('');
    expect(await reasonFor(io, ' change 4711 ', '')).toBe('change 4711');
    await confirmed(io, true, 'Abort?');
    expect(shown()).toBe('');
  });

  it('does not take an empty reason', async () => {
    await expect(reasonFor(terminal('').io, '  ', '')).rejects.toThrow('audit trail');
  });
});
