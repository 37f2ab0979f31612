import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunPlan } from './draw.js';
import { writeRecord } from './record.js';
import { playRun } from './run.js';
import { removeStack } from './stack.js';
import { judgeRun, type Verdict } from './verdict.js';

export interface OneRun {
  readonly verdict: Verdict | undefined;
  /** The record of a run that failed, or what the chaos itself stumbled over. */
  readonly record: string | undefined;
  readonly dir: string;
}

/** Plays and judges one plan in a folder of its own, which is kept when the run has failed. */
export async function oneRun(
  plan: RunPlan,
  how: { readonly product?: string; readonly keep?: boolean; readonly command: string },
): Promise<OneRun> {
  const dir = await mkdtemp(join(tmpdir(), `vta-chaos-${plan.seed}-`));
  const product = how.product === undefined ? {} : { product: how.product };
  try {
    const { verdict, record } = await playRun(plan, { dir, ...product }, async (stack, played) => {
      const verdict = await judgeRun(stack, plan, played);
      const isKept = verdict.failures.length > 0 || how.keep === true;
      const about = { command: how.command, logs: stack.logs() };
      return { verdict, record: isKept ? await writeRecord(join(dir, 'record'), verdict, about) : undefined };
    });
    if (record === undefined) await removeStack(dir);
    return { verdict, record: verdict.failures.length > 0 ? record : undefined, dir };
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
