import { describe, expect, it } from '@jest/globals';
import { retiringEvidence, type RetiringFacts } from '../../../../src/domain/retiring/index.js';
import {
  aCluster,
  anImage,
  anInventory,
  aTaHost,
  aTrustedHost,
  ATTESTED,
  NEW,
  NOT_ATTESTED,
  OLD,
} from '../../../support/builders.js';
import { BETWEEN, CLOCK, retiringFacts, type DrawnHost } from '../../../support/retiring.js';

const full = (name: string, version = NEW): DrawnHost => ({ name, installed: version, measured: version });
const quick = (name: string, installed = NEW, measured = OLD): DrawnHost => ({ name, installed, measured });
/** `check subject` of everything that forbids the removal of a version. */
const held = (facts: RetiringFacts, version = OLD): string[] =>
  (retiringEvidence(facts).versions.find(({ image }) => image.version === version)?.blockers ?? []).map(
    ({ check, subject }) => `${check} ${subject}`,
  );
const ten = (tenth: DrawnHost) => [
  ...Array.from({ length: 9 }, (_, index) => full(`esx-${index + 1}`)),
  tenth,
];

describe('QB-4: a version stays while a host attests with it', () => {
  it('ten upgraded by Quick Boot, nine fully rebooted: the tenth is named, and no other', () => {
    expect(held(retiringFacts(ten(quick('esx-10'))))).toEqual(['base-image-in-use esx-10']);
  });

  it('the tenth fully rebooted: nothing holds it', () => {
    expect(held(retiringFacts(ten(full('esx-10'))))).toEqual([]);
  });

  it('every blocking host is named with every reason', () => {
    const hosts = [
      quick('b'),
      full('c', OLD),
      full('a'),
      { ...full('d'), change: { attestation: NOT_ATTESTED } },
    ];
    expect(held(retiringFacts(hosts))).toEqual([
      'base-image-in-use b',
      'base-image-in-use c',
      'host-not-attested d',
    ]);
  });
});

describe('QB-6: versions in between, and what was attested last', () => {
  const told = (version: string, lastAttestedAt?: string) =>
    anImage(version, lastAttestedAt === undefined ? {} : { lastAttestedAt });
  const A = OLD;
  const [B, C] = [BETWEEN, NEW];
  const images = [told(A, '2026-02-01T11:00:00Z'), told(B), told(C)];
  const hosts = [quick('esx-1', C, A), quick('esx-2', C, A)];
  const evidence = retiringEvidence(retiringFacts(hosts, images, { rollbackWindowHours: 0 }));

  it('A by full boot, then B and C by Quick Boot: A is the one attested last', () => {
    expect(evidence.versions.map(({ image, isLastAttested }) => [image.version, isLastAttested])).toEqual([
      [A, true],
      [B, false],
      [C, false],
    ]);
  });

  it('B may go, as no host has measured or installed it; A and C may not', () => {
    expect(evidence.versions.map(({ blockers }) => blockers.length > 0)).toEqual([true, false, true]);
  });

  it('a time later than the boots of all known hosts proves that somebody else uses it', () => {
    const facts = retiringFacts([full('esx-1')], [told(A, '2026-02-01T11:00:00Z'), told(C)]);
    expect(held(facts)).toEqual([`attested-by-others ${A}`]);
  });

  it.each<[string, string, Partial<DrawnHost>]>([
    ['from before a host booted', '2026-01-10T07:00:00Z', {}],
    ['so old that every report of its age has run out', '2026-01-20T00:00:00Z', {}],
    ['while a boot time is unread', '2026-02-01T11:00:00Z', { change: { bootTime: '' } }],
  ])('a time %s proves nothing', (_, at, host) => {
    const facts = retiringFacts([{ ...full('esx-1'), ...host }], [told(A, at), told(C)]);
    expect(held(facts)).toEqual([]);
  });

  it('a host that is attested with a version that is not there is not understood', () => {
    const facts = retiringFacts([quick('esx-1', C, '8.0.1-21495797')]);
    expect(held(facts)).toEqual(['measured-inconsistent esx-1']);
  });
});

describe('FIX-3, INV-2: what still comes', () => {
  it('a host that runs an older version is not updated', () => {
    const facts = retiringFacts([full('a', OLD), full('b')], [anImage(OLD), anImage(BETWEEN), anImage(NEW)]);
    expect(held(facts, BETWEEN)).toEqual(['host-not-updated a']);
  });

  it('a cluster whose desired image it is would bring hosts to it', () => {
    const facts = retiringFacts([full('a')]);
    const [side] = facts.inventory.trusted;
    const cluster = side?.clusters[0];
    if (side === undefined || cluster === undefined) throw new Error('the builders have a cluster');
    const trusted = [{ ...side, clusters: [{ ...cluster, desired: { baseImage: OLD } }] }];
    expect(held({ ...facts, inventory: { ...facts.inventory, trusted } })).toEqual([
      'desired-image workload',
    ]);
  });
});

