import type { LabCluster, LabHost } from '../../world/model.js';
import type { Context } from '../context.js';
import type { ManagedType } from '../managed-object.js';
import { required } from '../arguments.js';
import { reference, typed } from '../value.js';
import { clusterConfig, legacyClusterConfig } from './cluster-config.js';
import { computeSummary, isEffective } from './compute-summary.js';
import { entityDefaults, recentTasks, taskRef } from './entity.js';
import { datastoresOfHost, networkRefs } from './storage.js';

const hostsOf = ({ site }: Context, cluster: LabCluster): LabHost[] =>
  site.hosts.filter((host) => host.cluster === cluster);

function summary(cluster: LabCluster, context: Context): Record<string, unknown> {
  const hosts = hostsOf(context, cluster);
  const effective = hosts.filter(isEffective).length;
  return {
    ...computeSummary(hosts),
    currentFailoverLevel: cluster.ha.enabled ? Math.max(0, effective - 1) : 0,
    numVmotions: 0,
    ...(cluster.evc ? { currentEVCModeKey: cluster.evc } : {}),
  };
}

const typedSummary = (cluster: LabCluster, context: Context) =>
  typed('ClusterComputeResourceSummary', summary(cluster, context));

export const cluster: ManagedType<LabCluster> = {
  name: 'ClusterComputeResource',
  properties: {
    ...entityDefaults,
    name: ({ name }) => name,
    parent: (_, { site }) => site.hostFolder,
    host: (self, context) => hostsOf(context, self).map((host) => context.site.hostRef(host)),
    datastore: (self, context) => [
      ...new Map(
        hostsOf(context, self)
          .flatMap((host) => datastoresOfHost(context.site, host))
          .map((one) => [one.value, one]),
      ).values(),
    ],
    network: networkRefs,
    recentTask: ({ moid }, { site }) => recentTasks(site, moid),
    summary: typedSummary,
    summaryEx: typedSummary,
    configurationEx: clusterConfig,
    configuration: legacyClusterConfig,
    lifecycleManaged: ({ imageManaged }) => imageManaged,
    recommendation: () => [],
    drsRecommendation: () => [],
    migrationHistory: () => [],
    actionHistory: () => [],
    drsFault: () => [],
  },
  methods: {
    AddHost_Task: {
      privilege: 'Host.Inventory.AddHostToCluster',
      run(self, { site, session, args }) {
        required(args.flag('asConnected'), 'asConnected');
        const spec = required(args.object('spec'), 'spec');
        const thumbprint = spec.text('sslThumbprint');
        const connection = {
          hostName: required(spec.text('hostName'), 'spec.hostName'),
          userName: spec.text('userName') ?? '',
          password: spec.text('password') ?? '',
          ...(thumbprint === undefined ? {} : { thumbprint }),
        };
        return reference(taskRef(site.world.addHost(self, session, connection)));
      },
    },
  },
};
