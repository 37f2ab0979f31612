import { BEYOND_SHARE } from './atlas.js';
import type { OneRun } from './one-run.js';
import { missedCells, reachOf, type Reach } from './reach.js';
import type { Verdict } from './verdict.js';

/** What a campaign came to; every figure of the report is from here. */
export interface Tally {
  readonly runs: number;
  /** Runs that only struck cells which the seeds had left empty. */
  readonly sweeps: number;
  readonly passed: number;
  readonly failed: Readonly<Record<'safety' | 'liveness' | 'crash' | 'timeout', number>>;
  /** Runs beyond the promise that stopped safely and said so; not counted as passed. */
  readonly excused: number;
  readonly ends: Readonly<Record<string, number>>;
  readonly strikes: number;
  readonly hostsCompared: number;
  readonly differences: number;
  readonly sets: Readonly<Record<'lost' | 'repeated' | 'unexpected' | 'adopted', number>>;
  readonly unknown: number;
  /** Rules that had something to judge in no run. */
  readonly vacuous: readonly string[];
  readonly reach: Reach;
}

export function tallyOf(runs: readonly OneRun[]): Tally {
  const verdicts = runs.flatMap(({ verdict }) => (verdict === undefined ? [] : [verdict]));
  const good = verdicts.filter(({ failures }) => failures.length === 0);
  const ofClass = (kind: string): number =>
    verdicts.filter(({ failures }) => failures[0]?.class === kind).length +
    (kind === 'crash' ? runs.length - verdicts.length : 0);
  const sum = (pick: (verdict: Verdict) => number): number =>
    verdicts.reduce((total, verdict) => total + pick(verdict), 0);
  const excused = good.filter(({ plan }) => plan.beyondPromise).length;
  return {
    runs: runs.length,
    sweeps: verdicts.filter(({ plan }) => plan.isSweep === true).length,
    passed: good.length - excused,
    failed: {
      safety: ofClass('safety'),
      liveness: ofClass('liveness'),
      crash: ofClass('crash'),
      timeout: ofClass('timeout'),
    },
    excused,
    ends: countsOf(verdicts.map(({ played }) => played.end)),
    strikes: sum(({ played }) => played.struck.length),
    hostsCompared: sum(({ compared }) => compared),
    differences: sum(({ differences }) => differences.length),
    sets: {
      lost: sum(({ sets }) => sets.lost.length),
      repeated: sum(({ sets }) => sets.repeated.length),
      unexpected: sum(({ sets }) => sets.unexpected.length),
      adopted: sum(({ sets }) => sets.adopted.length),
    },
    unknown: sum(({ referee }) => referee.unknown.length),
    vacuous: vacuousIn(verdicts),
    reach: reachOf(verdicts.flatMap(({ played }) => played.struck)),
  };
}

/** Why a campaign falls short although no run failed; empty = it does not. */
export function shortcomings(
  tally: Tally,
  canaries: readonly { rule: string; found: boolean }[],
  long: boolean,
): string[] {
  const missed = missedCells(tally.reach);
  return [
    ...canaries
      .filter(({ found }) => !found)
      .map(({ rule }) => `the product without ${rule} was not found out`),
    ...(long && tally.excused > tally.runs * BEYOND_SHARE
      ? [`${tally.excused} of ${tally.runs} runs were excused, more than ${BEYOND_SHARE * 100} %`]
      : []),
    ...(long && missed.length > 0
      ? [`${missed.length} cells of the reach matrix are empty without a reason`]
      : []),
  ];
}

function vacuousIn(verdicts: readonly Verdict[]): string[] {
  const rules = new Set(verdicts.flatMap(({ referee }) => referee.verdicts.map(({ rule }) => rule)));
  const judged = new Set(
    verdicts.flatMap(({ referee }) =>
      referee.verdicts.filter(({ verdict }) => verdict !== 'vacuous').map(({ rule }) => rule),
    ),
  );
  return [...rules].filter((rule) => !judged.has(rule)).toSorted();
}

function countsOf(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
