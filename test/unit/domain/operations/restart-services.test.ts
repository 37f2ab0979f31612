import { describe, expect, it } from '@jest/globals';
import { createTrustedZone } from '../../../../src/activities/index.js';
import type { Finding } from '../../../../src/domain/model/finding.js';
import { planOperation, type OperationFacts } from '../../../../src/domain/operations/index.js';
import type { Operations } from '../../../../src/domain/operations/model.js';
import type { AuthorityHealth, HostWithServices } from '../../../../src/domain/services/index.js';
import { anEstate, anInventory, aTaHost } from '../../../support/builders.js';
import { fakeVSphere } from '../../../support/fake-vsphere.js';

type Parameters = Operations['restart-services']['parameters'];
const OK = { health: 'OK', details: [] } as const;
const HEALTHY: AuthorityHealth = { attestation: OK, keyProvider: OK };
const services = (running = true) => ['attestd', 'kmxd'].map((key) => ({ key, label: key, running }));

const inventory = anInventory();
const names = inventory.authority.cluster.hosts.map(({ ref }) => ref.name);
const [first = '', second = ''] = names;
const trusted = inventory.trusted[0]?.clusters[0]?.hosts[0]?.ref.name ?? '';

interface Read {
  readonly health?: AuthorityHealth;
  readonly hosts?: readonly Partial<HostWithServices>[];
  readonly facts?: Partial<OperationFacts>;
}

function plan(parameters: Partial<Parameters>, read: Read = {}) {
  const taHosts = inventory.authority.cluster.hosts.map(({ ref, connection, inMaintenance }, index) => ({
    ref,
    connection,
    ...(inMaintenance === undefined ? {} : { inMaintenance }),
    services: services(),
    ...read.hosts?.[index],
  }));
  const facts: OperationFacts = {
    now: '2026-01-10T12:00:00Z',
    estate: anEstate(),
    inventory,
    archivedImages: [],
    extras: { services: { health: read.health ?? HEALTHY, taHosts } },
    ...read.facts,
  };
  const request = {
    estate: 'sample',
    kind: 'restart-services',
    reason: 'slow',
    parameters: { action: 'restart', why: 'health', ...parameters },
  } as const;
  return planOperation(facts, request, 'x');
}
const blockers = (asked: Partial<Parameters>, read?: Read): Finding[] =>
  plan(asked, read).findings.filter(({ severity }) => severity === 'blocker');

describe('SVC-2: the last healthy TA host', () => {
  const down = names.map((_, index) => (index === 0 ? {} : { services: services(false) }));

  it('is refused with that reason', () => {
    expect(blockers({ action: 'stop', hosts: [first] }, { hosts: down })).toMatchObject([
      { rule: 'SVC-2', subject: first, message: expect.stringContaining('last healthy TA host') },
    ]);
  });

  it('unless it is forced, and then asked for at a gate of its own', () => {
    const forced = plan({ action: 'stop', hosts: [first], force: true }, { hosts: down });
    expect(forced.findings).toMatchObject([{ severity: 'warning', check: 'last-healthy-ta-host' }]);
    expect(forced.gates.map(({ id }) => id)).toEqual(['begin', `last-healthy-ta-host/${first}`]);
  });

  it('DG-14: nothing read is nothing known', () => {
    expect(blockers({ action: 'stop', hosts: [first] }, { facts: { extras: {} } })).not.toEqual([]);
  });
});

describe('SVC-3: which hosts, in which order', () => {
  it('all TA hosts, each a step, after an approval', () => {
    const { steps, gates, details, findings } = plan({});
    expect(findings).toEqual([]);
    expect(gates).toMatchObject([{ id: 'begin', rule: 'SVC-3' }]);
    expect(steps.map(({ subject }) => subject)).toEqual(names);
    expect(details.targets[0]).toMatchObject({ services: ['attestd', 'kmxd'], byPeople: false });
  });

  it('those that serve nobody first: that may be the cure', () => {
    const details = [`Service attestd of host ${second} does not answer.`];
    const health: AuthorityHealth = { ...HEALTHY, attestation: { health: 'WARNING', details } };
    const { steps, findings } = plan({}, { health });
    expect(steps[0]?.subject).toBe(second);
    // The others follow only when that one serves again.
    expect(findings).toEqual([]);
  });

  it('start and stop are of one host, start without a gate', () => {
    expect(blockers({ action: 'stop' })).toMatchObject([{ check: 'one-host' }]);
    const start = plan({ action: 'start', hosts: [first] }, { hosts: [{ services: services(false) }] });
    expect(start).toMatchObject({ gates: [], findings: [], steps: [{ rule: 'SVC-2' }] });
    expect(plan({ action: 'start', hosts: [first] })).toMatchObject({
      steps: [],
      findings: [{ check: 'services-as-wanted', severity: 'info' }],
    });
  });

  it.each<[string, Partial<Parameters>, RegExp]>([
    ['a host that is none', { hosts: ['esx-99'] }, /esx-99 is no host of this estate/],
    ['a service that is none', { services: ['ntpd'] }, /ntpd is no vTA service/],
    [
      'a service of the other side',
      { hosts: [trusted], services: ['attestd'] },
      /no vTA service of a trusted host/,
    ],
  ])('%s is refused', (_, asked, says) => {
    expect(blockers(asked)[0]?.message).toMatch(says);
  });

  it('a host that is away is refused', () => {
    const hosts = inventory.authority.cluster.hosts.map((host) => ({
      ...host,
      connection: 'notResponding' as const,
    }));
    const authority = { ...inventory.authority, cluster: { ...inventory.authority.cluster, hosts } };
    const facts = { inventory: { ...inventory, authority } };
    expect(blockers({ hosts: [first] }, { facts })[0]?.message).toMatch(/is notResponding/);
  });
});

describe('SVC-4, SVC-5: what vCenter is not asked', () => {
  it('a trusted host, by the inventory: a task of people with the procedure and the names', () => {
    const { steps, details } = plan({ hosts: [trusted] });
    expect(details.targets).toMatchObject([{ side: 'trusted', byPeople: true, services: ['kmxa'] }]);
    expect(steps).toMatchObject([{ rule: 'SVC-4', title: expect.stringContaining('kmxa') }]);
    expect(steps[0]?.byPeople?.procedure[0]).toMatch(/Log in to/);
  });

  it('a TA host that lists none of its services', () => {
    const { details, steps } = plan({ hosts: [first] }, { hosts: [{ services: [] }] });
    expect(details.targets).toMatchObject([{ byPeople: true }]);
    expect(steps[0]?.byPeople?.procedure.join(' ')).toMatch(/Configure, System, Services/);
  });

  it('no activity of the trusted zone orders a service', () => {
    const zone = createTrustedZone(fakeVSphere({}));
    expect(Object.keys(zone).filter((name) => /service/i.test(name))).toEqual([]);
  });
});

it('SVC-1: the version of a service is that of its host', () => {
  const [, table] = plan({}).tables;
  const version = aTaHost().installed;
  expect(table?.rows.filter(([host]) => host === first)).toEqual([
    [first, 'attestd', 'running', version],
    [first, 'kmxd', 'running', version],
  ]);
});
