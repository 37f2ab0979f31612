import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cleanEnvironment, packageFolder } from '../support/processes.js';

/** The report of a campaign, as far as it is looked at here. */
interface Report {
  readonly short: readonly string[];
  readonly replays: readonly { readonly seed: number; readonly outcome: string }[];
  readonly canaries: readonly { readonly rule: string; readonly found: boolean }[];
  readonly tally: {
    readonly runs: number;
    readonly passed: number;
    readonly excused: number;
    readonly strikes: number;
    readonly hostsCompared: number;
    readonly differences: number;
    readonly sets: Readonly<Record<'lost' | 'repeated' | 'adopted', number>>;
    readonly unknown: number;
  };
}

const WITHIN_MS = 600_000;

describe('the short form of the chaos campaign', () => {
  let dir = '';
  let report: Report;
  let said = '';
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'vta-chaos-test-'));
    const file = join(dir, 'report.txt');
    said = await chaos('--short', '--report', file);
    report = JSON.parse(await readFile(`${file}.json`, 'utf8')) as Report;
  }, WITHIN_MS);
  afterAll(async () => {
    await rm(dir, { recursive: true, force: true });
  });

  it('every run holds: nothing is lost or done twice, whatever is killed', () => {
    const { tally } = report;
    expect({ said, passed: tally.passed + tally.excused }).toEqual({
      said: expect.any(String),
      passed: tally.runs,
    });
    expect(tally.strikes).toBeGreaterThan(15);
    expect(tally.sets).toMatchObject({ lost: 0, repeated: 0 });
    expect(tally.sets.adopted).toBeGreaterThan(0);
    expect(tally.unknown).toBe(0);
  });

  it('what the product shows is what is so in the lab, host by host', () => {
    expect(report.tally.hostsCompared).toBeGreaterThan(30);
    expect(report.tally.differences).toBe(0);
  });

  it('the lab of one run, replayed from the recorded wire, gives the same journal', () => {
    expect(report.replays).toEqual([{ seed: 12, outcome: expect.stringMatching(/inputs.* no difference$/) }]);
  });

  it('a product with a rule switched off is found out', () => {
    expect(report.canaries).toEqual([{ rule: 'DG-9', found: true, by: expect.stringContaining('DG-9') }]);
    expect(report.short).toEqual([]);
  });
});

/** What the campaign printed; that it failed is for the tests to say. */
function chaos(...args: readonly string[]): Promise<string> {
  const script = join(packageFolder, 'scripts', 'chaos.mjs');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: packageFolder,
      env: cleanEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: WITHIN_MS,
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (part: string) => (text += part));
    }
    child.once('error', reject);
    child.once('close', () => resolve(text));
  });
}
