import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  afterRemoval,
  evidenceChanges,
  evidenceOf,
  evidenceTables,
  orderRemovals,
  retiringEvidence,
} from '../../../../src/domain/retiring/index.js';
import { anImage, aTrustedHost, ATTESTED, NEW, NOT_ATTESTED, OLD } from '../../../support/builders.js';
import { BETWEEN, retiringFacts, type DrawnHost } from '../../../support/retiring.js';

const full = (name: string, version = NEW): DrawnHost => ({ name, installed: version, measured: version });
const three = [anImage(NEW), anImage(OLD), anImage(BETWEEN)];
const evidence = (hosts: readonly DrawnHost[] = [full('a')], images = three) =>
  retiringEvidence(retiringFacts(hosts, images));
const checks = (versions: readonly string[], hosts?: readonly DrawnHost[]) =>
  orderRemovals(versions, evidence(hosts)).findings.map(({ rule, check, subject }) =>
    [rule, check, subject].join(' '),
  );

describe('FIX-4: only what is named is removed', () => {
  it.each<[string, readonly string[], string]>([
    ['nothing', [], 'FIX-4 no-version base images'],
    ['"all"', ['all'], 'FIX-4 version-invalid all'],
    ['a wildcard', ['8.0.*'], 'FIX-4 version-invalid 8.0.*'],
    ['a release without its build', ['8.0.2'], 'FIX-4 version-invalid 8.0.2'],
    ['one that is not there', ['7.0.3-20328353'], 'FIX-4 version-unknown 7.0.3-20328353'],
    ['one twice, in two spellings', [OLD, '8.0.2-0.0.22380479'], `FIX-4 version-twice ${OLD}`],
  ])('%s is refused', (_, versions, expected) => {
    expect(checks(versions)).toEqual([expected]);
  });

  it('a refusal of an unknown version names what there is', () => {
    const [finding] = orderRemovals(['7.0.3-20328353'], evidence()).findings;
    expect(finding?.remedy).toContain(`${OLD}, ${BETWEEN}, ${NEW}`);
  });
});

describe('DG-5: one by one, never the last', () => {
  it('the oldest first, whatever the order and spelling of the request', () => {
    const { order, findings } = orderRemovals([BETWEEN, 'ESXi 8.0.2-0.0.22380479'], evidence());
    expect([findings, order.map(({ image }) => image.version)]).toEqual([[], [OLD, BETWEEN]]);
  });

  it('not all of them, even when each alone might go', () => {
    const lonely = retiringEvidence(retiringFacts([], three));
    expect(orderRemovals([OLD, BETWEEN], lonely).findings).toEqual([]);
    expect(orderRemovals([OLD, BETWEEN, NEW], lonely).findings.map(({ check }) => check)).toEqual([
      'last-image',
      'last-image',
      'last-image',
    ]);
  });

  it('QB-4: one in use is refused, naming the host', () => {
    expect(checks([OLD], [full('a'), { name: 'b', installed: NEW, measured: OLD }])).toEqual([
      'QB-4 base-image-in-use b',
    ]);
  });

  it('what holds several versions is said once', () => {
    expect(checks([OLD, BETWEEN], [{ ...full('a'), change: { connection: 'disconnected' } }])).toEqual([
      'DG-10 host-unreadable a',
    ]);
  });
});

describe('INV-3: whatever the estate and the request', () => {
  const version = fc.constantFrom(OLD, BETWEEN, NEW, '8.0.1-21495797');
  const drawn = fc.record({
    installed: fc.option(version, { nil: undefined }),
    measured: fc.option(version, { nil: undefined }),
    connection: fc.constantFrom('connected' as const, 'connected' as const, 'notResponding' as const),
    before: fc.option(version, { nil: undefined }),
    hoursAgo: fc.integer({ min: 0, max: 400 }),
  });
  const clock = Date.parse('2026-02-01T12:00:00Z');
  const estates = fc.record({
    hosts: fc.array(drawn, { maxLength: 5 }),
    images: fc.uniqueArray(version, { minLength: 1 }),
    wanted: fc.uniqueArray(fc.oneof(version, fc.constantFrom('all', '*', '')), { maxLength: 4 }),
  });
  const judged = ({ hosts, images, wanted }: typeof estates extends fc.Arbitrary<infer T> ? T : never) => {
    const facts = retiringFacts(
      hosts.map(({ installed, measured, connection, before, hoursAgo }, index) => ({
        name: `esx-${index}`,
        installed,
        measured,
        change: { connection },
        row: {
          installedSince: {
            at: new Date(clock - hoursAgo * 3_600_000).toISOString(),
            ...(before !== undefined && { before }),
          },
        },
      })),
      images.map((name) => anImage(name)),
    );
    return orderRemovals(wanted, retiringEvidence(facts));
  };
  const search = { seed: 1103, numRuns: 400 };

  it('what is not refused leaves every host its versions, and the way back while it is open', () => {
    let allowed = 0;
    fc.assert(
      fc.property(estates, (estate) => {
        const { order, findings } = judged(estate);
        if (findings.length > 0) return;
        allowed += 1;
        const gone = order.map(({ image }) => image.version);
        expect(gone).toEqual(gone.toSorted());
        expect(estate.images.filter((image) => !gone.includes(image))).not.toEqual([]);
        for (const host of estate.hosts) {
          expect(host.connection).toBe('connected');
          expect(gone).not.toContain(host.measured ?? gone[0]);
          expect(gone).not.toContain(host.installed ?? gone[0]);
          if (host.hoursAgo < 168 && host.installed !== host.before) {
            expect(gone).not.toContain(host.before ?? gone[0]);
          }
        }
      }),
      search,
    );
    expect(allowed).toBeGreaterThan(5);
  });

  it('removed is what was named, no more and no less', () => {
    fc.assert(
      fc.property(estates, (estate) => {
        const { order, findings } = judged(estate);
        const gone = order.map(({ image }) => image.version);
        const wanted: readonly string[] = estate.wanted;
        expect(gone.filter((name) => !wanted.includes(name))).toEqual([]);
        if (findings.length === 0) expect(gone).toHaveLength(estate.wanted.length);
      }),
      search,
    );
  });
});

