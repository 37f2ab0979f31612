import { describe, expect, it } from '@jest/globals';
import type { VCenterStep } from '../../../../src/domain/model/plan.js';
import { whyNotByPeople } from '../../../../src/domain/safety/index.js';
import { aVCenter, NEW_VC, OLD_VC } from '../../../support/builders.js';

const step: VCenterStep = {
  vcenter: 'vc-trusted',
  zone: 'trusted',
  executor: 'operator',
  way: 'installer',
  from: { version: OLD_VC, build: '1' },
  target: NEW_VC,
  alreadyDone: false,
  comment: 'as built for a test',
};

describe('before people are asked to upgrade a vCenter', () => {
  it.each(['UP_TO_DATE', 'UPDATES_PENDING'])('nothing stands in the way at rest: %s', (updateState) => {
    expect(whyNotByPeople(step, aVCenter('vc-trusted', { updateState }))).toBeNull();
  });
  it.each(['STAGE_IN_PROGRESS', 'INSTALL_IN_PROGRESS', 'INSTALL_FAILED', 'ROLLBACK_IN_PROGRESS', 'UNKNOWN'])(
    'DG-12: update state %s does: ways are not mixed',
    (updateState) => {
      expect(whyNotByPeople(step, aVCenter('vc-trusted', { updateState }))).toMatchObject({
        rule: 'DG-12',
        have: `update state ${updateState}`,
      });
    },
  );
  it('ORD-4: an ill appliance is not migrated', () => {
    expect(whyNotByPeople(step, aVCenter('vc-trusted', { health: 'red' }))).toMatchObject({ rule: 'ORD-4' });
  });
  it('one that runs the target has nothing before it', () => {
    const done = aVCenter('vc-trusted', { current: { version: NEW_VC, build: '2' }, updateState: 'UNKNOWN' });
    expect(whyNotByPeople(step, done)).toBeNull();
  });
});
