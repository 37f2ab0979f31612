import { describe, expect, it } from '@jest/globals';
import { createHostActivities } from '../../../src/activities/hosts.js';
import type { Attestation, EsxHost } from '../../../src/domain/model/inventory.js';
import { aTrustedHost, ATTESTED, NOT_ATTESTED } from '../../support/builders.js';
import { aPatience, fakeVSphere, inActivity, inTurn, TRUSTED_VC } from '../../support/fake-vsphere.js';

const attested = aTrustedHost();
const { bootTime: _boot, ...bootUnread } = attested;
const { attestedAt: _at, ...timeUnread } = ATTESTED;
const withReport = (attestation: Attestation, change: Partial<EsxHost> = {}): EsxHost =>
  aTrustedHost('esx-1', { attestation, ...change });

const awaiting = (patience = aPatience(), ...hosts: readonly EsxHost[]) => {
  const fake = fakeVSphere({ hosts: { readHost: inTurn(...hosts) } });
  const { awaitAttestation } = createHostActivities(fake);
  return inActivity(awaitAttestation, { vcenter: TRUSTED_VC, host: attested.ref, patience });
};
/** What a watch says that is over its limit: the reading of its one look. */
const readingOf = async (host: EsxHost) => {
  const end = await awaiting(aPatience({ sinceMs: 0, limitSeconds: 1 }), host);
  return end.state === 'overdue' ? end.have : end.state;
};

describe('awaitAttestation', () => {
  it('ATT-2: is done with the report of a host attested since its boot', async () => {
    const end = await awaiting(aPatience(), withReport(NOT_ATTESTED), attested);
    expect(end).toMatchObject({ state: 'done', value: ATTESTED });
  });

  it.each([
    ['by an hour', '2026-01-10T07:00:00Z', '2026-01-10T08:00:00Z'],
    ['by half a second', '2026-01-10T08:00:00Z', '2026-01-10T08:00:00.500Z'],
    ['told in another zone', '2026-01-10T09:00:00+02:00', '2026-01-10T08:00:00Z'],
  ])('ATT-2, DG-9: a report older than the boot %s does not count', async (_, attestedAt, bootTime) => {
    const host = withReport({ ...ATTESTED, attestedAt }, { bootTime });
    expect(await readingOf(host)).toBe('the report is older than the boot');
  });

  it('DG-14: an unread boot time or report time is not taken for a fresh report', async () => {
    expect(await readingOf(bootUnread)).toBe('boot time or time of the report unread');
    expect(await readingOf(withReport(timeUnread))).toBe('boot time or time of the report unread');
  });

  it('DG-14: an unknown attestation goes on', async () => {
    expect(await readingOf(withReport({ status: 'unknown', services: [] }))).toBe('unknown');
  });

  it('ATT-1: hands on what the attestation service says', async () => {
    expect(await readingOf(withReport(NOT_ATTESTED))).toBe(
      'com.vmware.esx.attestation.report.attest_unknown_software',
    );
  });
});
