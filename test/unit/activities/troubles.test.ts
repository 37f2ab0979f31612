import { describe, expect, it } from '@jest/globals';
import { createTroubleActivities } from '../../../src/activities/troubles.js';
import type { Attestation } from '../../../src/domain/model/inventory.js';
import type { FailedTask } from '../../../src/ports/vsphere.js';
import { aTrustedHost } from '../../support/builders.js';
import { AUTHORITY_VC, fakeVSphere, inActivity, TRUSTED_VC } from '../../support/fake-vsphere.js';

const host = aTrustedHost().ref;
const TASK: FailedTask = {
  name: 'HostSystem.enterMaintenanceMode',
  error: 'a VM did not move',
  endedAt: '2026-03-01T10:59:00Z',
};
const unattested: Attestation = {
  status: 'notAttested',
  services: [{ status: 'notAttested', messages: ['attest_unknown_software'] }],
};

const read = (
  about: Parameters<ReturnType<typeof createTroubleActivities>['readTroubles']>[0],
  answers: { failed?: () => Promise<readonly FailedTask[]>; attestation?: () => Promise<Attestation> },
) => {
  const fake = fakeVSphere({
    tasks: { listFailed: answers.failed ?? (async () => []) },
    hosts: { readAttestation: answers.attestation ?? (async () => unattested) },
  });
  return inActivity(createTroubleActivities(fake).readTroubles, about);
};

describe('ATT-4: what vCenter has to say about a failure', () => {
  it('is the failed tasks and the attestation messages of a trusted host, each with its time', async () => {
    const lines = await read({ vcenter: TRUSTED_VC, host }, { failed: async () => [TASK] });
    expect(lines).toEqual([
      '2026-03-01T10:59:00Z task HostSystem.enterMaintenanceMode: a VM did not move',
      expect.stringMatching(/^\d{4}-.*Z attestation notAttested, no time of attestation$/),
      expect.stringMatching(/^\d{4}-.*Z attestation: attest_unknown_software$/),
    ]);
  });

  it('is the tasks alone for a TA host and for a vCenter, and only the newest of many', async () => {
    const many = Array.from({ length: 30 }, (_, index) => ({ ...TASK, error: `error ${index}` }));
    for (const about of [{ vcenter: AUTHORITY_VC, host }, { vcenter: TRUSTED_VC }]) {
      const lines = await read(about, { failed: async () => many });
      expect(lines).toHaveLength(10);
      expect(lines.at(-1)).toContain('error 29');
    }
  });

  it('DG-14: says so when either cannot be read, and gives the other', async () => {
    const failed = () => Promise.reject(new Error('no answer'));
    const lines = await read({ vcenter: TRUSTED_VC, host }, { failed });
    expect(lines[0]).toBe('Recent Tasks could not be read: no answer');
    expect(lines).toHaveLength(3);
    const attestation = () => Promise.reject(new Error('NoPermission'));
    expect(await read({ vcenter: TRUSTED_VC, host }, { attestation })).toEqual([
      'attestation messages could not be read: NoPermission',
    ]);
  });
});
