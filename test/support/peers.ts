import { describe } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from './processes.js';

type Peer = { readonly path: string } | { readonly skipped: string };

const found = (): Readonly<Record<string, Peer>> => {
  try {
    return JSON.parse(readFileSync(join(packageFolder, '.var', 'peers.json'), 'utf8')) as Record<
      string,
      Peer
    >;
  } catch {
    return {};
  }
};

/** A program of others that the set-up has found or made; tests that need one that is missing are skipped, aloud. */
export function describeWithPeer(name: string, title: string, tests: (path: string) => void): void {
  const peer = found()[name] ?? { skipped: 'not set up: run `npm test`' };
  if ('path' in peer) {
    describe(title, () => {
      tests(peer.path);
    });
    return;
  }
  process.stderr.write(`SKIPPED ${title}: ${peer.skipped}\n`);
  // The body is registered, so that every case is counted as skipped.
  // oxlint-disable-next-line jest/no-disabled-tests -- said aloud above, and counted
  describe.skip(title, () => {
    tests('');
  });
}
