import { describe, expect, it } from '@jest/globals';
import { compareConfiguration } from '../../../../src/domain/archive/compare.js';
import type { AuthorityReading } from '../../../../src/domain/archive/configuration.js';
import { notArchivedOf, type ArchiveManifest } from '../../../../src/domain/archive/manifest.js';
import { planOperation, type OperationRequest } from '../../../../src/domain/operations/index.js';
import { aConfiguration, aReading, emptied } from '../../../support/archive-builders.js';
import { anEstate, anInventory, aTaHost, OLD } from '../../../support/builders.js';

const archived = aConfiguration();
const file = { version: OLD, hash: 'f', bytes: 1, sourceHost: 'h', exportedAt: 'x', quickBooted: false };
const part = { hash: 'a', bytes: 1, vcenter: 'ta-vc', vcenterVersion: { version: '8', build: '1' } };
const manifest: ArchiveManifest = {
  schemaVersion: 1,
  estate: 'sample',
  takenAt: 'x',
  authority: { ...part, cluster: archived.cluster },
  trusted: [],
  images: [file],
  notArchived: notArchivedOf(archived, [file], []),
};

type Parameters = OperationRequest<'restore-configuration'>['parameters'];
function plan(
  now: AuthorityReading,
  parameters: Parameters = {},
  change: { archive?: object; inventory?: Parameters0 } = {},
) {
  const facts = {
    now: '2026-03-01T00:00:00.000Z',
    estate: anEstate(),
    inventory: anInventory(change.inventory),
    archivedImages: [],
    extras: {
      archive: change.archive ?? { hash: 'archive-1', at: 'x', manifest },
      comparison: compareConfiguration(archived, now),
    },
  };
  const request = { estate: 'sample', kind: 'restore-configuration', reason: 'test', parameters } as const;
  return planOperation(facts, request, 'x');
}
type Parameters0 = NonNullable<Parameters1>[0];
type Parameters1 = globalThis.Parameters<typeof anInventory>;
const blockers = ({ findings }: ReturnType<typeof plan>) =>
  findings
    .filter(({ severity }) => severity === 'blocker')
    .map(({ rule, check, remedy }) => `${rule} ${check}: ${remedy}`);

const empty = aReading(emptied(archived));

describe('BAK-3: planning a restore', () => {
  it('has a step for every missing item in order, then verifies and archives', () => {
    const { steps, gates, details, tables } = plan(empty);
    expect(steps.map(({ id }) => id.split('/')[0])).toEqual([
      'keyProvider',
      'keyServer',
      'keyServer',
      'clientCertificate',
      'serverCertificates',
      'kmipPassword',
      'tpmSettings',
      'caCertificate',
      'endorsementKey',
      'baseImage',
      'principal',
      'verify',
      'archive',
    ]);
    expect(gates).toMatchObject([{ id: 'begin', rule: 'DG-2' }]);
    expect(details).toMatchObject({ archive: 'archive-1' });
    expect(tables[0]?.rows[0]).toEqual(['key provider kp-main', 'missing', 'applied']);
    expect(tables[1]?.rows.map(([what]) => what)).toEqual(['kmip-password', 'private-key']);
  });

  it('DG-18: names the credentials that will be asked for, or those that were given instead', () => {
    const secrets = { 'kp-main': { kmipPassword: 'vault.kmip' } };
    const texts = plan(empty, { secrets })
      .findings.filter(({ rule }) => rule === 'DG-18')
      .map(({ message }) => message);
    expect(texts).toEqual([
      expect.stringContaining('"client-key.kp-main"'),
      expect.stringContaining('"vault.kmip"'),
    ]);
    expect(plan(aReading()).findings.filter(({ rule }) => rule === 'DG-18')).toEqual([]);
  });

  it('only verifies where nothing is missing', () => {
    expect(plan(aReading()).steps.map(({ id }) => id)).toEqual(['verify', 'archive']);
  });
});

describe('what blocks a restore', () => {
  const differing = aReading(aConfiguration({ caCertificates: [{ name: 'vendor', chain: ['x'] }] }));
  const settings = { requireEndorsementKeys: true, requireCertificateValidation: false };
  const otherSettings = aReading(aConfiguration({ tpmSettings: settings }));
  const unread = { ...empty, unreadable: [{ subject: 's', reason: 'r', item: 'caCertificate/vendor' }] };
  const absent = { taHosts: [aTaHost('ta-1', { connection: 'notResponding' }), aTaHost('ta-2')] };
  it.each<[string, ReturnType<typeof plan>, RegExp]>([
    [
      'no archive',
      plan(empty, {}, { archive: { problem: 'none' } }),
      /^BAK-3 no-archive: .*vta archive import/,
    ],
    [
      'a file that is not in it',
      plan(empty, {}, { archive: { hash: 'h', at: 'x', manifest: { ...manifest, images: [] } } }),
      /^DG-11 image-file-absent: .*boot_imgdb\.tgz/,
    ],
    ['an item that differs and can only be created', plan(differing), /^BAK-3 item-differs: .*by hand/],
    [
      'an item that differs and can be overwritten',
      plan(otherSettings),
      /^BAK-3 item-differs: .*--replace tpmSettings\/settings/,
    ],
    ['an item that could not be read', plan(unread), /^DG-14 item-unreadable/],
    ['a TA host that is away', plan(empty, {}, { inventory: absent }), /^DG-15 ta-host-absent/],
    [
      'a replacement of nothing',
      plan(empty, { replace: ['tpmSettings/settings'] }),
      /^BAK-3 nothing-to-replace/,
    ],
  ])('%s', (_, planned, wanted) => {
    expect(blockers(planned)).toEqual([expect.stringMatching(wanted)]);
  });

  it('not an item that a person wants overwritten', () => {
    const planned = plan(otherSettings, { replace: ['tpmSettings/settings'] });
    expect(blockers(planned)).toEqual([]);
    expect(planned.steps.map(({ id }) => id)).toEqual(['tpmSettings/settings', 'verify', 'archive']);
  });
});