describe('FIX-3: the approved evidence must still hold', () => {
  const approved = evidence([full('a'), full('b')]);
  it.each<[string, readonly DrawnHost[], string]>([
    ['a host attests with the version again', [full('a'), full('b', OLD)], 'vc-trusted/b'],
    ['a host has come', [full('a'), full('b'), full('c')], 'vc-trusted/c'],
    ['a host has gone', [full('a')], 'vc-trusted/b'],
    [
      'a host lost its attestation',
      [full('a'), { ...full('b'), change: { attestation: NOT_ATTESTED } }],
      'vc-trusted/b',
    ],
    [
      'a host booted',
      [full('a'), { ...full('b'), change: { bootTime: '2026-01-11T08:00:00Z' } }],
      'vc-trusted/b',
    ],
  ])('%s', (_, hosts, subject) => {
    const changes = evidenceChanges(OLD, approved, evidence(hosts));
    expect(changes[0]).toMatch(new RegExp(`^${subject}: was .*, is `));
  });

  it('an image is not what it was', () => {
    const now = evidence(
      [full('a'), full('b')],
      [anImage(NEW, { health: 'ERROR' }), anImage(OLD), anImage(BETWEEN)],
    );
    expect(evidenceChanges(OLD, approved, now).join('\n')).toContain(`image-${NEW}: was health OK`);
    expect(
      evidenceChanges(OLD, approved, evidence([full('a'), full('b')], [anImage(NEW), anImage(OLD)])),
    ).toEqual([`image-${BETWEEN}: was health OK, is not there any more`]);
  });

  it('a report that was renewed is no change', () => {
    const renewed = { attestation: { ...ATTESTED, attestedAt: '2026-02-01T10:00:00Z' } };
    const now = evidence([{ ...full('a'), change: renewed }, full('b')]);
    expect(evidenceChanges(OLD, approved, now)).toEqual([]);
  });
});

describe('FIX-3, INV-1: all hosts still attested at the next check', () => {
  const removedAt = '2026-01-10T09:00:00Z';
  const anew = { ...ATTESTED, attestedAt: '2026-01-10T09:00:01Z' };
  const refusedByOne = {
    ...anew,
    services: [...ATTESTED.services, { status: 'notAttested' as const, messages: [] }],
  };
  const look = (attestation = ATTESTED, refusals = {}) => {
    const { lost, confirmed, pending } = afterRemoval(
      [aTrustedHost('a', { attestation })],
      removedAt,
      refusals,
    );
    return [lost, confirmed, pending].map((refs) => refs.map(({ name }) => name));
  };

  it.each<[string, string[][], ReturnType<typeof look>]>([
    ['a report from before the removal says nothing', [[], [], ['a']], look()],
    ['a newer report confirms', [[], ['a'], []], look(anew)],
    ['not attested any more', [['a'], [], []], look(NOT_ATTESTED)],
    ['DG-14: unknown counts as lost', [['a'], [], []], look({ status: 'unknown', services: [] })],
    ['one service refuses: the others will', [['a'], [], []], look(refusedByOne)],
    [
      'a service that refused before counts for nothing',
      [[], ['a'], []],
      look(refusedByOne, { 'host-a': 1 }),
    ],
    ['a report without a time says nothing', [[], [], ['a']], look({ status: 'attested', services: [] })],
  ])('%s', (_, expected, seen) => {
    expect(seen).toEqual(expected);
  });
});

describe('FIX-3: the tables in front of the approver', () => {
  const tables = evidenceTables(
    retiringEvidence(
      retiringFacts(
        [full('a'), { name: 'b', installed: NEW, measured: OLD }],
        [anImage(OLD, { lastAttestedAt: '2026-02-01T11:00:00Z' }), anImage(NEW)],
      ),
    ),
  );

  it('every row has a cell for each column', () => {
    for (const { columns, rows } of tables) {
      for (const row of rows) expect(row).toHaveLength(columns.length);
    }
  });

  it('QB-6, QB-3: versions with their last attestation and who needs them, hosts with both versions', () => {
    expect(tables[0]?.rows).toEqual([
      [OLD, 'OK', 'yes', '2026-02-01T11:00:00Z (the last of all)', 'b', 'no: base-image-in-use [QB-4]'],
      [NEW, 'OK', 'yes', 'not told', 'a, b', 'no: base-image-in-use [QB-4]'],
    ]);
    expect(tables[1]?.rows.map((row) => row.slice(2, 5))).toEqual([
      ['a', NEW, NEW],
      ['b', NEW, OLD],
    ]);
  });
});

it('a version that has left the list has no evidence', () => {
  expect(evidenceOf('7.0.3-20328353', evidence())).toBeUndefined();
  expect(evidenceOf(OLD, evidence())?.image.version).toBe(OLD);
});
