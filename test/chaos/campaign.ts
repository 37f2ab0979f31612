import { drawRun, planLines, type RunPlan } from './draw.js';
import { LEGEND, logLines } from './log-lines.js';
import { oneRun, type OneRun } from './one-run.js';
import type { Options } from './options.js';
import { inParallel } from './pool.js';
import { reachLines } from './reach.js';
import { shortcomings, tallyOf } from './tally.js';
import { EXIT_CODES, type FailureClass } from './verdict.js';

/** The campaign itself fell short: a canary not found, cells not reached, too much excused. */
const SHORT = 3;

const commandOf = (seed: number, speed: number | undefined): string =>
  `npm run chaos -- --seed ${seed} --runs 1${speed === undefined ? '' : ` --speed ${speed}`}`;

/** Plays the seeds of a campaign, tells each, and answers the exit code. */
export async function runCampaign(options: Options): Promise<number> {
  const { seed, runs, jobs, speed } = options;
  const plans = Array.from({ length: runs }, (_, index) =>
    drawRun(seed + index, speed === undefined ? {} : { speed }),
  );
  const played = await inParallel(plans, Math.min(jobs, runs), async (plan) => {
    if (jobs === 1 || runs === 1) console.log(planLines(plan).join('\n'));
    const one = await oneRun(plan, { command: commandOf(plan.seed, speed), keep: options.keep });
    tell(plan, one, options);
    return one;
  });
  const tally = tallyOf(played);
  console.log(reachLines(tally.reach).join('\n'));
  console.log(JSON.stringify({ ...tally, reach: undefined }));
  const short = shortcomings(tally, [], runs >= 18);
  for (const line of short) console.log(`short: ${line}`);
  return exitCodeOf(played, short);
}

function tell(plan: RunPlan, { verdict, record }: OneRun, { fullLog }: Options): void {
  if (verdict !== undefined) {
    const { played, sets, journal } = verdict;
    const word = verdict.failures.length === 0 ? 'ok    ' : 'FAILED';
    console.log(
      `${word} seed ${plan.seed}: ${played.end}, ${played.struck.length} of ${plan.strikes.length} strikes, ` +
        `${plan.faults.length} faults, ${sets.adopted.length} adopted, ${verdict.compared} values compared, ` +
        `${played.wallSeconds.toFixed(0)} s`,
    );
    if (fullLog) console.log([LEGEND, ...logLines(journal, played.struck, sets.adopted)].join('\n'));
  }
  if (record !== undefined) console.log(`${record}\n`);
}

/** The worst class of all runs; 0 when everything held. */
function exitCodeOf(runs: readonly OneRun[], short: readonly string[]): number {
  const classes = new Set<FailureClass>(
    runs.flatMap(({ verdict }) => (verdict === undefined ? ['crash'] : verdict.failures.map((it) => it.class))),
  );
  const worst = (['safety', 'liveness', 'crash', 'timeout'] as const).find((kind) => classes.has(kind));
  if (worst !== undefined) return EXIT_CODES[worst];
  return short.length > 0 ? SHORT : 0;
}
