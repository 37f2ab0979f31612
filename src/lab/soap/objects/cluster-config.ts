import type { LabCluster, LabVm } from '../../world/model.js';
import type { Context } from '../context.js';
import { drsGroups, drsRules } from './drs-rules.js';
import { moref, typed } from '../value.js';
import type { Typed } from '../value.js';

const dasConfig = ({ ha }: LabCluster) => ({
  enabled: ha.enabled,
  vmMonitoring: 'vmMonitoringDisabled',
  hostMonitoring: 'enabled',
  admissionControlEnabled: ha.admissionControl,
});

const drsConfig = ({ drs }: LabCluster) => ({
  enabled: drs.enabled,
  enableVmBehaviorOverrides: true,
  defaultVmBehavior: drs.behavior,
  vmotionRate: 3,
});

/** A VM that must stay where it is has DRS switched off for it. */
const drsOverrides = (cluster: LabCluster, { site }: Context) =>
  site.vms
    .filter((vm: LabVm) => vm.pinned && vm.host.cluster === cluster)
    .map((vm) => ({ key: moref('VirtualMachine', vm.moid), enabled: false, behavior: 'manual' }));

/** `ComputeResource.configurationEx` of a cluster. */
export const clusterConfig = (cluster: LabCluster, context: Context): Typed =>
  typed('ClusterConfigInfoEx', {
    vmSwapPlacement: 'vmDirectory',
    dasConfig: dasConfig(cluster),
    dasVmConfig: [],
    drsConfig: drsConfig(cluster),
    drsVmConfig: drsOverrides(cluster, context),
    rule: drsRules(cluster, context),
    dpmConfigInfo: { enabled: cluster.dpm, defaultDpmBehavior: 'automated', hostPowerActionRate: 3 },
    dpmHostConfig: [],
    vsanConfigInfo: { enabled: cluster.vsan },
    vsanHostConfig: [],
    group: drsGroups(cluster, context),
  });

/** `ClusterComputeResource.configuration`, deprecated since 2.5 and still read by many. */
export const legacyClusterConfig = (cluster: LabCluster, context: Context) => ({
  dasConfig: dasConfig(cluster),
  dasVmConfig: [],
  drsConfig: drsConfig(cluster),
  drsVmConfig: drsOverrides(cluster, context),
  rule: drsRules(cluster, context),
});
