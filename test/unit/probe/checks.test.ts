import { describe, expect, it } from '@jest/globals';
import type { EsxCluster } from '../../../src/domain/model/inventory.js';
import { findDifferences, probeChecks } from '../../../src/probe/checks/index.js';
import type { Observed, ObservedVCenter } from '../../../src/probe/observed.js';
import type { WireFacts } from '../../../src/probe/wire/facts.js';
import { anEstate, anInventory } from '../../support/builders.js';

const at = '2026-01-01T00:00:00.000Z';
const until = '2026-01-01T08:00:00.000Z';

const quietWire: WireFacts = {
  operations: [
    { operation: 'GET /vcenter/cluster', unknownFields: [], missingFields: [], unknownValues: [] },
  ],
  unset: new Set(['absent']),
  taskOperation: new Set(['suffix']),
  taskError: new Set(),
};

const observedCluster = (cluster: EsxCluster) => ({
  cluster,
  details: {
    vms: [],
    hosts: cluster.hosts.map(({ ref: { moid } }) => ({
      moid,
      services:
        cluster.role === 'authority' ? { attestd: true, kmxd: true, ntpd: true } : { kmxa: true, ntpd: true },
      attestation: [{ status: 'attested', attestedAt: at, attestedUntil: until, messages: [] }],
    })),
  },
});

/** The estate of the builders, read as a probe reads it. */
function anObservation(change: { wire?: WireFacts; vcenter?: Partial<ObservedVCenter> } = {}): Observed {
  const { authority, trusted } = anInventory();
  const estate = anEstate();
  const server = { version: '8.0.2', build: '1', apiVersion: '8.0.2.0' };
  return {
    estate,
    takenAt: at,
    unreadable: [],
    wire: change.wire ?? quietWire,
    vcenters: [
      {
        ref: estate.authority.vcenter,
        facts: authority.vcenter,
        server,
        authority: authority.facts,
        clusters: [observedCluster(authority.cluster)],
        ...change.vcenter,
      },
      ...trusted.map(({ vcenter, clusters, link }, index): ObservedVCenter => {
        const ref = estate.trusted[index]?.vcenter ?? estate.authority.vcenter;
        return { ref, facts: vcenter, server, link, clusters: clusters.map(observedCluster) };
      }),
    ],
  };
}

/** Verdicts of one check, by subject. */
const verdictsOf = (check: string, observed: Observed): Record<string, string> =>
  Object.fromEntries(
    findDifferences(observed)
      .filter((finding) => finding.check === check)
      .map(({ subject, verdict }) => [subject, verdict]),
  );
const findingOf = (check: string, observed: Observed) =>
  findDifferences(observed).find((finding) => finding.check === check);

describe('the checks of a probe', () => {
  it('have names of their own, and say what is assumed, what it means and where that stands', () => {
    expect(new Set(probeChecks.map(({ check }) => check)).size).toBe(probeChecks.length);
    for (const finding of findDifferences(anObservation())) {
      for (const text of [finding.assumed, finding.found, finding.means, finding.where])
        expect(text).not.toBe('');
    }
  });

  it('each judge something of a whole estate', () => {
    const judged = new Set(findDifferences(anObservation()).map(({ check }) => check));
    expect(probeChecks.map(({ check }) => check).filter((check) => !judged.has(check))).toEqual([]);
  });

  it('take nothing for granted that was not read', () => {
    const estate = anEstate();
    const nothing: Observed = {
      estate,
      takenAt: at,
      unreadable: [],
      wire: { operations: [], unset: new Set(), taskOperation: new Set(), taskError: new Set() },
      vcenters: [{ ref: estate.authority.vcenter, clusters: [] }],
    };
    expect(findDifferences(nothing).filter(({ verdict }) => verdict !== 'not-seen')).toEqual([]);
  });
});

