import { spawn, type ChildProcess } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { endLeftServer, startServer } from '../../../src/temporal/server-process.js';
import { eventually } from '../../support/eventually.js';
import { temporaryFolders } from '../../support/temporary-folder.js';

const folder = temporaryFolders();
const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
const gone = (pid: number): Promise<boolean> => eventually(`the end of ${pid}`, () => !isAlive(pid));

/** Runs until it is told to end; `dir` is in its command line, as in a Temporal server's. */
const asServer = (dir: string): [string, string[]] => [
  process.execPath,
  ['-e', 'setInterval(() => {}, 1e6)', dir],
];

describe('a server of our own', () => {
  it('runs until it is stopped', async () => {
    const dir = await folder();
    const server = await startServer(...asServer(dir), dir);
    expect(isAlive(server.pid)).toBe(true);
    await server.stop();
    await gone(server.pid);
  });

  it.each([
    ['ends at once', '/bin/false', /exit code 1/],
    ['does not exist', '/no/such/program', /exit code 127/],
  ])('that %s says so', async (_, path, reason) => {
    const server = await startServer(path, [], await folder());
    expect(await server.ended).toMatch(reason);
  });

  it('ends when the process that started it is killed', async () => {
    const dir = await folder();
    const script = `
      const { startServer } = await import(${JSON.stringify(new URL('../../../src/temporal/server-process.ts', import.meta.url).href)});
      const server = await startServer(...${JSON.stringify(asServer(dir))}, ${JSON.stringify(dir)});
      console.log(server.pid);
      setInterval(() => {}, 1e6);`;
    const { NODE_OPTIONS: _, ...env } = process.env;
    const parent = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { env });
    started.push(parent);
    let out = '';
    parent.stdout.on('data', (chunk) => (out += String(chunk)));
    const pid = Number(await eventually('its process ID', () => /^\d+\n/.exec(out)?.[0]));
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await gone(pid);
  });
});

describe('a server that was left behind', () => {
  const left = async (dir: string, args: string[], owner?: number): Promise<number> => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)', ...args], { stdio: 'ignore' });
    started.push(child);
    const pid = child.pid ?? 0;
    await writeFile(join(dir, 'server.json'), JSON.stringify({ pid, owner }));
    return pid;
  };

  it('is ended, and that is said', async () => {
    const dir = await folder();
    const pid = await left(dir, [dir]);
    const said: string[] = [];
    await endLeftServer(dir, (line) => said.push(line));
    expect(said.join()).toContain(`process ${pid}`);
    await gone(pid);
  });

  it('is still in use while the process that started it is there: a second service does not begin', async () => {
    const dir = await folder();
    const pid = await left(dir, [dir], process.ppid);
    await expect(endLeftServer(dir, () => undefined)).rejects.toThrow(
      new RegExp(`Process ${process.ppid} uses the Temporal server in .* Stop it first`),
    );
    expect(isAlive(pid)).toBe(true);
  });

  it('is left alone when its number belongs to another program now', async () => {
    const dir = await folder();
    const pid = await left(dir, ['/some/where/else']);
    const said: string[] = [];
    await endLeftServer(dir, (line) => said.push(line));
    expect(said).toEqual([]);
    expect(isAlive(pid)).toBe(true);
  });

  it.each(['', 'half a file', '{"pid":"x"}', '{"pid":0}'])(
    'is not looked for with %j in its file',
    async (text) => {
      const dir = await folder();
      await writeFile(join(dir, 'server.json'), text);
      await expect(endLeftServer(dir, () => undefined)).resolves.toBeUndefined();
    },
  );
});
