import { z } from 'zod';
import type { LabPolicy, LabVCenter } from '../../../world/model.js';
import { offers } from '../../../world/releases.js';
import { invalidArgument } from '../../errors.js';
import { clusterOf } from '../../lookup.js';
import { noContent, ok, route } from '../../types.js';
import { clusterPath, readSettings, settings, writeSettings } from './shapes.js';

const path = `${clusterPath}/policies/apply`;
const defaults = `${settings}/defaults/clusters/policies/apply`;

const Policy = z.strictObject({
  failure_action: z
    .strictObject({
      action: z.enum(['FAIL', 'RETRY']),
      retry_delay: z.number().int().optional(),
      retry_count: z.number().int().optional(),
    })
    .optional(),
  pre_remediation_power_action: z
    .enum(['POWER_OFF_VMS', 'SUSPEND_VMS', 'DO_NOT_CHANGE_VMS_POWER_STATE', 'SUSPEND_VMS_TO_MEMORY'])
    .optional(),
  enable_quick_boot: z.boolean().optional(),
  disable_dpm: z.boolean().optional(),
  disable_hac: z.boolean().optional(),
  evacuate_offline_vms: z.boolean().optional(),
  enforce_hcl_validation: z.boolean().optional(),
  parallel_remediation_action: z
    .strictObject({ enabled: z.boolean(), max_hosts: z.number().int().optional() })
    .optional(),
  enforce_quick_patch: z.boolean().optional(),
  config_manager_policy_spec: z.strictObject({ serial_remediation: z.boolean().optional() }).optional(),
});

/** Fields that not every release knows. */
const younger: Readonly<Record<string, Parameters<typeof offers>[1]>> = {
  enforce_hcl_validation: 'enforceHclValidation',
  pre_remediation_power_action: 'preRemediationPowerAction',
  parallel_remediation_action: 'parallelRemediation',
  enforce_quick_patch: 'quickPatch',
  config_manager_policy_spec: 'configManagerPolicy',
};

const isKnown = (field: string, vcenter: LabVCenter): boolean => {
  const feature = younger[field];
  return feature === undefined || offers(vcenter, feature);
};

function checkFields(policy: object, vcenter: LabVCenter): void {
  const unknown = Object.keys(policy).find((field) => !isKnown(field, vcenter));
  if (unknown !== undefined)
    throw invalidArgument(`Field '${unknown}': not known to API ${vcenter.apiVersion}.`);
}

/** What a release of that age can show. */
const shown = (policy: Partial<LabPolicy>, vcenter: LabVCenter): Record<string, unknown> =>
  Object.fromEntries(Object.entries(policy).filter(([field]) => isKnown(field, vcenter)));

/** Section 8.6. PUT replaces the configured policy; what is left out falls back to the default. */
export const policyRoutes = [
  route({
    method: 'GET',
    path,
    privilege: readSettings,
    answer: (call) => ok(shown(clusterOf(call).policy, call.vcenter)),
  }),
  route({
    method: 'PUT',
    path,
    privilege: writeSettings,
    body: Policy,
    answer(call) {
      checkFields(call.body, call.vcenter);
      // Fields that the schema let pass are those of the world's policy, with unset ones left out.
      call.world.writePolicy(clusterOf(call), call.session, call.body as Partial<LabPolicy>);
      return noContent();
    },
  }),
  route({
    method: 'GET',
    path: `${path}/effective`,
    privilege: readSettings,
    answer: (call) => ok(shown(call.world.effectivePolicy(clusterOf(call)), call.vcenter)),
  }),
  route({ method: 'GET', path: defaults, privilege: readSettings, answer: () => ok({}) }),
  route({
    method: 'GET',
    path: `${defaults}/effective`,
    privilege: readSettings,
    answer({ world, vcenter }) {
      const [cluster] = vcenter.clusters.values();
      // A cluster that sets nothing shows the defaults.
      return ok(
        cluster === undefined ? {} : shown(world.effectivePolicy({ ...cluster, policy: {} }), vcenter),
      );
    },
  }),
];
