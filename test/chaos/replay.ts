import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withoutWallTime } from '../../src/lab/inputs/recorder.js';
import type { JournalEntry } from '../../src/lab/world/model.js';
import { cleanEnvironment, packageFolder } from '../support/processes.js';
import type { Failure } from './verdict.js';

/**
 * Of any nineteen seeds in a row one is replayed, 5 %: with twenty, half of the kinds of strikes, which go round with the
 * seed, would never be among them. The short form has such a seed.
 */
const ONE_IN = 19;
const SEED = 12;

/** Which of the seeds of a campaign are replayed; never none, so that no campaign goes without. */
export function seedsToReplay(seeds: readonly number[]): ReadonlySet<number> {
  const chosen = seeds.filter((seed) => seed % ONE_IN === SEED);
  return new Set(chosen.length > 0 ? chosen : seeds.slice(0, 1));
}

/** What the replay of a run's lab came to. */
export interface Replayed {
  /** For the report. */
  readonly outcome: string;
  /** Absent = it gave the same journal. */
  readonly failure?: Failure;
}

/** Where a run's lab records what comes in. */
export const recordingIn = (dir: string): string => join(dir, 'lab.jsonl');

/**
 * Replays the lab's part of a run that is over, in a process of its own, and compares its journal with the one that the
 * run was judged by: byte for byte, but for the wall time of each entry, which is that of the machine. The lab has gone
 * on a little after it was judged.
 *
 * @param product - folder that holds the `dist` of the lab that was recorded
 */
export async function replayLab(
  dir: string,
  judged: readonly JournalEntry[],
  product = packageFolder,
): Promise<Replayed> {
  const replayed = join(dir, 'replayed.jsonl');
  const { code, said } = await lab(product, ['--replay', recordingIn(dir), '--journal', replayed]);
  if (code !== 0) return differs(said);
  const lines = (await readFile(replayed, 'utf8')).split('\n');
  const found = firstDifference(judged, lines);
  return found === undefined ? { outcome: said } : differs(found.text, found.seq);
}

const differs = (text: string, seq?: number): Replayed => ({
  outcome: 'DIFFERENT',
  failure: { class: 'safety', rule: 'replay', text, ...(seq === undefined ? {} : { seq }) },
});

/** The first entry of a judged journal that the replay gives differently or not at all. */
export function firstDifference(
  judged: readonly JournalEntry[],
  replayed: readonly string[],
): { readonly seq: number; readonly text: string } | undefined {
  for (const [index, entry] of judged.entries()) {
    const [was, is] = [JSON.stringify(withoutWallTime(entry)), replayed[index]];
    if (was !== is)
      return { seq: entry.seq, text: `entry ${entry.seq} was ${was}, replayed it is ${is || 'nothing'}` };
  }
  return undefined;
}

/** Runs the lab's program to its end. */
const lab = (product: string, args: readonly string[]): Promise<{ code: number; said: string }> =>
  new Promise((resolve) => {
    const command = ['--enable-source-maps', `${product}dist/lab/main.js`, ...args];
    execFile(process.execPath, command, { env: cleanEnvironment() }, (error, stdout, stderr) =>
      resolve({
        code: error === null ? 0 : 1,
        said: (stdout.trim() || stderr.trim() || error?.message) ?? '',
      }),
    );
  });
