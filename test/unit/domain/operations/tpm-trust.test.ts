import { describe, expect, it } from '@jest/globals';
import { judgeTpm, type TpmEvidence } from '../../../../src/domain/operations/onboard-cluster/tpm-trust.js';

type Verdict = boolean | 'unknown';
const judged = (
  settings: 'key' | 'certificate' | 'both' | 'neither',
  evidence?: TpmEvidence,
  isPartial = false,
) =>
  judgeTpm(
    {
      settings: {
        requireEndorsementKeys: settings === 'key' || settings === 'both',
        requireCertificateValidation: settings === 'certificate' || settings === 'both',
      },
      isPartial,
      hosts: evidence === undefined ? {} : { 'host-1': evidence },
    },
    'host-1',
  );

const registered: TpmEvidence = { isRegistered: true, certificate: 'unknown-ca', issuer: 'CN=Other' };
const certified: TpmEvidence = { isRegistered: false, certificate: 'known-ca', issuer: 'CN=Vendor' };
const stranger: TpmEvidence = { isRegistered: false, certificate: 'unknown-ca', issuer: 'CN=Other' };
const both: TpmEvidence = { isRegistered: true, certificate: 'known-ca' };

describe('ATT-1: whether a TPM is trusted', () => {
  it.each<[Parameters<typeof judged>[0], string, TpmEvidence | undefined, Verdict]>([
    ['key', 'registered', registered, true],
    ['key', 'certified only', certified, false],
    ['key', 'no key told', { certificate: 'known-ca' }, 'unknown'],
    ['certificate', 'certified', certified, true],
    ['certificate', 'registered only', registered, false],
    ['certificate', 'no certificate told', { isRegistered: true }, 'unknown'],
    ['both', 'both', both, true],
    ['both', 'registered only', registered, false],
    ['both', 'certified only', certified, false],
    ['both', 'certified, no key told', { certificate: 'known-ca' }, 'unknown'],
    ['neither', 'registered', registered, true],
    ['neither', 'certified', certified, true],
    ['neither', 'neither of them', stranger, false],
    ['neither', 'nothing told', {}, 'unknown'],
    ['certificate', 'DG-14: a host that tells nothing', undefined, 'unknown'],
  ])('settings ask for %s: %s', (settings, _, evidence, verdict) => {
    expect(judged(settings, evidence).trusted).toBe(verdict);
  });

  it('says what is missing', () => {
    expect(judged('certificate', stranger).why).toBe(
      'no registered CA has signed its certificate (by CN=Other)',
    );
    expect(judged('key', stranger).why).toBe('its endorsement key is not registered');
    expect(judged('certificate').why).toBe('vCenter does not tell its endorsement keys');
  });

  it('DG-14: what is not found in a list that was read in part is unknown, and what is found counts', () => {
    expect(judged('key', stranger, true).trusted).toBe('unknown');
    expect(judged('key', registered, true).trusted).toBe(true);
  });
});
