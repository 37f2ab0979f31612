import { describe, expect, it } from '@jest/globals';
import type { EstateInventory } from '../../../../src/domain/model/inventory.js';
import type { BoundVm, Readiness } from '../../../../src/domain/model/readiness.js';
import { preflight } from '../../../../src/domain/preflight/index.js';
import { anEstate, anInventory, aRequest } from '../../../support/builders.js';

const base = anInventory();
const [side] = base.trusted;
const hosts = side?.clusters[0]?.hosts ?? [];
const [first, second, third] = hosts.map(({ ref }) => ref);
const all = hosts.map(({ ref }) => ref.moid);

/** The VM on the first host of the cluster, of whose hosts so many are in service. */
const inventoryWith = (vm: Partial<BoundVm>, inService = hosts.length): EstateInventory => ({
  ...base,
  trusted: base.trusted.map((one) => ({
    ...one,
    clusters: one.clusters.map((cluster) => ({
      ...cluster,
      hosts: cluster.hosts.map((host, index) => ({ ...host, inMaintenance: index >= inService })),
    })),
    readiness: {
      ...(one.readiness as Readiness),
      hosts:
        one.readiness?.hosts?.map((host) =>
          host.moid === first?.moid
            ? {
                ...host,
                boundVms: [
                  {
                    name: 'vm-1',
                    heldBy: [],
                    mayBeHeldBy: [],
                    needs: [],
                    apart: [],
                    faultTolerant: false,
                    ...vm,
                  },
                ],
              }
            : host,
        ) ?? [],
    },
  })),
});
const found = (...given: Parameters<typeof inventoryWith>) =>
  preflight({ estate: anEstate(), inventory: inventoryWith(...given), request: aRequest() })
    .filter(({ check }) => check === 'evacuation-devices' || check === 'evacuation-placement')
    .map(({ check, severity, subject, message }) => `${severity} ${check} ${subject}: ${message}`);

describe('VMs that are tied to a host with work', () => {
  it.each<[string, Partial<BoundVm>, number | undefined, RegExp | undefined]>([
    ['nothing ties it', {}, undefined, undefined],
    [
      'ORD-8: passthrough holds it, by its name',
      { heldBy: ['PCI device 0 (passthrough)'] },
      undefined,
      /^blocker evacuation-devices esx-1: vm-1 cannot be moved off esx-1 .*PCI device 0 \(passthrough\)/,
    ],
    [
      'ORD-8: a vGPU that may be migrated is a warning',
      { mayBeHeldBy: ['PCI device 1 (vGPU)'] },
      undefined,
      /^warning evacuation-devices esx-1: DRS may be unable to move vm-1 off esx-1/,
    ],
    [
      'another host has its datastore',
      { needs: [{ what: 'datastore', name: 'ds', hosts: all.slice(0, 2) }] },
      undefined,
      undefined,
    ],
    [
      'ORD-8: only its host has the datastore',
      { needs: [{ what: 'datastore', name: 'ds', hosts: all.slice(0, 1) }] },
      undefined,
      /^blocker evacuation-placement esx-1: vm-1 can run on no host in service but esx-1: no other has the datastore ds/,
    ],
    [
      'ORD-8: only its host has the CPU features',
      { needs: [{ what: 'evc', name: 'intel-icelake', hosts: all.slice(0, 1) }] },
      undefined,
      /^blocker evacuation-placement esx-1: .*no other has the CPU features of intel-icelake/,
    ],
    [
      'ORD-8: the other host that has the datastore is out of service',
      { needs: [{ what: 'datastore', name: 'ds', hosts: [all[0] ?? '', all[2] ?? ''] }] },
      2,
      /^blocker evacuation-placement esx-1: .*no other has the datastore ds/,
    ],
    [
      'ORD-8: each need is met by another host, all of them by none',
      {
        needs: [
          { what: 'datastore', name: 'ds', hosts: [first?.moid ?? '', second?.moid ?? ''] },
          { what: 'rule', name: 'licence', hosts: [first?.moid ?? '', third?.moid ?? ''] },
        ],
      },
      undefined,
      /no other has the datastore ds and the rule licence allows no other/,
    ],
    [
      'ORD-8: as many VMs apart as hosts',
      { apart: [{ rule: 'nodes', running: 4 }] },
      undefined,
      /^blocker evacuation-placement esx-1: vm-1 cannot leave esx-1: the rule nodes keeps 4 running VMs/,
    ],
    ['one host more than VMs apart', { apart: [{ rule: 'nodes', running: 3 }] }, undefined, undefined],
    [
      'ORD-8: Fault Tolerance with hosts enough left is a warning',
      { faultTolerant: true },
      undefined,
      /^warning evacuation-placement esx-1: vm-1 on esx-1 has Fault Tolerance/,
    ],
    [
      'ORD-8: Fault Tolerance with one host left',
      { faultTolerant: true },
      2,
      /^blocker evacuation-placement esx-1: vm-1 has Fault Tolerance, .* 1 hosts are left/,
    ],
  ])('%s', (_, vm, inService, expected) => {
    const findings = found(vm, inService);
    expect(findings).toHaveLength(expected === undefined ? 0 : 1);
    if (expected) expect(findings[0]).toMatch(expected);
  });

  it('DG-14: what is not read of a host is said', () => {
    const inventory: EstateInventory = {
      ...base,
      trusted: base.trusted.map((one) => ({
        ...one,
        readiness: {
          ...(one.readiness as Readiness),
          hosts:
            one.readiness?.hosts?.map((host) => {
              const { boundVms: _, ...unread } = host;
              return unread;
            }) ?? [],
        },
      })),
    };
    const unread = preflight({ estate: anEstate(), inventory, request: aRequest() });
    expect(unread.find(({ check }) => check === 'readiness-unread')?.message).toMatch(
      /what ties VMs to its hosts/,
    );
  });
});
