import { describe, expect, it } from '@jest/globals';
import type { EstateInventory } from '../../../../src/domain/model/inventory.js';
import type { HostReadiness, Readiness } from '../../../../src/domain/model/readiness.js';
import { preflight } from '../../../../src/domain/preflight/index.js';
import { anEstate, anInventory, aRequest } from '../../../support/builders.js';

const GIB = 1024;
const base = anInventory();

/** Of the hosts of the trusted cluster, one after another; of the first so many are in service. */
const found = (changes: readonly Partial<HostReadiness>[], inService = changes.length): string[] => {
  const inventory: EstateInventory = {
    ...base,
    trusted: base.trusted.map((side) => ({
      ...side,
      clusters: side.clusters.map((cluster) => ({
        ...cluster,
        hosts: cluster.hosts.map((host, index) => ({ ...host, inMaintenance: index >= inService })),
      })),
      readiness: {
        ...(side.readiness as Readiness),
        hosts: (side.readiness?.hosts ?? []).map((host, index) => {
          const entries = Object.entries({ ...host, ...changes[index] });
          return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as never;
        }),
      },
    })),
  };
  return preflight({ estate: anEstate(), inventory, request: aRequest() })
    .filter(({ check }) => ['evacuation-reservations', 'evacuation-cpu', 'readiness-unread'].includes(check))
    .map(
      ({ check, severity, rule, subject, message }) => `${severity} ${check} ${rule} ${subject}: ${message}`,
    );
};
const reserving = (...gib: readonly number[]): Partial<HostReadiness> => ({
  reservedVms: gib.map((size, index) => ({ name: `vm-${index + 1}`, memoryMiB: size * GIB })),
  reservedMiB: gib.reduce((sum, size) => sum + size, 0) * GIB,
});
const room = (gib: number): Partial<HostReadiness> => ({
  memoryMiB: 100 * GIB,
  reservedMiB: (100 - gib) * GIB,
});
const [one, two] = [room(10), room(20)];

describe('ORD-8: memory reservations', () => {
  it.each<[string, readonly number[], readonly string[]]>([
    ['fit', [20, 10], []],
    [
      'of a VM that fits on no host',
      [21, 1],
      [
        'blocker evacuation-reservations ORD-8 esx-1: vm-1 on esx-1 has 21 GiB reserved; the other hosts of workload in service have at most 20 GiB unreserved each.',
      ],
    ],
    [
      'that are more than is unreserved elsewhere',
      [10, 10, 11],
      [
        'blocker evacuation-reservations ORD-8 esx-1: The VMs of esx-1 have 31 GiB reserved, and the other hosts of workload in service have 30 GiB unreserved: there is no room for vm-2.',
      ],
    ],
  ])('%s', (_, sizes, expected) => {
    expect(found([reserving(...sizes), one, two], 3)).toEqual(expected);
  });

  it('that leave gaps into which no other fits are a warning: another order may do', () => {
    expect(found([reserving(11, 11), room(15), room(10)], 3)).toEqual([
      expect.stringMatching(
        /^warning evacuation-reservations ORD-8 esx-1: .*22 GiB .* 25 GiB unreserved: there is no room for vm-2\.$/,
      ),
    ]);
  });

  it('DG-14: a host that does not tell what is reserved is named as unread, and nothing is concluded', () => {
    expect(found([reserving(500), { reservedMiB: undefined } as never, two], 3)).toEqual([
      expect.stringMatching(/^warning readiness-unread .*the memory reservations of its VMs/),
    ]);
  });
});

describe('ORD-8: CPU features of the hosts of a cluster', () => {
  it('differ without EVC', () => {
    expect(found([{}, { evcMode: 'intel-skylake' }, {}], 3)).toEqual([
      'warning evacuation-cpu ORD-8 workload: EVC does not level the CPUs of workload: intel-icelake (esx-1, esx-3); intel-skylake (esx-2). A VM that is started on a newer host cannot be moved to an older one.',
    ]);
  });

  it('of a host that is out of service do not matter', () => {
    expect(found([{}, {}, {}, { evcMode: 'intel-skylake' }], 3)).toEqual([]);
  });

  it('DG-14: a host that tells no mode is named as unread', () => {
    expect(found([{}, { evcMode: undefined } as never], 4)).toEqual([
      expect.stringMatching(/^warning readiness-unread .*the EVC modes of its hosts/),
    ]);
  });
});
