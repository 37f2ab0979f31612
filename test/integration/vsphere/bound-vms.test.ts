import { describe, expect, it } from '@jest/globals';
import type { BoundVm } from '../../../src/domain/model/readiness.js';
import type { TopologyInput } from '../../../src/lab/topology/schema.js';
import { Vm } from '../../../src/lab/topology/vm-schema.js';
import { surveyed } from '../../support/surveyed-lab.js';

type VmInput = NonNullable<TopologyInput['vcenters'][number]['clusters'][number]['vms']>[number];

describe('what ties running VMs to their hosts, as read from a lab', () => {
  it('ORD-8: devices, datastores, networks, rules and Fault Tolerance', async () => {
    const { inventory } = await surveyed({
      topology: (topology) => {
        const cluster = topology.vcenters.find(({ role }) => role === 'trusted')?.clusters[0];
        if (cluster === undefined) throw new Error('the sample estate has a trusted cluster');
        const [one, two, three] = cluster.hosts.map(({ name }) => name);
        const vm = (name: string, host = '', more: Partial<VmInput> = {}) =>
          Vm.parse({ name, host, memoryGiB: 4, ...more });
        cluster.vms = [
          vm('free', one),
          vm('gpu', one, { devices: ['vgpu', 'sriov-nic', 'host-usb', 'client-cdrom'] }),
          vm('local', one, { storage: 'local' }),
          vm('ft', one, { faultTolerant: true }),
          vm('licensed', one),
          vm('off', one, { devices: ['pci-passthrough'], power: 'poweredOff' }),
          vm('a', two),
          vm('b', three),
        ];
        const rule = { enabled: true, mandatory: true, hosts: [] };
        cluster.rules = [
          { ...rule, name: 'licence', kind: 'on', vms: ['licensed'], hosts: [one ?? '', two ?? ''] },
          { ...rule, name: 'wish', kind: 'on', vms: ['free'], hosts: [one ?? ''], mandatory: false },
          { ...rule, name: 'apart', kind: 'apart', vms: ['a', 'b', 'off'] },
          { ...rule, name: 'gone', kind: 'apart', vms: ['free', 'a'], enabled: false },
        ];
      },
    });
    const [side] = inventory.trusted;
    const hosts = side?.clusters[0]?.hosts ?? [];
    const moid = (index: number): string => hosts[index]?.ref.moid ?? '';
    const nothing = { heldBy: [], mayBeHeldBy: [], needs: [], apart: [], faultTolerant: false };
    const bound = (index: number): readonly BoundVm[] =>
      side?.readiness?.hosts
        ?.find((host) => host.moid === moid(index))
        ?.boundVms?.toSorted((x, y) => (x.name < y.name ? -1 : 1)) ?? [];
    expect(bound(0)).toEqual([
      { ...nothing, name: 'ft', faultTolerant: true },
      {
        ...nothing,
        name: 'gpu',
        heldBy: [
          'PCI device 1 (vGPU)',
          'Network adapter 2 (SR-IOV)',
          'USB 1 (USB device of the host)',
          'CD/DVD drive 2 (drive of a client)',
        ],
      },
      { ...nothing, name: 'licensed', needs: [{ what: 'rule', name: 'licence', hosts: [moid(0), moid(1)] }] },
      {
        ...nothing,
        name: 'local',
        needs: [{ what: 'datastore', name: `local-${hosts[0]?.ref.name}`, hosts: [moid(0)] }],
      },
    ]);
    expect(bound(1)).toEqual([{ ...nothing, name: 'a', apart: [{ rule: 'apart', running: 2 }] }]);
  });

  it('ORD-8: CPU features and memory reservations', async () => {
    const { inventory } = await surveyed({
      topology: (topology) => {
        const cluster = topology.vcenters.find(({ role }) => role === 'trusted')?.clusters[0];
        const [one, two] = cluster?.hosts ?? [];
        if (cluster === undefined || !one || !two) throw new Error('the sample estate has two trusted hosts');
        two.cpu = 'intel-skylake';
        cluster.vms = [
          Vm.parse({ name: 'anywhere', host: one.name, reservedGiB: 3 }),
          Vm.parse({ name: 'newer', host: one.name, cpu: 'intel-icelake', reservedGiB: 2 }),
          Vm.parse({ name: 'off', host: one.name, reservedGiB: 8, power: 'poweredOff' }),
        ];
      },
    });
    const [side] = inventory.trusted;
    const hosts = side?.clusters[0]?.hosts ?? [];
    const [one, two] = hosts.map(({ ref }) => side?.readiness?.hosts?.find((host) => host.moid === ref.moid));
    expect(one).toMatchObject({
      evcMode: 'intel-icelake',
      reservedMiB: 5 * 1024,
      reservedVms: [
        { name: 'anywhere', memoryMiB: 3 * 1024 },
        { name: 'newer', memoryMiB: 2 * 1024 },
      ],
    });
    expect(two).toMatchObject({ evcMode: 'intel-skylake', reservedMiB: 0, reservedVms: [] });
    expect(one?.boundVms).toMatchObject([
      {
        name: 'newer',
        needs: [
          {
            what: 'evc',
            name: 'intel-icelake',
            hosts: expect.not.arrayContaining([two?.moid]),
          },
        ],
      },
    ]);
  });

  it('ORD-8: in a cluster with EVC hosts offer its mode', async () => {
    const { inventory } = await surveyed({
      topology: (topology) => {
        const cluster = topology.vcenters.find(({ role }) => role === 'trusted')?.clusters[0];
        if (cluster === undefined) throw new Error('the sample estate has a trusted cluster');
        cluster.evc = 'intel-skylake';
      },
    });
    const side = inventory.trusted[0];
    const moids = side?.clusters[0]?.hosts.map(({ ref }) => ref.moid) ?? [];
    const modes = side?.readiness?.hosts
      ?.filter(({ moid }) => moids.includes(moid))
      .map(({ evcMode }) => evcMode);
    expect(new Set(modes)).toEqual(new Set(['intel-skylake']));
  });
});
