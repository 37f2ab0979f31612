import { afterEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../support/eventually.js';

const ROOT = new URL('../../../', import.meta.url).pathname;
const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** Starts Node with these arguments and collects what it says. */
function start(args: readonly string[]) {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(child);
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (output.stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (output.stderr += String(chunk)));
  const ended = new Promise<number>((resolve) => {
    child.once('exit', (code) => resolve(code ?? -1));
  });
  return { child, output, ended };
}

const vta = (...args: string[]) => start(['--import', 'tsx', 'src/cli/main.ts', ...args]);

describe('vta lab', () => {
  it('runs the lab as its child: the address line comes through, and a stop reaches it', async () => {
    const { child, output, ended } = vta('lab', '--generate', '1x1', '--seed', '7');
    const line = await eventually('the address line', () => /^\{.*\}$/m.exec(output.stdout)?.[0]);
    const { control } = JSON.parse(line) as { control: string };
    expect((await fetch(`${control}/lab/state`)).status).toBe(200);

    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    await expect(fetch(`${control}/lab/state`)).rejects.toThrow('fetch failed');
  });

  it('ends with the exit code of the lab', async () => {
    const { output, ended } = vta('lab', '--topology', 'examples/does-not-exist.yaml');
    expect(await ended).toBe(2);
    expect(output.stderr).toContain('does-not-exist.yaml');
  });
});

describe('vta config show', () => {
  it('prints every value with where it comes from, as text and as JSON', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vta-config-'));
    const file = join(folder, 'vta.yaml');
    await writeFile(file, 'durations:\n  evacuation: { hardLimitMinutes: 480 }\n');
    const asText = vta('config', 'show', '--config', file);
    const asJson = vta('config', 'show', '--config', file, '--json');
    expect(await asText.ended).toBe(0);
    expect(asText.output.stdout).toMatch(/^durations\.evacuation\.hardLimitMinutes +480 /m);
    expect(await asJson.ended).toBe(0);
    const { values } = JSON.parse(asJson.output.stdout) as { values: unknown[] };
    expect(values).toContainEqual({
      key: 'durations.evacuation.hardLimitMinutes',
      value: 480,
      from: `${file}:2`,
    });
  });

  it('refuses to repeat what is never repeated, naming the rule', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vta-config-'));
    const file = join(folder, 'vta.yaml');
    await writeFile(file, 'durations:\n  fullBoot: { retries: 2 }\n');
    const { output, ended } = vta('config', 'show', '--config', file);
    expect(await ended).toBe(2);
    expect(output.stderr.trim()).toBe(
      `${file}:2: /durations/fullBoot/retries: found 2, allowed: 0: "apply" is never repeated without a person (IMG-2, ORD-7, ORD-8, QB-3)`,
    );
  });
});

describe('bin/vta.js', () => {
  it('says what to do when nothing was built', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vta-bin-'));
    await cp(join(ROOT, 'bin'), join(folder, 'bin'), { recursive: true });
    await cp(join(ROOT, 'package.json'), join(folder, 'package.json'));
    const { output, ended } = start([join(folder, 'bin', 'vta.js'), '--help']);
    expect(await ended).toBe(1);
    expect(output.stderr.trim()).toBe(
      'vta is not built yet. Run "npm run build" in the project folder, then try again.',
    );
  });
});