describe('DG-5: the last one, and an open rollback window', () => {
  it('the last one never goes', () => {
    expect(held(retiringFacts([full('a')], [anImage(OLD)]))).toContain(`last-image ${OLD}`);
  });

  const since = (at: string, before?: string): DrawnHost => ({
    ...full('a'),
    row: { installedSince: { at, ...(before !== undefined && { before }) } },
  });
  it.each<[string, DrawnHost, number, string[]]>([
    ['it left the version six days ago', since('2026-01-26T12:00:00Z', OLD), 168, ['rollback-window a']],
    ['it left the version eight days ago', since('2026-01-24T12:00:00Z', OLD), 168, []],
    ['it left another version yesterday', since('2026-01-31T12:00:00Z', BETWEEN), 168, []],
    ['nobody saw what it ran six days ago', since('2026-01-26T12:00:00Z'), 168, ['rollback-window a']],
    ['nobody saw what it ran before, long ago', since('2026-01-10T08:00:00Z'), 168, []],
    ['rollback is no option', since('2026-01-31T12:00:00Z', OLD), 0, []],
    ['the window is an hour', since('2026-01-31T12:00:00Z', OLD), 1, []],
  ])('INV-3: %s', (_, host, rollbackWindowHours, expected) => {
    expect(held(retiringFacts([host], undefined, { rollbackWindowHours }))).toEqual(expected);
  });
});

describe('DG-11, INV-5, FIX-4: the image itself', () => {
  it('what is not in the archive stays', () => {
    expect(held(retiringFacts([full('a')], undefined, { inventory: { archivedImages: [NEW] } }))).toEqual([
      `not-archived ${OLD}`,
    ]);
  });

  it('nothing goes while an image that stays is not on every TA host', () => {
    const images = [anImage(OLD), anImage(NEW, { health: 'NONE' })];
    expect(held(retiringFacts([full('a')], images))).toEqual([`image-inconsistent ${NEW}`]);
  });

  it('two images of one version are not told apart by it', () => {
    const images = [anImage(OLD), anImage(OLD, { id: 'another' }), anImage(NEW)];
    expect(held(retiringFacts([full('a')], images))).toContain(`version-ambiguous ${OLD}`);
  });
});

describe('DG-10, DG-14: all trusted clusters and vCenters, or none', () => {
  it('an unreadable vCenter blocks every version and is named', () => {
    const unreadable = [{ subject: 'vc-trusted', reason: 'connection refused' }];
    const facts = retiringFacts([full('a')], undefined, { inventory: { unreadable } });
    expect(held(facts)).toEqual(['inventory-unreadable vc-trusted']);
    expect(held(facts, NEW)).toContain('inventory-unreadable vc-trusted');
  });

  it('a vCenter of the estate that nobody read is unreadable too', () => {
    expect(held(retiringFacts([full('a')], undefined, { beyond: [] }))).toContain(
      'inventory-unreadable vc-trusted',
    );
    const facts = retiringFacts([full('a')]);
    expect(held({ ...facts, inventory: { ...facts.inventory, trusted: [] } })).toContain(
      'inventory-unreadable vc-trusted',
    );
  });

  it('a host in a trusted cluster that the estate file does not name counts', () => {
    const stranger = aCluster({ vcenter: 'vc-trusted', moid: 'domain-c77', name: 'lab' }, [
      aTrustedHost('esx-lab', { installed: OLD }),
    ]);
    const beyond = [{ vcenter: 'vc-trusted', clock: CLOCK, clusters: [stranger] }];
    const facts = retiringFacts([full('a')], undefined, { beyond });
    expect(held(facts)).toEqual(['base-image-in-use esx-lab']);
    expect(retiringEvidence(facts).hosts.map(({ host, inEstate }) => [host.name, inEstate])).toEqual([
      ['a', true],
      ['esx-lab', false],
    ]);
  });

  it('a principal that no vCenter of the estate presents is a vCenter that nobody read', () => {
    const facts = retiringFacts([full('a')]);
    const principals = [
      ...facts.inventory.authority.facts.principals,
      { id: 'principal-2', issuer: 'https://vc-other.example.com', health: 'OK' as const },
    ];
    const authority = {
      ...facts.inventory.authority,
      facts: { ...facts.inventory.authority.facts, principals },
    };
    expect(held({ ...facts, inventory: { ...facts.inventory, authority } })).toEqual([
      'unknown-trusted-vcenter principal-2',
    ]);
  });

  it.each(['disconnected', 'notResponding', 'unknown'] as const)('a host that is %s', (connection) => {
    expect(held(retiringFacts([{ ...full('a'), change: { connection } }]))).toEqual(['host-unreadable a']);
  });

  it('a Trust Authority host that is away would keep the image', () => {
    const { authority } = anInventory({ taHosts: [aTaHost('ta-1', { connection: 'disconnected' })] });
    const facts = retiringFacts([full('a')]);
    const cluster = authority.cluster;
    const inventory = { ...facts.inventory, authority: { ...facts.inventory.authority, cluster } };
    expect(held({ ...facts, inventory })).toEqual(['ta-host-away ta-1']);
  });

  it.each<[string, DrawnHost, string[]]>([
    [
      'attestation',
      { ...full('a'), change: { attestation: { ...ATTESTED, status: 'unknown' } } },
      ['host-not-attested a'],
    ],
    ['version of the last full boot', { name: 'a', installed: NEW }, ['base-image-in-use a']],
  ])('an unknown %s is not taken for a good one', (_, host, expected) => {
    expect(held(retiringFacts([host]))).toEqual(expected);
  });
});
