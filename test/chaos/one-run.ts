import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunPlan } from './draw.js';
import { writeRecord } from './record.js';
import { recordingIn, replayLab } from './replay.js';
import { playRun } from './run.js';
import { removeStack } from './stack.js';
import { judgeRun, type Verdict } from './verdict.js';

export interface OneRun {
  readonly verdict: Verdict | undefined;
  /** The record of a run that failed, or what the chaos itself stumbled over. */
  readonly record: string | undefined;
  readonly dir: string;
  /** What the replay of its lab came to, if it was replayed. */
  readonly replay?: string;
}

/**
 * Plays and judges one plan in a folder of its own, which is kept when the run has failed.
 *
 * @param how - with `replays`, the lab's part is replayed from its recording when the run is over
 */
export async function oneRun(
  plan: RunPlan,
  how: {
    readonly product?: string;
    readonly keep?: boolean;
    readonly replays?: boolean;
    readonly command: string;
  },
): Promise<OneRun> {
  const dir = await mkdtemp(join(tmpdir(), `vta-chaos-${plan.seed}-`));
  const product = how.product === undefined ? {} : { product: how.product };
  try {
    const recording = recordingIn(dir);
    const { judged, logs } = await playRun(plan, { dir, ...product, recording }, async (stack, played) => ({
      judged: await judgeRun(stack, plan, played),
      logs: () => stack.logs(),
    }));
    const replayed = how.replays === true ? await replayLab(dir, judged.journal, how.product) : undefined;
    const verdict =
      replayed?.failure === undefined
        ? judged
        : { ...judged, failures: [...judged.failures, replayed.failure] };
    const isBad = verdict.failures.length > 0;
    const record =
      isBad || how.keep === true
        ? await writeRecord(join(dir, 'record'), verdict, { command: how.command, logs: logs(), recording })
        : undefined;
    if (record === undefined) await removeStack(dir);
    const replay = replayed === undefined ? {} : { replay: replayed.outcome };
    return { verdict, record: isBad ? record : undefined, dir, ...replay };
  } catch (error) {
    // The chaos itself could not go on: never a run that passed.
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return {
      verdict: undefined,
      record: `seed ${plan.seed}: crash: ${text}\ncommand ${how.command}\nfiles ${dir}`,
      dir,
    };
  }
}
