import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageFolder } from '../support/processes.js';
import type { DrawnFault, RunPlan, Strike } from './draw.js';
import { oneRun } from './one-run.js';
import type { Failure, Verdict } from './verdict.js';

interface Parts {
  readonly strikes: readonly Strike[];
  readonly faults: readonly DrawnFault[];
}

/** Whether a plan with these parts still breaks the same rule. */
export type StillFails = (parts: Parts) => Promise<boolean>;

/**
 * Removes strikes and faults one by one for as long as what is left still fails.
 *
 * @param say - told what is tried
 */
export async function smallest(
  parts: Parts,
  stillFails: StillFails,
  say: (line: string) => void = () => {},
): Promise<Parts> {
  let left = parts;
  for (const part of [...parts.faults, ...parts.strikes]) {
    const without: Parts = {
      strikes: left.strikes.filter((one) => one !== part),
      faults: left.faults.filter((one) => one !== part),
    };
    const fails = await stillFails(without);
    say(`without ${part.id}: ${fails ? 'still fails' : 'holds, so it stays'}`);
    if (fails) left = without;
  }
  return left;
}

/** Finds the smallest set of a failed run and writes it as a story; answers its file. */
export async function shrinkRun(verdict: Verdict, product: string): Promise<string> {
  const { plan, failures } = verdict;
  const [first] = failures;
  if (first === undefined) throw new Error('a run that holds has nothing to shrink');
  const stillFails: StillFails = async (parts) => {
    const { verdict: next } = await oneRun(
      { ...plan, ...parts },
      { product, command: `npm run chaos -- --seed ${plan.seed}` },
    );
    return next?.failures.some(({ rule }) => rule === first.rule) ?? false;
  };
  const left = await smallest(plan, stillFails, (line) => console.log(`shrink: ${line}`));
  const folder = join(packageFolder, '.var', 'chaos');
  await mkdir(folder, { recursive: true });
  const file = join(folder, `seed-${plan.seed}-${first.rule.replaceAll(/[^\w-]+/g, '-')}.txt`);
  await writeFile(file, storyOf({ ...plan, ...left }, first));
  return file;
}

/** The story of a plan, to be looked at, named and put beside the others. */
export function storyOf(plan: RunPlan, { rule, text }: Failure): string {
  return [
    `# ${rule} is broken`,
    '#',
    `# Found by seed ${plan.seed}: ${text}`,
    '',
    `> estate seed=${plan.seed} speed=${plan.speed}`,
    '',
    ...plan.strikes.flatMap(({ effect, kind, point, target, occurrence, backAfterSeconds }) => [
      `> strike effect=${effect} kind=${kind} point=${point} target=${target} occurrence=${occurrence} back_after=${backAfterSeconds}`,
      '',
    ]),
    '> begin',
    '',
    ...plan.faults.flatMap(({ id, body }) => [
      `> fault name=${id.replaceAll(/\s+/g, '-')} ${Object.entries(body)
        .map(([key, value]) => `${key}=${String(value).replaceAll(' ', '+')}`)
        .join(' ')}`,
      '',
    ]),
    '> people',
    '',
    '> wait ended',
    '',
    '$ vta run show RUN',
    '',
    '> verdict',
    '',
  ].join('\n');
}
