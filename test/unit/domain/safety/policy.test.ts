import { describe, expect, it } from '@jest/globals';
import { policyDebt } from '../../../../src/domain/safety/index.js';
import { aPolicy, aWorkloadCluster } from '../../../support/builders.js';

const { ref } = aWorkloadCluster();
const found = aPolicy({
  raw: { enable_quick_boot: true, failure_action: { action: 'RETRY', retry_count: 3 } },
});

describe('DG-16: a changed policy is put back whole', () => {
  it('nothing is owed when it is, whatever the order of its keys', () => {
    const now = aPolicy({
      raw: { failure_action: { retry_count: 3, action: 'RETRY' }, enable_quick_boot: true },
    });
    expect(policyDebt(ref, found, now)).toBeNull();
  });

  it('names what differs', () => {
    const now = aPolicy({ raw: { ...found.raw, enable_quick_boot: false } });
    expect(policyDebt(ref, found, now)).toMatchObject({
      rule: 'DG-16',
      subject: 'workload',
      text: expect.stringContaining('enable_quick_boot'),
    });
  });

  it('not being able to read it is a debt too', () => {
    expect(policyDebt(ref, found, null)).toMatchObject({ kind: 'policy-not-restored' });
  });
});
