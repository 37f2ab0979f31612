import type { ApplyPolicy } from '../../../domain/model/inventory.js';
import type { RestClient } from '../client.js';
import { pathOf } from '../path.js';
import { isNotFound } from '../tasks.js';
import { EffectivePolicy, Enablement, RawPolicy } from './schemas.js';

type Signal = AbortSignal | undefined;

const policy = (cluster: string) => pathOf`/esx/settings/clusters/${cluster}/policies/apply`;

export const readEnablement = async (rest: RestClient, cluster: string, signal: Signal): Promise<boolean> => {
  const path = pathOf`/esx/settings/clusters/${cluster}/enablement/software`;
  const { enabled } = await rest.call({ method: 'GET', path, schema: Enablement, signal });
  return enabled;
};

/** What was configured for this cluster alone; the empty object when nothing was. */
const readConfigured = async (rest: RestClient, cluster: string, signal: Signal) => {
  try {
    return (await rest.call({ method: 'GET', path: policy(cluster), schema: RawPolicy, signal })) ?? {};
  } catch (error) {
    if (isNotFound(error)) return {};
    throw error;
  }
};

/**
 * Effective policy for the rules; the configured one as `raw`. Only the configured policy can be put back whole:
 * writing the effective one would freeze today's defaults into the cluster.
 *
 * @rule DG-16
 */
export const readApplyPolicy = async (
  rest: RestClient,
  cluster: string,
  signal: Signal,
): Promise<ApplyPolicy> => {
  const [effective, raw] = await Promise.all([
    rest.call({ method: 'GET', path: `${policy(cluster)}/effective`, schema: EffectivePolicy, signal }),
    readConfigured(rest, cluster, signal),
  ]);
  return {
    enableQuickBoot: effective.enable_quick_boot,
    // Before 7.0.2 vLCM could do nothing else; a run sets it in any case (DG-17).
    powerAction: effective.pre_remediation_power_action ?? 'DO_NOT_CHANGE_VMS_POWER_STATE',
    disableDpm: effective.disable_dpm,
    disableAdmissionControl: effective.disable_hac,
    // The field came with 8.0.0.1; before it there was no parallel remediation.
    parallelRemediation: effective.parallel_remediation_action?.enabled ?? false,
    raw,
  };
};

/** Replaces the configured policy; setting the same value again does no harm. */
export const writeApplyPolicy = (
  rest: RestClient,
  cluster: string,
  raw: Readonly<Record<string, unknown>>,
  signal: Signal,
): Promise<void> => rest.send({ method: 'PUT', path: policy(cluster), body: raw, safe: true, signal });
