import { describe, expect, it } from '@jest/globals';
import { createTrustRemediationActivities } from '../../../src/activities/trust-remediation.js';
import type { TaskReading, TaskRef } from '../../../src/ports/vsphere.js';
import { aWorkloadCluster } from '../../support/builders.js';
import {
  aFault,
  aPatience,
  fakeVSphere,
  inActivity,
  inTurn,
  TRUSTED_VC,
} from '../../support/fake-vsphere.js';

const TASK: TaskRef = { kind: 'cis', id: 'remediate-1' };
const on = { vcenter: TRUSTED_VC, cluster: aWorkloadCluster().ref };
const busy = aFault('passing', { errorType: 'RESOURCE_BUSY' });
type Health = 'NONE' | 'OK' | 'ERROR';

describe('startTrustRemediation', () => {
  const start = async (applied: Health | Error) => {
    const fake = fakeVSphere({
      trustedSide: { readAppliedConfig: inTurn(applied), startTrustRemediation: async () => TASK },
    });
    const { startTrustRemediation } = createTrustRemediationActivities(fake);
    const answer = await inActivity(startTrustRemediation, on);
    return { answer, began: fake.calls.includes('trustedSide.startTrustRemediation') };
  };
  it('ORD-4: remediates what differs', async () => {
    expect(await start('ERROR')).toEqual({ answer: { task: TASK }, began: true });
  });
  it.each<[string, Health | Error]>([
    ['what is as bound', 'OK'],
    ['what nobody knows', 'NONE'],
    ['what is being changed', busy],
  ])('DG-14: begins nothing for %s', async (_, applied) => {
    expect(await start(applied)).toEqual({ answer: {}, began: false });
  });
});

describe('awaitTrustRemediation', () => {
  const awaiting = (applied: readonly (Health | Error)[], task?: TaskReading) => {
    const fake = fakeVSphere({
      trustedSide: { readAppliedConfig: inTurn(...applied) },
      ...(task && { tasks: { readTask: inTurn(task) } }),
    });
    const { awaitTrustRemediation } = createTrustRemediationActivities(fake);
    return inActivity(awaitTrustRemediation, { ...on, ...(task && { task: TASK }), patience: aPatience() });
  };
  it('DG-14: only OK is done; busy and NONE are waited for', async () => {
    const answer = await awaiting([busy, 'NONE', 'OK'], { state: 'succeeded' });
    expect(answer).toMatchObject({ state: 'done', value: { applied: 'OK' } });
  });
  it('a task that failed has failed with its reason', async () => {
    expect(await awaiting(['ERROR'], { state: 'failed', error: 'a host is away' })).toEqual({
      state: 'failed',
      error: 'a host is away',
    });
  });
  it('a difference with no task under way is no end of it', async () => {
    expect(await awaiting(['ERROR'])).toMatchObject({ state: 'failed' });
  });
});
