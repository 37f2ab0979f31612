import type { LabWorld } from '../api.js';
import type { WorldContext } from '../context.js';
import { faults, refuse } from '../errors.js';
import type { LabCluster, LabPolicy } from '../model.js';

/** What applies where a cluster sets nothing. */
export const DEFAULT_POLICY: LabPolicy = {
  failure_action: { action: 'RETRY', retry_delay: 300, retry_count: 3 },
  pre_remediation_power_action: 'DO_NOT_CHANGE_VMS_POWER_STATE',
  enable_quick_boot: false,
  disable_dpm: true,
  disable_hac: false,
  evacuate_offline_vms: false,
  enforce_hcl_validation: false,
  parallel_remediation_action: { enabled: false },
  enforce_quick_patch: false,
  config_manager_policy_spec: { serial_remediation: false },
};

const POWER_ACTIONS = [
  'POWER_OFF_VMS',
  'SUSPEND_VMS',
  'DO_NOT_CHANGE_VMS_POWER_STATE',
  'SUSPEND_VMS_TO_MEMORY',
];

/** Configured policy over the defaults. */
export function effectivePolicy(cluster: LabCluster): LabPolicy {
  return { ...structuredClone(DEFAULT_POLICY), ...structuredClone(cluster.policy) };
}

export function createPolicies(ctx: WorldContext): Pick<LabWorld, 'effectivePolicy' | 'writePolicy'> {
  return {
    effectivePolicy,
    writePolicy(cluster, session, policy) {
      const action = policy.pre_remediation_power_action;
      if (action !== undefined && !POWER_ACTIONS.includes(action)) {
        refuse(
          faults.invalidArgument(
            `pre_remediation_power_action: ${action}, not one of ${POWER_ACTIONS.join(', ')}`,
          ),
        );
      }
      const retry = policy.failure_action;
      if (retry?.action === 'RETRY' && (retry.retry_count === undefined || retry.retry_delay === undefined)) {
        refuse(faults.invalidArgument('failure_action: RETRY needs retry_delay and retry_count'));
      }
      const before = effectivePolicy(cluster);
      cluster.policy = structuredClone(policy);
      ctx.note(cluster, 'cluster.policy.written', { before, after: effectivePolicy(cluster) }, session);
    },
  };
}
