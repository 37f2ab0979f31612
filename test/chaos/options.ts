import { parseArgs } from 'node:util';
import type { Cell } from './atlas.js';
import { cellNamed } from './sweep.js';

export const HELP = `npm run chaos -- [--seed N] [--runs M] [options]

Seeded upgrades of small simulated estates by real processes, in which workers, Temporal, the service, the records
database, vCenters and hosts are killed or go wrong at exactly named effects. Exit 0 only if nothing was lost or done
twice, every run ended, what is shown is what is so, and the product with a rule switched off was found out.

  --seed N        first seed (default 1)
  --runs M        seeds N to N+M-1 (default 20)
  --jobs J        runs at the same time (default 2)
  --speed S       lab seconds per second; drawn from the seed when absent
  --report FILE   writes the campaign report to FILE (text) and FILE.json
  --short         a few chosen seeds and the canary in about three minutes, for continuous integration
  --systematic    kills the workers once at every boundary of every activity of an upgrade, instead of runs; --jobs
                  says among how many runs the boundaries are shared out
  --topology FILE its topology (default examples/topologies/small.yaml)
  --cells LIST    strikes exactly these cells of the reach matrix and nothing else, with commas between
                  them and named as the report does: backup/kill-worker/after
  --shrink        removes the strikes and faults of the first failed run one by one and writes the smallest set that
                  still fails as a story
  --no-canary     leaves out the runs of a product with a rule switched off
  --keep          keeps the folders of runs that passed
  --full-log      prints the line of every effect
  --help          this text

Exit codes: 0 all held, 2 usage, 124 timeout, 127 crash, 128 liveness, 129 safety, 3 the campaign itself fell short
(canary not found, empty cells, too many runs excused).`;

export interface Options {
  readonly seed: number;
  readonly runs: number;
  readonly jobs: number;
  readonly speed: number | undefined;
  readonly report: string | undefined;
  readonly short: boolean;
  readonly systematic: boolean;
  readonly topology: string;
  /** Cells of the matrix to be struck instead of what seeds draw. */
  readonly cells: readonly Cell[] | undefined;
  readonly shrink: boolean;
  readonly canary: boolean;
  readonly keep: boolean;
  readonly fullLog: boolean;
  readonly help: boolean;
}

/** A mistake of the caller. */
export class UsageError extends Error {}

export function readOptions(args: readonly string[]): Options {
  const { values } = parse(args);
  const whole = (name: string, text: string, low: number): number => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= low) return value;
    throw new UsageError(`--${name}: found "${text}", allowed is a whole number from ${low}`);
  };
  return {
    seed: whole('seed', values.seed, 0),
    runs: whole('runs', values.runs, 1),
    jobs: whole('jobs', values.jobs, 1),
    speed: values.speed === undefined ? undefined : whole('speed', values.speed, 1),
    report: values.report,
    short: values.short,
    systematic: values.systematic,
    topology: values.topology,
    cells: values.cells === undefined ? undefined : values.cells.split(',').map(readCell),
    shrink: values.shrink,
    canary: !values['no-canary'],
    keep: values.keep,
    fullLog: values['full-log'],
    help: values.help,
  };
}

function readCell(name: string): Cell {
  try {
    return cellNamed(name.trim());
  } catch (error) {
    throw new UsageError(`--cells: ${(error as Error).message}`);
  }
}

function parse(args: readonly string[]) {
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        seed: { type: 'string', default: '1' },
        runs: { type: 'string', default: '20' },
        jobs: { type: 'string', default: '2' },
        speed: { type: 'string' },
        report: { type: 'string' },
        short: flag,
        systematic: flag,
        topology: { type: 'string', default: 'examples/topologies/small.yaml' },
        cells: { type: 'string' },
        shrink: flag,
        'no-canary': flag,
        keep: flag,
        'full-log': flag,
        help: flag,
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
