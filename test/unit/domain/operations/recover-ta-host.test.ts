import { describe, expect, it } from '@jest/globals';
import { planOperation, type OperationFacts } from '../../../../src/domain/operations/index.js';
import type { RecoveryRecords } from '../../../../src/domain/operations/recover-ta-host/plan.js';
import type { BaseImage, EsxHost } from '../../../../src/domain/model/inventory.js';
import { RECOVERY_STEPS } from '../../../../src/domain/recovery/index.js';
import { aTaHost, anEstate, anImage, anInventory, NEW, OLD } from '../../../support/builders.js';

const HOST = 'ta-1';
const access = { credential: 'ta-hosts', addresses: {} };
const upgrade = {
  runId: 'run-1',
  host: aTaHost(HOST).ref,
  cluster: aTaHost().cluster,
  from: OLD,
  target: NEW,
  phase: 'parked',
  problem: 'overdue: host is notResponding',
};
const records: RecoveryRecords = {
  upgrade,
  archive: { hash: 'a'.repeat(64), at: '2026-01-01T00:00:00.000Z' },
};
const failed = aTaHost(HOST, { connection: 'notResponding', installed: NEW, inMaintenance: true });

function factsWith(known: {
  hosts?: readonly EsxHost[];
  records?: RecoveryRecords;
  hasAccess?: boolean;
  images?: readonly string[];
  /** Base images of the cluster. */
  listed?: readonly BaseImage[];
}): OperationFacts {
  const { hosts = [failed, aTaHost('ta-2'), aTaHost('ta-3')], hasAccess = true, images = [OLD] } = known;
  const inventory = anInventory({ authority: { images: known.listed ?? [anImage(OLD)] } });
  const estate = anEstate();
  return {
    now: '2026-03-01T00:00:00.000Z',
    estate: { ...estate, authority: { ...estate.authority, ...(hasAccess ? { hostAccess: access } : {}) } },
    inventory: {
      ...inventory,
      authority: { ...inventory.authority, cluster: { ...inventory.authority.cluster, hosts } },
    },
    archivedImages: images.map((version) => ({
      version,
      hash: 'b',
      bytes: 1,
      sourceHost: 'esx-1',
      exportedAt: '2026-01-01T00:00:00.000Z',
      quickBooted: false,
    })),
    extras: { records: known.records ?? records },
  };
}
const planned = (
  known: Parameters<typeof factsWith>[0] = {},
  parameters: { host: string; version?: string } = { host: HOST },
) =>
  planOperation(
    factsWith(known),
    { estate: 'sample', kind: 'recover-ta-host', reason: 'a test', parameters },
    'hash',
  );
const refusals = (...args: Parameters<typeof planned>) =>
  planned(...args)
    .findings.filter(({ severity }) => severity === 'blocker')
    .map(({ rule, check }) => `${rule} ${check}`);

describe('the plan of a recovery', () => {
  it('REC-5: has the steps of the procedure in their order, and gates before what tears and what trusts', () => {
    const { steps, gates, findings, details } = planned();
    expect(findings).toEqual([]);
    expect(steps.map(({ id }) => id)).toEqual([...RECOVERY_STEPS]);
    expect(gates.map(({ id }) => id)).toEqual(['begin', 're-add', 'refresh-trusted-side']);
    expect(details).toMatchObject({
      host: upgrade.host,
      recorded: OLD,
      access,
      archive: records.archive?.hash,
      thumbprint: failed.thumbprint,
    });
  });

  it('REC-2, SVC-5: shows people how the host is restored', () => {
    const restore = planned().steps.find(({ id }) => id === 'restore');
    const procedure = restore?.byPeople?.procedure.join('\n') ?? '';
    for (const word of ['Shift+R', 'Fresh installation', OLD, HOST, 'recovery key'])
      expect(procedure).toContain(word);
  });

  it('REC-0: shows the approver what has failed, and what it goes back to', () => {
    const [table] = planned().tables;
    expect(table?.rows).toEqual(
      expect.arrayContaining([
        ['state', 'notResponding, in maintenance'],
        ['to be restored', OLD],
        ['how it ended', upgrade.problem],
      ]),
    );
  });

  it('REC-3: goes on with a host that an earlier recovery removed, or added again', () => {
    const removed = planned({ hosts: [aTaHost('ta-2'), aTaHost('ta-3')] });
    expect([removed.findings, removed.details.host]).toEqual([[], upgrade.host]);
    const moid = 'host-99';
    const again = aTaHost(HOST, { ref: { ...upgrade.host, moid } });
    const added = planned({ hosts: [again, aTaHost('ta-2'), aTaHost('ta-3')] });
    expect(added.details.host.moid).toBe(upgrade.host.moid);
  });

  it.each<[how: string, phase: string, version: string | undefined]>([
    ['by the record of its upgrade', 'parked', undefined],
    ['by a version that people give', 'remediating', OLD],
    ['after an upgrade that succeeded, by a version that people give', 'done', OLD],
  ])('REC-4: goes on with a healthy host that was added again, %s', (_, phase, version) => {
    const again = aTaHost(HOST, { ref: { ...upgrade.host, moid: 'host-99' }, installed: OLD });
    const hosts = [again, aTaHost('ta-2'), aTaHost('ta-3')];
    const known = { hosts, records: { ...records, upgrade: { ...upgrade, phase } } };
    const plan = planned(known, { host: HOST, ...(version === undefined ? {} : { version }) });
    expect(plan.findings).toEqual([]);
    expect(plan.gates[0]?.title).toBe('Go on with the recovery of ta-1, which is in authority again');
    expect(plan.tables[0]?.rows).toContainEqual([
      'state',
      'connected, in use; added again by an earlier recovery',
    ]);
  });

  it('REC-0: a healthy host that nobody has added again stays refused, whatever version is given', () => {
    const hosts = [aTaHost(HOST, { installed: OLD }), aTaHost('ta-2')];
    expect(refusals({ hosts }, { host: HOST, version: OLD })).toEqual(['REC-0 ta-host-healthy']);
    const other = aTaHost(HOST, { ref: { ...upgrade.host, moid: 'host-99' }, installed: NEW });
    expect(refusals({ hosts: [other, aTaHost('ta-2')] }, { host: HOST, version: OLD })).toEqual([
      'REC-0 ta-host-healthy',
    ]);
  });
});

