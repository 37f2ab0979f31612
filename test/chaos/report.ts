import { writeFile } from 'node:fs/promises';
import { CELLS, FAULT_SITES, POINTS, SITES_ON, STRIKE_KINDS } from './atlas.js';
import type { CanaryResult } from './canary.js';
import { EFFECT_NAMES } from './effects.js';
import type { OneRun } from './one-run.js';
import { reachLines } from './reach.js';
import { commitOf } from './record.js';
import { commandOf } from './sweep.js';
import type { Tally } from './tally.js';

export interface Campaign {
  readonly command: string;
  readonly seeds: readonly number[];
  readonly wallSeconds: number;
  readonly tally: Tally;
  readonly canaries: readonly CanaryResult[];
  readonly short: readonly string[];
  readonly runs: readonly OneRun[];
  /** Replays of the lab's part from the recorded wire. */
  readonly replays: readonly { readonly seed: number; readonly outcome: string }[];
}

/** The report of a campaign as text; every figure in it is counted. */
export function reportText(campaign: Campaign): string {
  const { tally, canaries, runs, seeds, short, replays } = campaign;
  const count = (name: string, value: string | number): string => `  ${name.padEnd(34)}${value}`;
  return [
    '# Chaos campaign',
    '',
    `Commit ${commitOf()}, seeds ${seeds[0]} to ${seeds.at(-1)}, ${campaign.wallSeconds.toFixed(0)} s.`,
    '',
    '## What is claimed',
    'Any process of the product, Temporal, the records database, any vCenter and any host may die at any effect of an',
    'upgrade: no effect is lost, none is repeated, no rule is broken, what is shown is what is so, and the run ends or',
    'says what it waits for.',
    '',
    '## How it was tested',
    'Lab, Temporal, service and one worker per side are processes of their own; a killed one starts again on the same',
    'data. Strikes sit in traps of the lab at single exchanges. While faults are on the run may only do no harm; when all',
    "that can heal has been healed it must end. The verdict is of the lab's referee, of the journal of the lab and of a",
    'comparison of every value that the product shows with the state of the lab.',
    '',
    '## Fault model',
    count('effects', EFFECT_NAMES.join(', ')),
    count('strikes', STRIKE_KINDS.join(', ')),
    count('points', POINTS.join(', ')),
    `  faults of the estate, each on in ${SITES_ON * 100} of 100 runs:`,
    ...FAULT_SITES.map(
      ({ kind, on, operation, promise }) =>
        `    ${kind} on ${on}${operation === undefined ? '' : ` (${operation})`}: ${promise}`,
    ),
    '',
    '## Figures',
    count('runs', tally.runs),
    count('of them sweeps of empty cells', tally.sweeps),
    count('passed', tally.passed),
    count('failed: safety', tally.failed.safety),
    count('failed: liveness', tally.failed.liveness),
    count('failed: crash', tally.failed.crash),
    count('failed: timeout', tally.failed.timeout),
    count('excused (beyond the promise)', tally.excused),
    ...Object.entries(tally.ends).map(([end, times]) => count(`ended: ${end}`, times)),
    count('strikes that struck', tally.strikes),
    count('values compared with the lab', tally.hostsCompared),
    count('of them different', tally.differences),
    count('effects lost', tally.sets.lost),
    count('effects repeated', tally.sets.repeated),
    count('effects unexpected (told)', tally.sets.unexpected),
    count('effects adopted', tally.sets.adopted),
    count('rules the referee did not know', tally.unknown),
    count('rules with nothing to judge', tally.vacuous.join(', ') || 'none'),
    ...canaries.map(({ rule, found, by }) =>
      count(`canary without ${rule}`, found ? `found: ${by}` : `NOT FOUND (${by})`),
    ),
    count('labs replayed from their wire', `${replays.length} of ${tally.runs}`),
    ...replays.map(({ seed, outcome }) => count(`replay of seed ${seed}`, outcome)),
    '',
    '## Findings',
    ...(short.length === 0 ? [] : short.map((line) => `  ${line}`)),
    ...findings(runs),
    '',
    `## ${reachLines(tally.reach).join('\n')}`,
    '',
    '## What this cannot show',
    '  - the absence of errors: only what these seeds reached, on estates of at most nine hosts;',
    '  - anything about real vCenters: the lab stands for them, as far as its sources go (docs/reference/lab-differences.md);',
    '  - the order in which a real Temporal schedules: a seed repeats what strikes where, not every moment between;',
    '  - loss of the database files themselves, of their disks, or clocks that disagree.',
    '',
    '## How to repeat',
    `  ${campaign.command}`,
    ...runs.flatMap(({ verdict }) =>
      verdict !== undefined && verdict.failures.length > 0 ? [`  ${commandOf(verdict.plan)} --full-log`] : [],
    ),
    '',
  ].join('\n');
}

function findings(runs: readonly OneRun[]): string[] {
  const failed = runs.filter(({ record }) => record !== undefined);
  if (failed.length === 0) return ['  no run failed'];
  return failed.flatMap(({ verdict, record, dir }) =>
    verdict === undefined
      ? [`  ${(record ?? '').split('\n')[0]}`, `    ${dir}`]
      : [
          ...verdict.failures.map((it) => `  seed ${verdict.plan.seed}: ${it.class}: ${it.rule}: ${it.text}`),
          `    ${dir}/record`,
        ],
  );
}

/** Text into `file`, the figures as JSON beside it. */
export async function writeReport(file: string, campaign: Campaign): Promise<void> {
  await writeFile(file, reportText(campaign));
  const { runs, tally, ...rest } = campaign;
  const json = {
    schema: 1,
    commit: commitOf(),
    ...rest,
    tally: { ...tally, reach: Object.fromEntries(tally.reach.counts), cells: CELLS.length },
    runs: runs.map(({ verdict, record }) => ({
      seed: verdict?.plan.seed,
      end: verdict?.played.end,
      failures: verdict?.failures ?? [{ class: 'crash', text: record }],
      strikes: verdict?.played.struck.map(({ strike, subject }) => `${strike.id} ${subject}`),
      adopted: verdict?.sets.adopted,
      wallSeconds: verdict?.played.wallSeconds,
    })),
  };
  await writeFile(`${file}.json`, `${JSON.stringify(json, undefined, 2)}\n`);
}
