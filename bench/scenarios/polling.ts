import type { HostRef } from '../../src/domain/model/inventory.js';
import { generateTopology } from '../../src/lab/topology/generate.js';
import { startBenchLab } from '../lab.js';
import type { Scenario } from '../scenario.js';

const clusters = 4;
const hostsPerCluster = 16;
const rounds = 10;

/**
 * The same clients read the same hosts twice in each round: all at once, as watches do, so that the shared reader
 * answers, and one after the other, so that each look is a call of its own. Counted in the lab's wire log.
 */
export const polling: Scenario = {
  name: 'polling',
  about: `${clusters * hostsPerCluster} hosts looked at ${rounds} times, with and without the shared reader`,
  measure: async () => {
    const topology = generateTopology({ clusters, hostsPerCluster, seed: 1 });
    const { vsphere, vcenter, calls, stop } = await startBenchLab(topology, 1_000);
    try {
      const names = topology.vcenters
        .flatMap((vcenter) => vcenter.clusters)
        .filter(({ kind }) => kind === 'trusted')
        .map(({ name }) => name);
      // This also logs in.
      const known = await vsphere.hosts.readClusters(vcenter, names);
      const hosts = known.flatMap((cluster) => cluster.hosts.map(({ ref }) => ref));
      const look = (host: HostRef) => vsphere.hosts.readHost(vcenter, host);
      let together = 0;
      let apart = 0;
      for (let round = 0; round < rounds; round += 1) {
        const before = calls();
        await Promise.all(hosts.map(look));
        const between = calls();
        for (const host of hosts) await look(host);
        together += between - before;
        apart += calls() - between;
      }
      return [
        { what: 'looks at a host, each way', value: hosts.length * rounds },
        { what: 'calls with the shared reader', value: together, unit: 'calls' },
        { what: 'calls without it', value: apart, unit: 'calls' },
        { what: 'calls with it for one without it', value: together / apart, goal: { atMost: 0.1 } },
      ];
    } finally {
      await stop();
    }
  },
};
