import { describe, expect, it } from '@jest/globals';
import { planOperation, type OperationFacts } from '../../../../src/domain/operations/index.js';
import { anImage, NEW, OLD } from '../../../support/builders.js';
import { BETWEEN, retiringFacts, type DrawnHost } from '../../../support/retiring.js';

const full = (name: string): DrawnHost => ({ name, installed: NEW, measured: NEW });
const images = [anImage(OLD), anImage(BETWEEN), anImage(NEW)];
const file = (version: string, hash: string, exportedAt = '2026-01-01T00:00:00Z') => ({
  version,
  hash,
  bytes: 1,
  sourceHost: 'esx-1',
  exportedAt,
  quickBooted: false,
});

function factsOf(
  hosts: readonly DrawnHost[] = [full('a')],
  change: { readonly without?: string; readonly rollbackWindowHours?: number } = {},
): OperationFacts {
  const { estate, inventory, beyond } = retiringFacts(hosts, images);
  const extras = Object.fromEntries(beyond.map((read) => [`beyond/${read.vcenter}`, read]));
  return {
    now: '2026-02-01T12:00:00Z',
    estate,
    inventory: { ...retiringInventory(), ...inventory },
    archivedImages: [file(OLD, 'h1'), file(OLD, 'h2', '2026-01-02T00:00:00Z'), file(BETWEEN, 'h3')],
    extras: {
      ...(change.without === 'beyond' ? {} : extras),
      ...(change.rollbackWindowHours === undefined
        ? {}
        : { rules: { rollbackWindowHours: change.rollbackWindowHours } }),
    },
  };
}
function retiringInventory() {
  return { estate: 'sample', archivedImages: [], ledger: [], trusted: [], unreadable: [] };
}
const plan = (versions: readonly string[], facts = factsOf()) =>
  planOperation(
    facts,
    { estate: 'sample', kind: 'retire-base-images', reason: 'r', parameters: { versions } },
    'e',
  );
const review = (versions: readonly string[], facts = factsOf()) =>
  planOperation(
    facts,
    { estate: 'sample', kind: 'review-base-images', reason: 'r', parameters: { versions } },
    'e',
  );

describe('FIX-3, DG-2: the plan of a removal', () => {
  it('removes one by one, the oldest first, each with its gate and the check after it', () => {
    const { steps, gates, findings, details } = plan([BETWEEN, OLD]);
    expect(findings).toEqual([]);
    expect(steps.map(({ id }) => id)).toEqual([
      `remove/${OLD}`,
      `attested/${OLD}`,
      `remove/${BETWEEN}`,
      `attested/${BETWEEN}`,
      'archive',
    ]);
    expect(gates.map(({ id, kind, rule }) => [id, kind, rule])).toEqual([
      [`retire/${OLD}`, 'operation', 'DG-2'],
      [`retire/${BETWEEN}`, 'operation', 'DG-2'],
    ]);
    expect(details).toMatchObject({ versions: [OLD, BETWEEN], rollbackWindowHours: 168 });
  });

  it('DG-11: fixes the newest archived file of each, for the way back', () => {
    expect(plan([BETWEEN, OLD]).details.files).toEqual({ [OLD]: 'h2', [BETWEEN]: 'h3' });
  });

  it('CLI-1: shows the evidence, and the same in PowerCLI for the named versions alone', () => {
    const { tables } = plan([OLD]);
    expect(tables).toHaveLength(3);
    const commands = tables[2]?.rows.map(([line]) => line) ?? [];
    expect(commands.filter((line) => line?.includes('Remove-'))).toEqual([
      expect.stringContaining(`Name -eq 'ESXi ${OLD}'`),
    ]);
  });

  it('DG-5: the rollback window is that of the configuration', () => {
    const fresh = { ...full('a'), row: { installedSince: { at: '2026-02-01T00:00:00Z', before: OLD } } };
    expect(plan([OLD], factsOf([fresh])).findings.map(({ check }) => check)).toEqual(['rollback-window']);
    expect(plan([OLD], factsOf([fresh], { rollbackWindowHours: 1 })).findings).toEqual([]);
  });

  it.each<[string, readonly string[], string]>([
    ['no version', [], 'no-version'],
    ['the last ones', [OLD, BETWEEN, NEW], 'last-image'],
    ['one in use', [NEW], 'base-image-in-use'],
    ['one that is not there', ['7.0.3-20328353'], 'version-unknown'],
  ])('FIX-4, QB-4: %s is a blocker, so that nothing is touched', (_, versions, check) => {
    const { findings } = plan(versions);
    expect(findings).toContainEqual(expect.objectContaining({ check, severity: 'blocker' }));
  });

  it('DG-10: a vCenter whose other trusted clusters were not read blocks by name', () => {
    expect(plan([OLD], factsOf(undefined, { without: 'beyond' })).findings).toContainEqual(
      expect.objectContaining({ rule: 'DG-10', subject: 'vc-trusted', severity: 'blocker' }),
    );
  });
});

describe('QB-6: the evidence alone', () => {
  it('shows the tables, asks nobody and refuses nothing', () => {
    const { tables, gates, findings } = review([]);
    expect([tables.length, gates, findings]).toEqual([2, [], []]);
  });

  it('says in full why a named version stays', () => {
    expect(review([NEW]).findings).toEqual([
      expect.objectContaining({ check: 'base-image-in-use', subject: 'a', severity: 'info' }),
    ]);
    expect(review([]).details.lines).toContainEqual(
      expect.stringContaining(`${NEW}: needed by 1 of 1 hosts`),
    );
  });
});
