import { expect, it } from '@jest/globals';
import { trustedVersions } from '../../../../src/domain/attestation/index.js';
import { anAuthority, anImage, NEW, OLD } from '../../../support/builders.js';

it('INV-5: only an image that every TA host has in order is trusted', () => {
  const images = [anImage(OLD), anImage(NEW, { health: 'WARNING' }), anImage('8.0.1-1', { health: 'NONE' })];
  expect(trustedVersions(anAuthority({ images }))).toEqual([OLD]);
});
