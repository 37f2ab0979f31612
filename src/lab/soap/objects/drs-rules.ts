import type { LabCluster, LabRule } from '../../world/model.js';
import type { Context } from '../context.js';
import { moref, typed } from '../value.js';
import type { Typed } from '../value.js';

const vmsOf = ({ vms }: LabRule, { site }: Context) =>
  site.vms.filter(({ name }) => vms.includes(name)).map(({ moid }) => moref('VirtualMachine', moid));

const hostsOf = ({ hosts }: LabRule, { site }: Context) =>
  site.hosts.filter(({ name }) => hosts.includes(name)).map((host) => site.hostRef(host));

const vmGroup = ({ name }: LabRule): string => `VMs of ${name}`;
const hostGroup = ({ name }: LabRule): string => `Hosts of ${name}`;

/** `ClusterConfigInfoEx.rule` */
export const drsRules = (cluster: LabCluster, context: Context): Typed[] =>
  cluster.rules.map((rule, index) => {
    const { name, enabled, mandatory, kind } = rule;
    const common = { key: index + 1, status: 'green', enabled, name, userCreated: true, inCompliance: true };
    if (kind === 'apart') {
      return typed('ClusterAntiAffinityRuleSpec', { ...common, mandatory: false, vm: vmsOf(rule, context) });
    }
    return typed('ClusterVmHostRuleInfo', {
      ...common,
      mandatory,
      vmGroupName: vmGroup(rule),
      ...(kind === 'on'
        ? { affineHostGroupName: hostGroup(rule) }
        : { antiAffineHostGroupName: hostGroup(rule) }),
    });
  });

/** `ClusterConfigInfoEx.group`: the groups that rules between VMs and hosts name. */
export const drsGroups = (cluster: LabCluster, context: Context): Typed[] =>
  cluster.rules
    .filter(({ kind }) => kind !== 'apart')
    .flatMap((rule) => [
      typed('ClusterVmGroup', { name: vmGroup(rule), userCreated: true, vm: vmsOf(rule, context) }),
      typed('ClusterHostGroup', { name: hostGroup(rule), userCreated: true, host: hostsOf(rule, context) }),
    ]);
