import { spawn, type ChildProcess } from 'node:child_process';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.js';

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** A process whose end takes for ever once it was told. */
function start() {
  const module = new URL('../../../src/composition/process-end.ts', import.meta.url).href;
  const script = `
    const { endSignal, toldToEnd } = await import(${JSON.stringify(module)});
    const end = toldToEnd();
    endSignal(end).addEventListener('abort', (event) => console.log('told', event.target.reason));
    setInterval(() => {}, 1e6);
    console.log('ready');`;
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { env });
  started.push(child);
  let out = '';
  child.stdout.on('data', (chunk) => (out += String(chunk)));
  const exit = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  return { child, exit, says: (text: string) => eventually(text, () => out.includes(text)) };
}

describe('a process that is told to end', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'by %s hears of it and ends in its own time',
    async (signal) => {
      const { child, says } = start();
      await says('ready');
      child.kill(signal);
      await says(`told ${signal}`);
      expect(child.exitCode).toBeNull();
    },
  );

  it('for the second time ends at once', async () => {
    const { child, says, exit } = start();
    await says('ready');
    child.kill('SIGTERM');
    await says('told SIGTERM');
    child.kill('SIGTERM');
    expect(await exit).toBe(130);
  });
});
