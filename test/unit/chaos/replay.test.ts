import { describe, expect, it } from '@jest/globals';
import type { JournalEntry } from '../../../src/lab/world/model.js';
import { STRIKE_KINDS } from '../../chaos/atlas.js';
import { drawRun } from '../../chaos/draw.js';
import { firstDifference, seedsToReplay } from '../../chaos/replay.js';

const entry = (seq: number, subject: string, wallTime: string): JournalEntry => ({
  seq,
  labTime: '2026-01-01T00:00:00.000Z',
  wallTime,
  vcenter: 'wl-vc',
  login: '',
  effect: 'host.booted',
  subject,
  detail: { version: '8.0.3-24022510' },
});
/** As a replay writes it. */
const lineOf = ({ wallTime: _wall, ...rest }: JournalEntry): string => JSON.stringify(rest);

describe('which labs of a campaign are replayed', () => {
  const range = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);

  it.each`
    seeds            | replayed
    ${range(1, 19)}  | ${[12]}
    ${range(32, 19)} | ${[50]}
    ${range(1, 100)} | ${[12, 31, 50, 69, 88]}
    ${[9, 12, 27]}   | ${[12]}
    ${[3, 4]}        | ${[3]}
  `('of $seeds: $replayed', ({ seeds, replayed }: any) => {
    expect([...seedsToReplay(seeds)]).toEqual(replayed);
  });

  it('are struck by every kind of strike, at the latest after so many seeds', () => {
    const struck = [...seedsToReplay(range(0, 19 * STRIKE_KINDS.length))].map(
      (seed) => drawRun(seed).strikes[0]?.kind,
    );
    expect(new Set(struck)).toEqual(new Set(STRIKE_KINDS));
  });
});

describe('the journal of a replay against the one that was judged', () => {
  const judged = [entry(1, 'esx-1', 'then'), entry(2, 'esx-2', 'then')];

  it('is the same at another wall time, and may go on', () => {
    const again = [entry(1, 'esx-1', 'now'), entry(2, 'esx-2', 'now'), entry(3, 'esx-3', 'now')];
    expect(firstDifference(judged, again.map(lineOf))).toBeUndefined();
  });

  it.each`
    what                 | replayed                                                | seq  | says
    ${'another subject'} | ${[entry(1, 'esx-1', 'now'), entry(2, 'esx-9', 'now')]} | ${2} | ${'esx-9'}
    ${'an entry less'}   | ${[entry(1, 'esx-1', 'now')]}                           | ${2} | ${'nothing'}
    ${'another order'}   | ${[entry(2, 'esx-2', 'now'), entry(1, 'esx-1', 'now')]} | ${1} | ${'esx-2'}
    ${'nothing at all'}  | ${[]}                                                   | ${1} | ${'nothing'}
  `('differs by $what', ({ replayed, seq, says }: any) => {
    const found = firstDifference(judged, replayed.map(lineOf));
    expect(found).toEqual({ seq, text: expect.stringMatching(new RegExp(`replayed it is .*${says}`)) });
  });
});
