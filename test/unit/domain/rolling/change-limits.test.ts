import { describe, expect, it } from '@jest/globals';
import { DEFAULT_LIMITS, type LimitsChange } from '../../../../src/domain/model/limits.js';
import type { RunStatus } from '../../../../src/domain/model/run.js';
import { whyNotChangeLimits, withChange, type RollingCluster } from '../../../../src/domain/rolling/index.js';
import { aRunStatus, PLAN_HASH } from '../../../support/run-builders.js';

const clusters: readonly RollingCluster[] = [
  { vcenter: 'wl-vc', name: 'A', state: 'under-way' },
  { vcenter: 'wl-vc', name: 'B', state: 'ended' },
  { vcenter: 'wl-vc', name: 'C', state: 'waiting' },
  { vcenter: 'other-vc', name: 'C', state: 'waiting' },
];
const change = (more: Partial<LimitsChange> = {}): LimitsChange => ({
  id: 'l1',
  by: 'olga',
  reason: 'r',
  planHash: PLAN_HASH,
  ...more,
});
const request = { id: 'x', by: 'olga', reason: 'r' };

describe('why limits cannot be changed so', () => {
  it.each`
    situation                          | status                                           | more                                                             | rule         | text
    ${'ORD-8: more at a time'}         | ${{}}                                            | ${{ concurrency: { perCluster: 2 } }}                            | ${undefined} | ${null}
    ${'an order alone'}                | ${{}}                                            | ${{ order: [{ cluster: 'A', hosts: ['a'] }] }}                   | ${undefined} | ${null}
    ${'a cluster by vCenter and name'} | ${{}}                                            | ${{ order: [{ cluster: 'other-vc/C', hosts: ['a'] }] }}          | ${undefined} | ${null}
    ${'DG-2: another plan'}            | ${{}}                                            | ${{ planHash: 'b'.repeat(64) }}                                  | ${'DG-2'}    | ${'this run executes aaaaaaaaaaaa'}
    ${'INV-4: several TA hosts'}       | ${{}}                                            | ${{ concurrency: { authority: 2 } }}                             | ${'INV-4'}   | ${'one at a time'}
    ${'INV-4: no TA host'}             | ${{}}                                            | ${{ concurrency: { authority: 0 } }}                             | ${'INV-4'}   | ${'one at a time'}
    ${'none at a time'}                | ${{}}                                            | ${{ concurrency: { perCluster: 0 } }}                            | ${undefined} | ${'perCluster is 0'}
    ${'fewer than none'}               | ${{}}                                            | ${{ concurrency: { global: -1 } }}                               | ${undefined} | ${'global is -1'}
    ${'half a host'}                   | ${{}}                                            | ${{ concurrency: { perVCenter: 1.5 } }}                          | ${undefined} | ${'perVCenter is 1.5'}
    ${'a negative budget'}             | ${{}}                                            | ${{ failureBudget: { trusted: { count: -1, percent: 1 } } }}     | ${undefined} | ${'budget trusted: -1'}
    ${'more than all'}                 | ${{}}                                            | ${{ failureBudget: { perCluster: { count: 1, percent: 101 } } }} | ${undefined} | ${'101 %'}
    ${'an unknown cluster'}            | ${{}}                                            | ${{ order: [{ cluster: 'X', hosts: ['a'] }] }}                   | ${undefined} | ${"no cluster 'X'"}
    ${'a name of two clusters'}        | ${{}}                                            | ${{ order: [{ cluster: 'C', hosts: ['a'] }] }}                   | ${undefined} | ${'say vcenter/C'}
    ${'a cluster that is done'}        | ${{}}                                            | ${{ order: [{ cluster: 'B', hosts: ['a'] }] }}                   | ${undefined} | ${'all begun'}
    ${'an order of nobody'}            | ${{}}                                            | ${{ order: [{ cluster: 'A', hosts: [] }] }}                      | ${undefined} | ${'names no host'}
    ${'nothing'}                       | ${{}}                                            | ${{}}                                                            | ${undefined} | ${'Nothing would change'}
    ${'what counts already'}           | ${{}}                                            | ${{ concurrency: { perCluster: 1, authority: 1 } }}              | ${undefined} | ${'Nothing would change'}
    ${'the same request again'}        | ${{ limitsChangedBy: { ...request, id: 'l1' } }} | ${{}}                                                            | ${undefined} | ${null}
    ${'a run that has ended'}          | ${{ state: 'succeeded' }}                        | ${{ concurrency: { perCluster: 2 } }}                            | ${undefined} | ${'has ended'}
    ${'a run that is being aborted'}   | ${{ abortedBy: request }}                        | ${{ concurrency: { perCluster: 2 } }}                            | ${undefined} | ${'being aborted'}
    ${'no reason'}                     | ${{}}                                            | ${{ concurrency: { perCluster: 2 }, reason: ' ' }}               | ${undefined} | ${'Give a reason'}
  `('$situation', (row: object) => {
    const { status, more, rule, text } = row as {
      status: Partial<RunStatus>;
      more: Partial<LimitsChange>;
      rule: string | undefined;
      text: string | null;
    };
    const refusal = whyNotChangeLimits(aRunStatus(status), change(more), clusters);
    if (text === null) expect(refusal).toBeNull();
    else
      expect(refusal).toMatchObject({
        text: expect.stringContaining(text),
        ...(rule === undefined ? {} : { rule }),
      });
    expect(refusal?.rule).toBe(rule);
  });

  it('what a change does not name stays', () => {
    expect(
      withChange(DEFAULT_LIMITS, {
        concurrency: { global: 4, authority: 1 },
        failureBudget: { trusted: { count: 3, percent: 5 } },
      }),
    ).toEqual({
      concurrency: { perCluster: 1, perVCenter: 1, global: 4 },
      failureBudget: { ...DEFAULT_LIMITS.failureBudget, trusted: { count: 3, percent: 5 } },
    });
  });
});
