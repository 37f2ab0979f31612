import { rm } from 'node:fs/promises';
import { cellName, POINTS, STRIKE_KINDS } from './atlas.js';
import { CANARIES, flyCanary } from './canary.js';
import { planLines, type RunPlan } from './draw.js';
import { planOf } from './fixed-plans.js';
import { LEGEND, logLines } from './log-lines.js';
import { oneRun, type OneRun } from './one-run.js';
import type { Options } from './options.js';
import { inParallel } from './pool.js';
import { seedsToReplay } from './replay.js';
import { reportText, writeReport, type Campaign } from './report.js';
import { shrinkRun } from './shrink.js';
import { copyProduct } from './variant.js';
import { missedCells, reachOf } from './reach.js';
import { commandOf, sweepPlans } from './sweep.js';
import { shortcomings, tallyOf } from './tally.js';
import { EXIT_CODES, type FailureClass } from './verdict.js';

/** The campaign itself fell short: a canary not found, cells not reached, too much excused. */
const SHORT = 3;

/** Seeds of the short form: one that kills workers, one that cuts connections, one beyond the promise. */
const SHORT_SEEDS: readonly number[] = [9, 12, 27];
/** From so many runs on every cell of the matrix must have been reached. */
const LONG_RUNS = STRIKE_KINDS.length * POINTS.length;
/** What is still empty after so many sweeps is told. */
const MOST_SWEEPS = 2;

/** Plays the seeds of a campaign, tells each, and answers the exit code. */
export async function runCampaign(options: Options): Promise<number> {
  const { seed, runs, speed } = options;
  const seeds = options.short ? SHORT_SEEDS : Array.from({ length: runs }, (_, index) => seed + index);
  const plans =
    options.cells === undefined ? seeds.map((one) => planOf(one, speed)) : sweepPlans(options.cells);
  const product = await copyProduct('product');
  try {
    return await playCampaign(options, plans, product);
  } finally {
    await rm(product, { recursive: true, force: true });
  }
}

function commandOfCampaign({ short, cells, seed, runs }: Options): string {
  if (cells !== undefined) return `npm run chaos -- --cells ${cells.map(cellName).join(',')}`;
  return `npm run chaos -- ${short ? '--short' : `--seed ${seed} --runs ${runs}`}`;
}

async function playCampaign(options: Options, plans: readonly RunPlan[], product: string): Promise<number> {
  const { jobs, speed } = options;
  const startedMs = Date.now();
  const seeds = plans.map((plan) => plan.seed);
  const toReplay = seedsToReplay(seeds);
  const play = (some: readonly RunPlan[]): Promise<OneRun[]> =>
    inParallel(some, Math.min(jobs, some.length), async (plan) => {
      if (plans.length === 1) console.log(planLines(plan).join('\n'));
      const one = await oneRun(plan, {
        product,
        command: commandOf(plan, speed),
        keep: options.keep,
        replays: toReplay.has(plan.seed),
      });
      tell(plan, one, options);
      return one;
    });
  const played = await play(plans);
  const isLong = options.cells === undefined && seeds.length >= LONG_RUNS;
  const sweepsMost = isLong ? MOST_SWEEPS : 0;
  for (let sweeps = 0; sweeps < sweepsMost; sweeps += 1) {
    const struck = played.flatMap(({ verdict }) => verdict?.played.struck ?? []);
    const missed = missedCells(reachOf(struck));
    if (missed.length > 0) played.push(...(await play(sweepPlans(missed))));
  }
  const canaries = options.canary
    ? await inParallel(options.short ? CANARIES.slice(0, 1) : CANARIES, jobs, (canary) =>
        flyCanary(canary, product),
      )
    : [];
  const tally = tallyOf(played);
  const replays = plans.flatMap(({ seed: of }, index) => {
    const outcome = played[index]?.replay;
    return outcome === undefined ? [] : [{ seed: of, outcome }];
  });
  const campaign: Campaign = {
    command: commandOfCampaign(options),
    seeds,
    wallSeconds: (Date.now() - startedMs) / 1000,
    tally,
    canaries,
    short: [
      ...shortcomings(tally, canaries, isLong),
      ...(replays.length === 0 ? ['the lab of no run was replayed'] : []),
    ],
    runs: played,
    replays,
  };
  console.log(`\n${reportText(campaign)}`);
  const failed = played.find(({ verdict }) => verdict !== undefined && verdict.failures.length > 0)?.verdict;
  if (options.shrink && failed !== undefined)
    console.log(`the smallest set that fails: ${await shrinkRun(failed, product)}`);
  if (options.report !== undefined) await writeReport(options.report, campaign);
  return exitCodeOf(played, campaign.short);
}

function tell(plan: RunPlan, { verdict, record }: OneRun, { fullLog }: Options): void {
  if (verdict !== undefined) {
    const { played, sets, journal } = verdict;
    const word = verdict.failures.length === 0 ? 'ok    ' : 'FAILED';
    console.log(
      `${word} ${plan.isSweep === true ? 'sweep' : `seed ${plan.seed}`}: ${played.end}, ${played.struck.length} of ${plan.strikes.length} strikes, ` +
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
    runs.flatMap(({ verdict }) =>
      verdict === undefined ? ['crash'] : verdict.failures.map((it) => it.class),
    ),
  );
  const worst = (['safety', 'liveness', 'crash', 'timeout'] as const).find((kind) => classes.has(kind));
  if (worst !== undefined) return EXIT_CODES[worst];
  return short.length > 0 ? SHORT : 0;
}
