import { expect, it } from '@jest/globals';
import { toldSecureBoot } from '../../../../src/domain/attestation/index.js';

it.each([
  [{}, undefined],
  [{ tpmAttestation: 'accepted' }, true],
  [{ tpmAttestation: 'notAccepted' }, false],
  [{ secureBoot: true, tpmAttestation: 'notAccepted' }, true],
  [{ secureBoot: false, tpmAttestation: 'accepted' }, false],
] as const)('ATT-1, DG-14: %j tells Secure Boot %s', (platform, told) => {
  expect(toldSecureBoot(platform)).toBe(told);
});
