import { describe, expect, it } from '@jest/globals';
import type { EsxHost } from '../../../../src/domain/model/inventory.js';
import { planOperation, type OperationFacts } from '../../../../src/domain/operations/index.js';
import type { Operations } from '../../../../src/domain/operations/model.js';
import {
  anEstate,
  anInventory,
  aTrustedHost,
  aWorkloadCluster,
  NEW,
  NOT_ATTESTED,
  OLD,
} from '../../../support/builders.js';

type Parameters = Operations['repair-base-image']['parameters'];
const file = { isArchive: true, versions: [NEW], bytes: 12 };
const HASH = 'a'.repeat(64);

const failed = (change: Partial<EsxHost> = {}): EsxHost =>
  aTrustedHost('esx-1', {
    installed: NEW,
    attestation: NOT_ATTESTED,
    encryptedVms: 3,
    connection: 'notResponding',
    ...change,
  });

function plan(
  hosts: readonly EsxHost[],
  facts: Partial<OperationFacts> = {},
  asked: Partial<Parameters> = {},
) {
  const inventory = anInventory();
  const [side] = inventory.trusted;
  if (side === undefined) throw new Error('no trusted side');
  const given: OperationFacts = {
    now: '2026-01-10T12:00:00Z',
    estate: anEstate(),
    inventory: { ...inventory, ledger: [], trusted: [{ ...side, clusters: [aWorkloadCluster(hosts)] }] },
    archivedImages: [],
    extras: {},
    ...facts,
  };
  const parameters = { host: 'esx-1', ...asked };
  return planOperation(given, { estate: 'sample', kind: 'repair-base-image', reason: 'r', parameters }, 'x');
}
const archived = [
  { version: NEW, hash: HASH, bytes: 9, sourceHost: 'esx-9', exportedAt: 'x', quickBooted: false },
];
const blockers = (...args: Parameters4) =>
  plan(...args).findings.filter(({ severity }) => severity === 'blocker');
type Parameters4 = [readonly EsxHost[], Partial<OperationFacts>?, Partial<Parameters>?];

describe('ATT-1, ATT-3: the plan of a repair', () => {
  it('names the cause, the effect on VMs, the way, and what is approved', () => {
    const { findings, gates, steps, details, tables } = plan([failed()], { archivedImages: archived });
    expect(findings).toMatchObject([
      { rule: 'ATT-3', severity: 'warning', message: expect.stringContaining('no VM can be encrypted') },
    ]);
    expect(gates).toMatchObject([{ id: `trust-image/${NEW}`, kind: 'trust-image', rule: 'DG-2' }]);
    expect(steps.map(({ rule }) => rule)).toEqual(['ATT-4', 'FIX-1', 'FIX-2', 'ATT-2']);
    expect(details.source).toEqual({ way: 'archive', hash: HASH, bytes: 9 });
    const [diagnosis, affected, logs] = tables;
    expect(diagnosis?.rows[0]).toEqual(['cause', expect.stringContaining('BASE_IMAGE_MISSING')]);
    expect(affected?.rows).toEqual([['esx-1', 'workload', '3', 'no']]);
    expect(logs?.rows.flat()).toContain('kmxa.log on esx-1');
    expect(logs?.rows.flat().some((text) => text.startsWith('attestd.log on'))).toBe(true);
  });

  it('FIX-1: a host that runs exactly that version exports the file', () => {
    const source = aTrustedHost('esx-2', { installed: NEW });
    expect(plan([failed(), source]).details.source).toMatchObject({ way: 'export', from: source.ref });
  });

  it('QB-10: a quick-booted host is repaired with the file of its measured version, not with its own export', () => {
    const quick = failed({
      installed: NEW,
      connection: 'connected',
      boot: { type: 'quick', source: 'event' },
    });
    const ledger = [
      { host: quick.ref, installed: NEW, measured: '8.0.1-21495797', boot: quick.boot, at: 'x' },
    ];
    const inventory = { ...anInventory(), ledger };
    const [side] = inventory.trusted;
    if (side === undefined) throw new Error('no trusted side');
    const facts = {
      inventory: { ...inventory, trusted: [{ ...side, clusters: [aWorkloadCluster([quick])] }] },
    };
    expect(blockers([], facts)).toMatchObject([
      {
        rule: 'FIX-1',
        subject: '8.0.1-21495797',
        message: expect.stringContaining('no trusted host runs exactly'),
      },
    ]);
  });

  it('QB-10: where nobody has seen the last full boot, the file says which version is meant', () => {
    const quick = failed({
      installed: OLD,
      connection: 'connected',
      boot: { type: 'quick', source: 'event' },
    });
    expect(blockers([quick])).toMatchObject([{ rule: 'QB-10', check: 'measured-unknown' }]);
    const handed = { extras: { file } };
    expect(plan([quick], handed, { fileHash: HASH }).details).toMatchObject({
      version: NEW,
      source: { way: 'file' },
    });
  });

  it.each<[string, readonly EsxHost[], Partial<Parameters>, string]>([
    ['an attested host', [aTrustedHost('esx-1')], {}, 'attested'],
    ['a host that is none', [failed()], { host: 'esx-99' }, 'repair-host'],
    ['a Trust Authority host', [failed()], { host: 'ta-1' }, 'repair-host'],
    ['a cause that is no image', [failed({ installed: OLD })], {}, 'not-an-image'],
    ['DG-1: a version without vTA', [failed({ installed: '9.0.0-24755229' })], {}, 'no-vta'],
    ['no file anywhere', [failed()], {}, 'no-file'],
    ['a way that there is not', [failed()], { way: 'archive' }, 'no-file'],
  ])('%s is refused', (_, hosts, asked, check) => {
    expect(blockers(hosts, {}, asked)).toMatchObject([{ check }]);
  });
});

describe('IMG-3: a file that is handed in', () => {
  const handed = (found: object) => plan([failed()], { extras: { file: found } }, { fileHash: HASH });
  it('is used when it is what is missing', () => {
    expect(handed(file).details.source).toEqual({ way: 'file', hash: HASH, bytes: 12 });
  });
  it.each<[string, object]>([
    ['wrongly labelled', { ...file, versions: [OLD] }],
    ['cut off', { isArchive: false, versions: [], problem: 'is cut off' }],
    ['without a version', { ...file, versions: [] }],
  ])('%s: nothing can be started', (_, found) => {
    expect(handed(found).findings).toMatchObject([{ check: 'image-file', severity: 'blocker' }]);
  });
});
