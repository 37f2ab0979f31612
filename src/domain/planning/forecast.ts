import { DURATIONS, type Durations } from '../durations.js';
import type { Forecast, HostStep, Tier, VCenterStep } from '../model/plan.js';

/**
 * How long the plan takes when nothing waits for people: every step one after another, in the expected times of
 * vta-operations 2.17. Quick Boot and full boot have figures of their own.
 *
 * @rule QB-2
 */
export function forecast(tiers: readonly Tier[], durations: Durations = DURATIONS): Forecast {
  const perTier = tiers.map((tier) => ({ kind: tier.kind, seconds: tierSeconds(tier, durations) }));
  return { totalSeconds: sum(perTier.map(({ seconds }) => seconds)), tiers: perTier };
}

function tierSeconds(tier: Tier, durations: Durations): number {
  return 'vcenters' in tier
    ? sum(tier.vcenters.map((step) => vcenterSeconds(step, durations)))
    : sum(tier.clusters.flatMap(({ hosts }) => hosts.map((step) => hostSeconds(step, durations))));
}

function vcenterSeconds({ alreadyDone, executor }: VCenterStep, durations: Durations): number {
  if (alreadyDone) return 0;
  const { backup, precheckAndStage, installVCenter, majorUpgrade } = durations;
  if (executor === 'operator') return backup.expectedSeconds + majorUpgrade.expectedSeconds;
  return backup.expectedSeconds + precheckAndStage.expectedSeconds + installVCenter.expectedSeconds;
}

/** A test host also brings its image into the Trust Authority Cluster; TA hosts are not attested. */
export function hostSeconds(
  { boot, role, isTestHost }: Pick<HostStep, 'boot' | 'role' | 'isTestHost'>,
  durations: Durations = DURATIONS,
): number {
  const { evacuation, fullBoot, quickBoot, attestation, imageImport } = durations;
  return (
    evacuation.expectedSeconds +
    (boot === 'full' ? fullBoot : quickBoot).expectedSeconds +
    (role === 'trusted' ? attestation.expectedSeconds : 0) +
    (isTestHost ? imageImport.expectedSeconds : 0)
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
