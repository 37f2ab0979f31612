import type { ProbeCheck } from '../check.js';

/** Of the inventory lists of the Automation API; the property collector pages instead. */
const limits = { clusters: 1_000, hosts: 2_500, vms: 4_000 } as const;

export const listLimits: ProbeCheck = {
  check: 'list-limits',
  assumed: `at most ${limits.clusters} clusters, ${limits.hosts} hosts and ${limits.vms} VMs per vCenter, all read in pages`,
  means: 'Beyond these sizes the inventory lists of the Automation API are refused.',
  where: 'vSphere Automation API, list limits; at most 1,000 events per query',
  judge: ({ vcenters }) =>
    vcenters.map(({ ref, clusters }) => {
      const hosts = clusters.reduce((sum, { cluster }) => sum + cluster.hosts.length, 0);
      const vms = clusters.reduce((sum, { details }) => sum + (details?.vms.length ?? 0), 0);
      return {
        subject: ref.name,
        isAsAssumed:
          clusters.length === 0
            ? undefined
            : clusters.length <= limits.clusters && hosts <= limits.hosts && vms <= limits.vms,
        found: `${clusters.length} clusters of the estate file, ${hosts} hosts, ${vms} VMs`,
      };
    }),
};
