import { sep } from 'node:path';

/** How a peer is called, by the beginning of its test files' names; others go by that beginning. */
const NAMES = { pyvmomi: 'pyVmomi' };

/**
 * Cases against each peer in one Jest run, `peers: pyVmomi 31 passed; vcsim 80 passed, 8 skipped`; failed and skipped
 * ones only if there are any. Nothing when the run had no test against a peer.
 *
 * @param {any} results content of Jest's `--outputFile`, if there is any
 * @returns {string | undefined}
 */
export function peerLine(results) {
  const counts = {};
  for (const { name, assertionResults = [] } of results?.testResults ?? []) {
    const [, beginning] = /\/test\/peers\/(\w+)[^/]*\.test\.ts$/.exec(name.split(sep).join('/')) ?? [];
    if (beginning === undefined) continue;
    const count = (counts[NAMES[beginning] ?? beginning] ??= { passed: 0, failed: 0, skipped: 0 });
    for (const { status } of assertionResults) {
      count[status === 'passed' || status === 'failed' ? status : 'skipped'] += 1;
    }
  }
  const told = Object.entries(counts)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([peer, { passed, failed, skipped }]) =>
      [`${peer} ${passed} passed`, failed > 0 && `${failed} failed`, skipped > 0 && `${skipped} skipped`]
        .filter(Boolean)
        .join(', '),
    );
  return told.length > 0 ? `peers: ${told.join('; ')}` : undefined;
}
