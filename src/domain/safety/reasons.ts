import { DURATIONS, type Durations } from '../durations.js';
import type { WaitingKind, WhyNot } from '../model/waiting.js';

/** Who is asked to do something about a reason; the words are shown as they stand. */
const WHO = {
  operator: 'operator of this run',
  vsphere: 'vSphere administrator',
  authority: 'Trust Authority administrator',
} as const;

/** One thing a person may do about a reason. */
export type Advice = readonly [who: keyof typeof WHO, what: string];

/** Builds a reason; `normalUpToSeconds` comes from the durations table, by kind. */
export function reason(
  kind: WaitingKind,
  about: { subject: string; have: string; need: string; rule: string },
  ...advice: readonly Advice[]
): WhyNot {
  const normal = normalUpTo(kind);
  return {
    kind,
    ...about,
    ...(normal !== undefined && { normalUpToSeconds: normal }),
    youMay: advice.map(([who, what]) => ({ who: WHO[who], what })),
  };
}

/** The first reason there is, in the order asked; null when there is none. */
export function firstReason(...checks: readonly (() => WhyNot | null)[]): WhyNot | null {
  for (const check of checks) {
    const found = check();
    if (found) return found;
  }
  return null;
}

/**
 * Seconds for which waiting for this kind is normal; undefined where no usual time exists, because a person has to
 * decide or to repair something.
 */
export function normalUpTo(kind: WaitingKind, durations: Durations = DURATIONS): number | undefined {
  switch (kind) {
    case 'ta-host-unavailable':
    case 'ta-service-unhealthy':
    case 'trusted-host-unattested':
    case 'attestation':
      return durations.attestation.softWarningSeconds;
    case 'base-image-inconsistent':
    case 'image-import':
      return durations.imageImport.softWarningSeconds;
    case 'image-removal':
      return durations.imageRemoval.softWarningSeconds;
    case 'host-unreadable':
    case 'vcenter-away':
      return durations.vcenterReachable.softWarningSeconds;
    case 'host-not-connected':
    case 'boot':
    case 'remediation':
      return durations.fullBoot.softWarningSeconds;
    case 'another-host-in-progress':
    case 'host-in-maintenance':
    case 'evacuation':
      return durations.evacuation.softWarningSeconds;
    case 'backup':
      return durations.backup.softWarningSeconds;
    case 'staging':
      return durations.precheckAndStage.softWarningSeconds;
    case 'installing':
      return durations.installVCenter.softWarningSeconds;
    case 'operator-upgrade':
      return durations.majorUpgrade.softWarningSeconds;
    case 'gate':
    case 'operator-decision':
    case 'paused':
    case 'base-image-missing':
    case 'host-differs-from-plan':
    case 'foreign-activity':
    case 'failure-budget':
      return undefined;
  }
}
