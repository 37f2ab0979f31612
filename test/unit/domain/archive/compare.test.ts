import { describe, expect, it } from '@jest/globals';
import {
  compareConfiguration,
  itemsInTheWay,
  missingItems,
  unarchivedItems,
  unsettledItems,
} from '../../../../src/domain/archive/compare.js';
import type {
  AuthorityConfiguration,
  AuthorityReading,
} from '../../../../src/domain/archive/configuration.js';
import { describeItem, keyOf } from '../../../../src/domain/archive/item.js';
import {
  aConfiguration,
  aKeyProvider,
  aPrincipal,
  aReading,
  emptied,
} from '../../../support/archive-builders.js';
import { NEW, OLD } from '../../../support/builders.js';

const archived = aConfiguration();
const ORDER = [
  'keyProvider/kp-main',
  'keyServer/kp-main/kms-1',
  'keyServer/kp-main/kms-2',
  'clientCertificate/kp-main',
  'serverCertificates/kp-main',
  'kmipPassword/kp-main',
  'tpmSettings/settings',
  'caCertificate/vendor',
  'endorsementKey/ek-1',
  `baseImage/${OLD}`,
  `principal/${aPrincipal().issuer}`,
];
const PROVIDER = ORDER.slice(0, 6);

const statesIn = (now: AuthorityReading): Record<string, string> =>
  Object.fromEntries(compareConfiguration(archived, now).map(({ item, state }) => [keyOf(item), state]));
const toApply = (now: AuthorityReading, replaced: readonly string[] = []): string[] =>
  missingItems(compareConfiguration(archived, now), replaced).map(({ item }) => keyOf(item));

describe('REC-3: what an archive is compared with', () => {
  it('is itself: everything is present, nothing has to be applied', () => {
    const compared = compareConfiguration(archived, aReading());
    expect(compared.map(({ item }) => keyOf(item))).toEqual(ORDER);
    expect(new Set(compared.map(({ state }) => state))).toEqual(new Set(['present']));
    expect([missingItems(compared), unsettledItems(compared), itemsInTheWay(compared)]).toEqual([[], [], []]);
  });

  it('an emptied cluster: everything is missing, in the order of applying (2.10, step 5)', () => {
    expect(toApply(aReading(emptied(archived)))).toEqual(ORDER);
  });

  it('the same certificates written in another way are the same', () => {
    const bare = (text: string): string => text.replaceAll(/-----[A-Z ]+-----|\n/g, '');
    const chain = archived.caCertificates[0]?.chain.map(bare) ?? [];
    const now = aConfiguration({ caCertificates: [{ name: 'vendor', chain }] });
    expect(toApply(aReading(now))).toEqual([]);
  });
});

describe('INV-5, DG-14: only what is the same and OK on every TA host is present', () => {
  it.each([
    ['OK', 'present', false],
    ['NONE', 'settling', false],
    ['WARNING', 'inconsistent', true],
    ['ERROR', 'inconsistent', true],
  ] as const)('health %s: %s', (health, state, isApplied) => {
    const key = 'caCertificate/vendor';
    const now = aReading(archived, { health: { [key]: health } });
    expect(statesIn(now)[key]).toBe(state);
    expect(toApply(now)).toEqual(isApplied ? [key] : []);
  });

  it('an item whose health was not read is not present', () => {
    expect(statesIn({ ...aReading(), health: {} })['tpmSettings/settings']).toBe('settling');
  });

  it('a key provider that some TA hosts lack is applied again whole, password included', () => {
    const now = aReading(archived, { health: { 'keyProvider/kp-main': 'ERROR' } });
    const apply = missingItems(compareConfiguration(archived, now));
    expect(apply.map(({ item }) => keyOf(item))).toEqual(PROVIDER);
    expect(apply.every(({ again }) => again)).toBe(true);
  });
});

describe('an item that differs stops the work and is named', () => {
  const different = (change: Partial<AuthorityConfiguration>) => aReading(aConfiguration(change));
  it.each([
    ['caCertificate/vendor', different({ caCertificates: [{ name: 'vendor', chain: ['other'] }] })],
    ['endorsementKey/ek-1', different({ endorsementKeys: [{ name: 'ek-1', publicKey: 'other' }] })],
    [`principal/${aPrincipal().issuer}`, different({ principals: [aPrincipal({ certificates: [['x']] })] })],
    ['keyProvider/kp-main', different({ keyProviders: [aKeyProvider({ masterKeyId: 'master-2' })] })],
    ['clientCertificate/kp-main', different({ keyProviders: [aKeyProvider({ clientCertificate: 'x' })] })],
    [
      'serverCertificates/kp-main',
      different({ keyProviders: [aKeyProvider({ trustedCertificates: ['another one'] })] }),
    ],
    [
      'tpmSettings/settings',
      different({ tpmSettings: { requireEndorsementKeys: true, requireCertificateValidation: true } }),
    ],
  ])('%s', (key, now) => {
    const compared = compareConfiguration(archived, now);
    const [found, ...others] = itemsInTheWay(compared);
    expect([found && keyOf(found.item), others]).toEqual([key, []]);
    expect(found?.have).toContain('the archive has');
    expect(toApply(now)).not.toContain(key);
    expect(toApply(now, [key])).toContain(key);
    expect(itemsInTheWay(compared, [key])).toEqual([]);
  });

  it('fewer trusted certificates than archived are missing ones: nothing is lost by setting them', () => {
    const now = different({ keyProviders: [aKeyProvider({ trustedCertificates: [] })] });
    expect(statesIn(now)['serverCertificates/kp-main']).toBe('missing');
  });

  it('what the cluster has beyond the archive is left alone, and named as not archived', () => {
    const now = aConfiguration({
      caCertificates: [...archived.caCertificates, { name: 'new', chain: ['c'] }],
    });
    expect(toApply(aReading(now))).toEqual([]);
    expect(unarchivedItems(archived, now).map((item) => describeItem(item))).toEqual([
      'TPM CA certificate new',
    ]);
    const image = { version: NEW, id: NEW, displayName: NEW };
    expect(unarchivedItems(archived, aConfiguration({ baseImages: [image] })).map(keyOf)).toEqual([
      `baseImage/${NEW}`,
    ]);
  });
});

describe('DG-14: what could not be read is not missing', () => {
  it.each([
    ['keyProvider/kp-main', PROVIDER],
    ['caCertificate/vendor', ['caCertificate/vendor']],
  ])('%s', (item, keys) => {
    const now = aReading(emptied(archived), { unreadable: [{ subject: 's', reason: 'refused', item }] });
    const unread = Object.entries(statesIn(now)).filter(([, state]) => state === 'unreadable');
    expect(unread.map(([key]) => key)).toEqual(keys);
    expect(toApply(now).filter((key) => keys.includes(key))).toEqual([]);
    expect(itemsInTheWay(compareConfiguration(archived, now)).map((found) => found.have)).toContain(
      'refused',
    );
  });
});

it('DG-18: secrets of a new key provider are set whatever its health says meanwhile', () => {
  const apply = missingItems(compareConfiguration(archived, aReading(emptied(archived))));
  expect(apply.filter(({ again }) => again).map(({ item }) => item.kind)).toEqual([
    'clientCertificate',
    'kmipPassword',
  ]);
});
