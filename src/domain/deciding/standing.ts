import type { WaitingKind } from '../model/waiting.js';

/** Reasons that do not pass by themselves: when one has lasted too long, a person is asked. */
const STANDING: ReadonlySet<WaitingKind> = new Set([
  'operator-decision',
  'host-differs-from-plan',
  'host-not-connected',
  'host-in-maintenance',
  'ta-service-unhealthy',
  'base-image-missing',
  'base-image-inconsistent',
  'trusted-host-unattested',
]);

export function isStanding(kind: WaitingKind): boolean {
  return STANDING.has(kind);
}
