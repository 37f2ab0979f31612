import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROJECT, fakeProgram, inTemporaryFolder, loadScript } from '../../support/scripts.js';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}
interface CountsModule {
  countLine(counts: Partial<Counts>): string;
  addCounts(all: Counts[]): Counts;
  countsOfJest(results: unknown, exitCode: number): Counts;
}
const { addCounts, countLine, countsOfJest } = await loadScript<CountsModule>('counts.mjs');

const { peerLine } = await loadScript<{ peerLine(results: unknown): string | undefined }>('peer-counts.mjs');

const runIt = (command: string, args: string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}) =>
  new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    const child = spawn(command, args, options);
    const said = { out: '', err: '' };
    child.stdout.on('data', (chunk) => (said.out += String(chunk)));
    child.stderr.on('data', (chunk) => (said.err += String(chunk)));
    child.once('close', (code) => resolve({ code, ...said }));
  });

describe('counting tests', () => {
  const clean = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 0 };
  it.each([
    ['all passed', clean, 0, '5 passed, 0 failed'],
    ['some skipped', { ...clean, numPendingTests: 2, numTodoTests: 1 }, 0, '5 passed, 0 failed, 3 skipped'],
    ['one failed', { ...clean, numFailedTests: 1 }, 1, '5 passed, 1 failed'],
    ['a suite did not load', { ...clean, numRuntimeErrorTestSuites: 1 }, 1, '5 passed, 1 failed'],
    ['Jest failed without a failed test', clean, 1, '5 passed, 1 failed'],
    ['Jest died', undefined, 137, '0 passed, 1 failed'],
  ])('%s', (_case, results, exitCode, line) => {
    expect(countLine(countsOfJest(results, exitCode))).toBe(line);
  });

  it('adds up', () => {
    const one = { passed: 2, failed: 1, skipped: 0 };
    expect(addCounts([one, { passed: 1, failed: 0, skipped: 4 }])).toEqual({
      passed: 3,
      failed: 1,
      skipped: 4,
    });
  });
});

describe('counting cases against peers', () => {
  const file = (path: string, ...statuses: string[]) => ({
    name: join(PROJECT, path),
    assertionResults: statuses.map((status) => ({ status })),
  });

  it('adds up the files of each peer and names what did not pass', () => {
    const testResults = [
      file('test/peers/vcsim-session.test.ts', 'passed', 'failed'),
      file('test/peers/vcsim.test.ts', 'passed', 'pending', 'todo'),
      file('test/peers/pyvmomi-tasks.test.ts', 'passed'),
      file('test/integration/vsphere/reading.test.ts', 'passed'),
    ];
    expect(peerLine({ testResults })).toBe('peers: pyVmomi 1 passed; vcsim 2 passed, 1 failed, 2 skipped');
  });

  it('is silent about a run without peers, and about one that left no result', () => {
    expect(peerLine({ testResults: [file('test/unit/scripts/lock.test.ts', 'passed')] })).toBeUndefined();
    expect(peerLine(undefined)).toBeUndefined();
  });
});

describe('prepare', () => {
  it('ends with one sentence and no stack trace when it is used wrongly', async () => {
    const { code, err, out } = await runIt(process.execPath, [
      join(PROJECT, 'scripts', 'prepare.mjs'),
      '--for',
      'lunch',
    ]);
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toBe('--for must be one of demo, start, test, check, build; it is lunch.\n');
  });
});

describe('.ci/run', () => {
  /** Runs it in a folder of its own with an npm that behaves as given. */
  const ci = (npm: string, readme = 'Run\n\nnpm test\n') =>
    inTemporaryFolder(async (folder) => {
      await mkdir(join(folder, '.ci'));
      await copyFile(join(PROJECT, '.ci', 'run'), join(folder, '.ci', 'run'));
      await writeFile(join(folder, 'README.md'), readme);
      await fakeProgram(join(folder, 'bin', 'npm'), npm);
      const env = { ...process.env, PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}` };
      const { code, out } = await runIt('bash', [join(folder, '.ci', 'run')], { cwd: folder, env });
      return { code, last: out.trimEnd().split('\n').at(-1) };
    });
  const says = (tests: string, check: string): string =>
    `console.log('noise 9 passed, 9 failed'); console.log(args[0] === 'test' ? '${tests}' : '${check}');`;

  it.each([
    ['adds both', says('12 passed, 0 failed', '4 passed, 0 failed'), '16 passed, 0 failed', 0],
    [
      'tells skipped tests',
      says('12 passed, 0 failed, 2 skipped', '4 passed, 0 failed'),
      '16 passed, 0 failed, 2 skipped',
      0,
    ],
    ['fails with a failed test', says('11 passed, 1 failed', '4 passed, 0 failed'), '15 passed, 1 failed', 1],
    [
      'fails when a step died before it could count',
      `if (args[0] === 'test') process.exit(137); console.log('4 passed, 0 failed');`,
      '4 passed, 1 failed',
      1,
    ],
    [
      'fails when a step says so without a failure',
      `console.log('3 passed, 0 failed'); process.exitCode = args[0] === 'test' ? 1 : 0;`,
      '6 passed, 1 failed',
      1,
    ],
  ])('%s', async (_case, npm, last, code) => {
    expect(await ci(npm)).toEqual({ code, last });
  });

  it('fails when the README names another test command', async () => {
    const good = says('1 passed, 0 failed', '4 passed, 0 failed');
    expect(await ci(good, 'Run `make test`.')).toEqual({ code: 1, last: '5 passed, 1 failed' });
  });
});