describe('what differs is found', () => {
  const { authority } = anInventory();
  const withFacts = (facts: Partial<typeof authority.facts>) =>
    anObservation({ vcenter: { authority: { ...authority.facts, ...facts } } });
  const withCluster = (cluster: Partial<EsxCluster>) =>
    anObservation({ vcenter: { clusters: [observedCluster({ ...authority.cluster, ...cluster })] } });

  it('a release outside the supported ones', () => {
    const facts = { ...authority.vcenter, current: { version: '9.0.0.00000', build: '1' } };
    const name = anEstate().authority.vcenter.name;
    expect(verdictsOf('release', anObservation({ vcenter: { facts } }))[name]).toBe('different');
  });

  it('an API version of another release', () => {
    const server = { version: '8.0.3', build: '1', apiVersion: '8.0.2.0' };
    expect(findingOf('api-version', anObservation({ vcenter: { server } }))).toMatchObject({
      verdict: 'different',
      found: 'API 8.0.2.0, product 8.0.3',
    });
  });

  it('last_attested_time: what a lab has to be told goes with the finding', () => {
    const images = authority.facts.images.map(({ version, id, displayName, health, details }) => ({
      version,
      id,
      displayName,
      health,
      details,
    }));
    expect(findingOf('last-attested-time', withFacts({ images }))).toMatchObject({
      verdict: 'different',
      assumption: { name: 'lastAttestedTime', value: 'absent' },
    });
  });

  it('a base image of another form, health NONE', () => {
    const [image] = authority.facts.images;
    if (!image) throw new Error('the builders have an image');
    const images = [{ ...image, id: 'ESXi-7', health: 'NONE' as const }];
    expect(findingOf('base-image-id', withFacts({ images }))).toMatchObject({
      verdict: 'different',
      found: 'other forms: ESXi-7',
    });
    expect(findingOf('health-none', withFacts({ images }))?.verdict).toBe('different');
  });

  it.each`
    id                            | verdict         | value
    ${'8.0.3-0.0.24022510'}       | ${'as-assumed'} | ${'release-form'}
    ${'8.0.3-0.35.24280767'}      | ${'different'}  | ${'patch-form'}
    ${'ESXi 8.0.3 build-2428076'} | ${'different'}  | ${'display-form'}
    ${'seven'}                    | ${'different'}  | ${undefined}
  `('the identifier $id is $verdict', ({ id, verdict, value }: any) => {
    const images = authority.facts.images.map((image) => ({ ...image, id }));
    const finding = findingOf('base-image-id', withFacts({ images }));
    expect([finding?.verdict, finding?.assumption?.value]).toEqual([verdict, value]);
  });

  it('a TA cluster on baselines, and with VMs that DRS does not move', () => {
    expect(findingOf('authority-image-managed', withCluster({ imageManaged: false }))).toMatchObject({
      verdict: 'different',
      found: 'by baselines',
    });
    const hosts = authority.cluster.hosts.map((host) => ({ ...host, poweredOnVms: 1 }));
    expect(findingOf('authority-workload', withCluster({ hosts, drs: 'manual' }))?.verdict).toBe('different');
  });

  it('services that are not listed, boots without evidence, hosts without attestation', () => {
    const observed = anObservation();
    const vcenters = observed.vcenters.map((vcenter) => ({
      ...vcenter,
      clusters: vcenter.clusters.map(({ cluster, details }) => ({
        cluster: {
          ...cluster,
          hosts: cluster.hosts.map((host) => ({
            ...host,
            bootTime: at,
            boot: { type: 'unknown', source: 'none' } as const,
          })),
        },
        details: {
          vms: [],
          hosts: (details?.hosts ?? []).map(({ moid }) => ({ moid, services: { ntpd: true } })),
        },
      })),
    }));
    const changed = { ...observed, vcenters };
    for (const check of ['trust-services-listed', 'boot-reason-events', 'attestation-infos']) {
      expect([check, ...new Set(Object.values(verdictsOf(check, changed)))]).toEqual([check, 'different']);
    }
    expect(new Set(Object.values(verdictsOf('attestation-lifetime', changed)))).toEqual(
      new Set(['not-seen']),
    );
  });

  it('what it settles is spelt as a topology spells it', () => {
    const settled = findDifferences(anObservation({ wire: { ...quietWire, taskError: new Set(['text']) } }));
    const byName = Object.fromEntries(
      settled.flatMap(({ assumption }) => (assumption ? [[assumption.name, assumption.value]] : [])),
    );
    expect(byName).toMatchObject({
      lastAttestedTime: expect.stringMatching(/^(filled|absent)$/),
      hostServices: 'all',
      attestationReports: 'as-timed',
      unsetFields: 'absent',
      taskOperation: 'with-suffix',
      taskError: 'text',
    });
  });

  it.each`
    check                | wire
    ${'unset-optionals'} | ${{ unset: new Set(['null']) }}
    ${'task-operation'}  | ${{ taskOperation: new Set(['plain']) }}
    ${'task-error'}      | ${{ taskError: new Set(['text']) }}
    ${'unknown-fields'}  | ${{ operations: [{ operation: 'GET /x', unknownFields: ['new'], missingFields: [], unknownValues: [] }] }}
    ${'missing-fields'}  | ${{ operations: [{ operation: 'GET /x', unknownFields: [], missingFields: ['old'], unknownValues: [] }] }}
    ${'unknown-values'}  | ${{ operations: [{ operation: 'GET /x', unknownFields: [], missingFields: [], unknownValues: ['health=X'] }] }}
  `('on the wire: $check', ({ check, wire }: any) => {
    expect(findingOf(check, anObservation({ wire: { ...quietWire, ...wire } }))?.verdict).toBe('different');
  });
});
