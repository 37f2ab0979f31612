import { describe, expect, it } from '@jest/globals';
import type { SubjectDecision } from '../../../../src/domain/model/decision.js';
import type { RunStatus } from '../../../../src/domain/model/run.js';
import { hostOffers, vcenterOffers, whyNotDecideSubject } from '../../../../src/domain/deciding/index.js';
import { advance } from '../../../../src/domain/progress/index.js';
import { aDecision, aParking, aRunEvent, aRunStatus } from '../../../support/run-builders.js';

const parked = aRunStatus({ parked: ['esx-1'], parkings: [aParking()] });
const testHost = aParking({
  ...hostOffers({
    role: 'trusted',
    isTestHost: true,
    isImageTrusted: false,
    at: 'remediation',
    hasBegun: true,
    takenOver: false,
  }),
});
const taHost = aParking({
  ...hostOffers({
    role: 'authority',
    isTestHost: false,
    isImageTrusted: true,
    at: 'exit',
    hasBegun: true,
    takenOver: false,
  }),
});
const parkedAs = (parking: typeof testHost) => aRunStatus({ parked: ['esx-1'], parkings: [parking] });

describe('a decision about a parked subject', () => {
  it.each(['retry', 'verify', 'skip', 'take-over', 'abort'] as const)('%s is accepted', (choice) => {
    expect(whyNotDecideSubject(parked, aDecision({ choice }))).toBeNull();
  });

  it('retry-from is accepted from a point that is offered', () => {
    expect(whyNotDecideSubject(parked, aDecision({ choice: 'retry-from', from: 'guards' }))).toBeNull();
  });

  it.each`
    situation                           | status                                                          | decision                                  | code                    | rule       | text
    ${'a name that nothing parked has'} | ${parked}                                                       | ${{ subject: 'esx-9' }}                   | ${'subject-not-parked'} | ${'DG-2'}  | ${'Parked now: esx-1.'}
    ${'nothing is parked'}              | ${aRunStatus()}                                                 | ${{}}                                     | ${'subject-not-parked'} | ${'DG-2'}  | ${'Nothing is parked now.'}
    ${'another plan'}                   | ${parked}                                                       | ${{ planHash: 'b'.repeat(64) }}           | ${'decision-stale'}     | ${'DG-2'}  | ${'this run executes aaaaaaaaaaaa'}
    ${'no reason'}                      | ${parked}                                                       | ${{ reason: ' ' }}                        | ${'decision-stale'}     | ${'DG-2'}  | ${'Give a reason'}
    ${'nobody asks'}                    | ${parked}                                                       | ${{ by: '' }}                             | ${'decision-stale'}     | ${'DG-2'}  | ${'who asks'}
    ${'a choice that is not offered'}   | ${parked}                                                       | ${{ choice: 'give-back' }}                | ${'choice-not-offered'} | ${'QB-3'}  | ${'Offered: retry, retry-from'}
    ${'no safe point'}                  | ${parked}                                                       | ${{ choice: 'retry-from' }}               | ${'choice-not-offered'} | ${'QB-3'}  | ${'guards, evacuation, remediation'}
    ${'a safe point not reached yet'}   | ${parked}                                                       | ${{ choice: 'retry-from', from: 'exit' }} | ${'choice-not-offered'} | ${'QB-3'}  | ${"'exit' is not a safe point"}
    ${'a safe point with another word'} | ${parked}                                                       | ${{ choice: 'retry', from: 'guards' }}    | ${'choice-not-offered'} | ${'QB-3'}  | ${"Only 'retry-from'"}
    ${'already decided'}                | ${parkedAs(aParking({ decided: aDecision({ by: 'otto' }) }))}   | ${{ id: 'd-2' }}                          | ${'decision-taken'}     | ${'DG-2'}  | ${"otto already decided 'retry'"}
    ${'the ID of another decision'}     | ${{ ...parked, decisions: [aDecision()] }}                      | ${{ choice: 'skip' }}                     | ${'decision-taken'}     | ${'DG-2'}  | ${'use a new ID'}
    ${'the run has ended'}              | ${{ ...parked, state: 'aborted' }}                              | ${{}}                                     | ${'run-ended'}          | ${'DG-2'}  | ${'has ended: aborted'}
    ${'the run is being aborted'}       | ${{ ...parked, abortedBy: aDecision({ by: 'otto' }) }}          | ${{}}                                     | ${'run-ended'}          | ${'DG-2'}  | ${'aborted by otto'}
    ${'skip of a test host'}            | ${parkedAs(testHost)}                                           | ${{ choice: 'skip' }}                     | ${'choice-not-offered'} | ${'IMG-2'} | ${'no other host follows'}
    ${'recovery of a TA host'}          | ${parkedAs(taHost)}                                             | ${{ choice: 'recover' }}                  | ${'choice-not-offered'} | ${'REC-0'} | ${'vta recover ESTATE --host NAME'}
    ${'skip of a vCenter'}              | ${parkedAs(aParking(vcenterOffers('trusted', 'stage', false)))} | ${{ choice: 'skip' }}                     | ${'choice-not-offered'} | ${'ORD-4'} | ${'not skipped'}
  `('is refused: $situation', ({ status, decision, code, rule, text }) => {
    const refusal = whyNotDecideSubject(status as RunStatus, aDecision(decision as Partial<SubjectDecision>));
    expect(refusal).toMatchObject({ code, rule });
    expect(refusal?.text).toContain(text);
  });

  it('the same request again is no second decision, also when its subject has gone on', () => {
    const decided = advance(
      parked,
      aRunEvent(1, { type: 'subject.decided', data: { decision: aDecision() } }),
    );
    expect(decided.parkings?.[0]?.decided).toEqual(aDecision());
    expect(whyNotDecideSubject(decided, aDecision())).toBeNull();
    const gone = advance(decided, aRunEvent(2, { type: 'subject.unparked', data: { subject: 'esx-1' } }));
    expect(gone).toMatchObject({ parked: [], parkings: [] });
    expect(whyNotDecideSubject(gone, aDecision())).toBeNull();
    expect(whyNotDecideSubject(gone, aDecision({ id: 'd-2' }))).toMatchObject({ code: 'subject-not-parked' });
  });

  it('a new parking of the same subject may be decided anew', () => {
    const decided = advance(
      parked,
      aRunEvent(1, { type: 'subject.decided', data: { decision: aDecision() } }),
    );
    const data = { subject: 'esx-1', parking: aParking({ problem: 'still no space' }) };
    const again = advance(decided, aRunEvent(2, { type: 'subject.parked', data }));
    expect(again.parked).toEqual(['esx-1']);
    expect(again.parkings?.map(({ problem }) => problem)).toEqual(['still no space']);
    expect(whyNotDecideSubject(again, aDecision({ id: 'd-2' }))).toBeNull();
  });
});
