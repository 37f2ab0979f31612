import { Topology, type TopologyInput } from '../../../src/lab/topology/schema.js';
import { aTopology, NEW, OLD } from '../lab-world.js';

/**
 * An upgrade that stands still in its middle: the Trust Authority side is done, the trusted vCenter too, and of the
 * trusted hosts one was fully booted on the new version, two quick-booted, one does not attest, one is in somebody's
 * maintenance, one is disconnected, and one forgot how it booted.
 */
export function halfUpgraded(): Topology {
  const base = aTopology({ baseImages: [OLD, NEW] });
  const done = { version: '8.0.3.00000', build: '24022515', updates: [] };
  const [ta, wl] = base.vcenters;
  const cluster = (base.vcenters[1]?.clusters ?? [])[0];
  if (!ta || !wl || !cluster) throw new Error('the topology of the tests has two vCenters');
  const hosts: TopologyInput['vcenters'][number]['clusters'][number]['hosts'] = [
    { name: 'esx-1', version: NEW },
    { name: 'esx-2', version: NEW, lastBoot: 'quick', measured: OLD },
    { name: 'esx-3', version: NEW, lastBoot: 'quick', measured: OLD, quickBootSupported: true },
    { name: 'esx-4', secureBoot: false },
    { name: 'esx-5', maintenance: true },
    { name: 'esx-6', connection: 'disconnected' },
    { name: 'esx-7', bootEventsKept: false },
    { name: 'esx-8', version: OLD, quickBootSupported: false },
  ];
  return Topology.parse({
    ...base,
    vcenters: [
      { ...ta, ...done, clusters: ta.clusters.map((one) => ({ ...one, version: NEW })) },
      {
        ...wl,
        ...done,
        backedUpAt: '2026-01-01T00:00:00.000Z',
        health: 'yellow',
        clusters: [
          {
            ...cluster,
            hosts,
            image: NEW,
            commit: '3',
            quickBoot: true,
            drs: 'partiallyAutomated',
            vsan: true,
            policy: { disable_hac: true, pre_remediation_power_action: 'SUSPEND_VMS' },
            vms: [
              { name: 'db 1 (prod)', host: 'esx-4', encrypted: true },
              { name: 'web-1', host: 'esx-4', pinned: true },
              { name: 'web-2', host: 'esx-8', power: 'poweredOff' },
            ],
          },
        ],
      },
    ],
  } satisfies TopologyInput);
}