describe('a recovery is refused before anything is touched', () => {
  it.each<[situation: string, known: Parameters<typeof factsWith>[0], refused: string[]]>([
    [
      'a healthy host',
      {
        hosts: [aTaHost(HOST), aTaHost('ta-2')],
        records: { ...records, upgrade: { ...upgrade, phase: 'done' } },
      },
      ['REC-0 upgrade-succeeded'],
    ],
    ['the last healthy host', { hosts: [failed] }, ['INV-4 last-healthy-ta-host']],
    [
      'a version that nobody has recorded',
      { records: { ...(records.archive && { archive: records.archive }) } },
      ['REC-2 previous-version-unknown'],
    ],
    ['no archive', { records: { upgrade } }, ['BAK-3 configuration-archive-missing']],
    ['no login', { hasAccess: false }, ['REC-3 host-access-missing']],
  ])('%s', (_, known, refused) => {
    expect(refusals(known)).toEqual(refused);
  });

  it('REC-1: a host that is no Trust Authority host', () => {
    expect(
      refusals({ records: { ...(records.archive && { archive: records.archive }) } }, { host: 'esx-1' }),
    ).toContain('REC-1 not-a-ta-host');
  });

  it('REC-2: takes the version from people where no run has recorded it', () => {
    const known = { records: { ...(records.archive && { archive: records.archive }) } };
    const plan = planned(known, { host: HOST, version: `ESXi ${OLD}` });
    expect([plan.findings, plan.details.recorded]).toEqual([[], OLD]);
    expect(refusals(known, { host: HOST, version: 'the old one' })).toEqual([
      'REC-2 previous-version-unknown',
    ]);
  });

  it('DG-11: warns of base images without a file, which an approval accepts', () => {
    expect(planned({ images: [] }).findings).toMatchObject([
      { severity: 'warning', check: 'image-files-missing', message: expect.stringContaining(OLD) },
    ]);
    expect(planned({ images: [] }).details.imageSources).toEqual({ [OLD]: HOST });
  });

  const listed = [anImage(OLD), anImage(NEW)];
  it('DG-11: a version that another host runs can be exported there', () => {
    const hosts = [failed, aTaHost('ta-2', { installed: NEW }), aTaHost('ta-3')];
    const { findings, details } = planned({ hosts, listed });
    expect(findings).toMatchObject([{ severity: 'warning', message: expect.stringContaining(NEW) }]);
    expect(details.imageSources).toEqual({ [NEW]: 'ta-2' });
  });

  it.each([
    ['nobody runs', [failed, aTaHost('ta-2'), aTaHost('ta-3')]],
    [
      'only a host runs that is away',
      [failed, aTaHost('ta-2', { installed: NEW, connection: 'disconnected' })],
    ],
  ] as const)('REC-3, INV-5: a version without a file that %s can never come back: refused', (_, hosts) => {
    const lost = planned({ hosts, listed }).findings.filter(({ check }) => check === 'image-files-lost');
    expect(lost).toMatchObject([
      { rule: 'REC-3', severity: 'blocker', message: expect.stringContaining(NEW) },
    ]);
  });
});
