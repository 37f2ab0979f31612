/** The plain line that ends every check, `12 passed, 0 failed` with `, 3 skipped` only if there are any. */
export const countLine = ({ passed, failed, skipped = 0 }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

export const addCounts = (all) =>
  all.reduce(
    (sum, { passed, failed, skipped = 0 }) => ({
      passed: sum.passed + passed,
      failed: sum.failed + failed,
      skipped: sum.skipped + skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );

/**
 * Counts of one Jest run. A suite that did not even load counts as a failure, and so does a run that left no result
 * or ended badly for a reason that no test shows.
 *
 * @param {any} results content of Jest's `--outputFile`, if there is any
 * @param {number} exitCode
 */
export function countsOfJest(results, exitCode) {
  if (typeof results?.numPassedTests !== 'number') return { passed: 0, failed: 1, skipped: 0 };
  const failed = results.numFailedTests + (results.numRuntimeErrorTestSuites ?? 0);
  return {
    passed: results.numPassedTests,
    failed: exitCode !== 0 && failed === 0 ? 1 : failed,
    skipped: (results.numPendingTests ?? 0) + (results.numTodoTests ?? 0),
  };
}
