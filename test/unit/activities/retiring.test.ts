import { describe, expect, it } from '@jest/globals';
import { getJson } from '../../../src/activities/json-blobs.js';
import { createRetiringActivities } from '../../../src/activities/retiring.js';
import type { EsxCluster, EsxHost } from '../../../src/domain/model/inventory.js';
import { aCluster, aTrustedHost, ATTESTED, aWorkloadCluster, NOT_ATTESTED } from '../../support/builders.js';
import {
  aFault,
  aPatience,
  fakeVSphere,
  inActivity,
  inTurn,
  TRUSTED_SIDE,
  TRUSTED_VC,
} from '../../support/fake-vsphere.js';

const CLOCK = '2026-02-01T12:00:00.000Z';

describe('DG-10: surveyBeyond', () => {
  const beyond = aCluster({ vcenter: 'vc-trusted', moid: 'domain-c7', name: 'lab' }, [aTrustedHost('x')]);
  const survey = async (clusters: readonly EsxCluster[]) => {
    const asked: (readonly string[])[] = [];
    const fake = fakeVSphere({
      trustedSide: { listTrustedClusters: async () => clusters.map(({ ref }) => ref) },
      hosts: {
        readTime: async () => CLOCK,
        readClusters: async (_, names) => {
          asked.push(names);
          return clusters.filter(({ ref }) => names.includes(ref.name));
        },
      },
    });
    const { surveyBeyond } = createRetiringActivities(fake);
    const { hash } = await inActivity(surveyBeyond, { side: TRUSTED_SIDE });
    return { read: await getJson(fake.blobs, hash), asked };
  };

  it('reads the trusted clusters that the estate file does not name, and the clock', async () => {
    expect(await survey([aWorkloadCluster(), beyond])).toEqual({
      read: { vcenter: TRUSTED_VC.name, clock: CLOCK, clusters: [beyond] },
      asked: [['lab']],
    });
  });

  it('reads no cluster twice', async () => {
    expect(await survey([aWorkloadCluster()])).toMatchObject({ read: { clusters: [] }, asked: [] });
  });

  it('a vCenter that does not answer is an error, not an empty answer', async () => {
    const fake = fakeVSphere({
      trustedSide: { listTrustedClusters: async () => Promise.reject(aFault('passing')) },
      hosts: { readTime: async () => CLOCK },
    });
    const { surveyBeyond } = createRetiringActivities(fake);
    await expect(inActivity(surveyBeyond, { side: TRUSTED_SIDE })).rejects.toThrow('passing');
  });
});

describe('FIX-3: awaitAttestedAfter', () => {
  const anew = aTrustedHost('a', { attestation: { ...ATTESTED, attestedAt: '2026-03-01T12:00:00Z' } });
  const old = aTrustedHost('a', { attestation: { ...ATTESTED, attestedAt: '2020-01-01T00:00:00Z' } });
  const lost = aTrustedHost('a', { attestation: NOT_ATTESTED });
  const awaiting = (
    looks: readonly (readonly EsxHost[])[],
    patience = aPatience(),
    until: 'renewed' | 'held' = 'renewed',
  ) => {
    const fake = fakeVSphere({
      hosts: {
        readTime: async () => CLOCK,
        readClusters: inTurn(...looks.map((hosts) => [aWorkloadCluster(hosts)])),
      },
    });
    const { awaitAttestedAfter } = createRetiringActivities(fake);
    const input = { vcenter: TRUSTED_VC, clusters: ['workload'], refusals: {}, until, patience };
    return inActivity(awaitAttestedAfter, { ...input, removedAtMs: Date.now() });
  };

  it('is done when every host has been attested anew', async () => {
    expect(await awaiting([[old], [old], [anew]])).toMatchObject({
      state: 'done',
      value: { lost: [], confirmed: 1 },
    });
  });

  it('a report from before the removal is no answer, however long it is waited for', async () => {
    expect(await awaiting([[old]], aPatience({ sinceMs: 0, limitSeconds: 1 }))).toEqual({
      state: 'overdue',
      have: '0 of 1 hosts attested anew',
    });
  });

  it('names a host that was seen twice without its attestation', async () => {
    const end = await awaiting([[old], [lost], [lost]]);
    expect(end).toMatchObject({ state: 'done', value: { lost: [{ name: 'a' }], confirmed: 0 } });
  });

  it('after the way back it is done when nobody is without attestation', async () => {
    expect(await awaiting([[lost], [lost], [old]], aPatience(), 'held')).toMatchObject({
      state: 'done',
      value: { lost: [], confirmed: 0 },
    });
  });

  it('one look without it, as while its vCenter restarts, is no loss', async () => {
    expect(await awaiting([[lost], [old], [anew]])).toMatchObject({ value: { lost: [], confirmed: 1 } });
  });
});
