import { statSync } from 'node:fs';

/** Others between two of the longest kind: enough to keep the other workers busy, so that those seldom meet. */
const OTHERS_BETWEEN = 2;

/** Play tables of whole runs, for which their size says nothing; the last of these takes longest, and so begins first. */
const LONGEST = ['rehearsal', 'stories', 'chaos', 'demo-scenarios'];

/**
 * The order in which Jest starts test files. Its own knows nothing on a fresh machine but their sizes, and so leaves short
 * files that take minutes, those of `e2e`, to the end, when the other workers have nothing left to do.
 */
export default class LongAndShort {
  /** Whole: nothing is sharded here. */
  shard(tests) {
    return tests;
  }

  sort(tests) {
    const bySize = tests
      .map((test) => ({ test, size: statSync(test.path).size }))
      .toSorted((a, b) => b.size - a.size)
      .map(({ test }) => test);
    const others = bySize.filter((test) => !isLong(test));
    const mixed = bySize
      .filter(isLong)
      .toSorted((a, b) => lengthOf(b) - lengthOf(a))
      .flatMap((test, i) => [test, ...others.slice(i * OTHERS_BETWEEN, (i + 1) * OTHERS_BETWEEN)]);
    return [...mixed, ...others.filter((test) => !mixed.includes(test))];
  }

  allFailedTests(tests) {
    return tests;
  }

  /** What a run took is not kept: the next one may be on another machine. */
  cacheResults() {}
}

const isLong = ({ context }) => context.config.displayName?.name === 'e2e';
const lengthOf = ({ path }) => LONGEST.findIndex((name) => path.endsWith(`${name}.test.ts`));
