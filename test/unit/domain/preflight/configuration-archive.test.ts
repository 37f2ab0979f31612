import { describe, expect, it } from '@jest/globals';
import { preflight } from '../../../../src/domain/preflight/index.js';
import { anAuthority, anEstate, anInventory, aRequest } from '../../../support/builders.js';

const { images, keyProviders, principals, caCertificates } = anAuthority();
const whole = {
  archive: 'a'.repeat(64),
  at: '2026-01-09T03:00:00Z',
  items: [
    ...images.map(({ version }) => `baseImage/${version}`),
    ...keyProviders.map(({ name }) => `keyProvider/${name}`),
    ...principals.map(({ issuer }) => `principal/${issuer}`),
    ...caCertificates.map(({ name }) => `caCertificate/${name}`),
  ],
  images: [],
  trusted: ['vc-trusted'],
  unreadable: [],
};
const warnings = (change: Partial<typeof whole>) =>
  preflight({
    estate: anEstate(),
    inventory: anInventory({ configurationArchive: { ...whole, ...change } }),
    request: aRequest(),
  })
    .filter(({ check, severity }) => check === 'configuration-archive' && severity === 'warning')
    .map(({ rule, subject }) => `${rule} ${subject}`);

describe('BAK-3: the archive is compared with the estate', () => {
  it('and says nothing when it holds everything', () => {
    expect(warnings({})).toEqual([]);
  });

  it('and names what was configured since, and a side that is not in it', () => {
    expect(
      warnings({ items: whole.items.filter((key) => !key.startsWith('caCertificate/')), trusted: [] }),
    ).toEqual(['BAK-3 tpm-ca', 'BAK-3 vc-trusted']);
  });
});
