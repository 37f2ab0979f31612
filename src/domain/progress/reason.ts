import { byText } from '../compare.js';
import type { WaitingKind, WaitingOn } from '../model/waiting.js';

/**
 * What matters most of several reasons, smallest first: people who can do something now, then what somebody else does,
 * then what holds everything of a side, then one host, then usual work by its usual length. Complete by its type.
 */
const RANKS: Readonly<Record<WaitingKind, number>> = {
  // somebody must decide, and nothing goes on before
  'operator-decision': 10,
  'host-differs-from-plan': 11,
  'base-image-missing': 12,
  gate: 13,
  paused: 14,
  'failure-budget': 15,
  'operator-upgrade': 16,
  // other administrators
  'host-in-maintenance': 20,
  'foreign-activity': 21,
  // holds a whole side
  'vcenter-away': 30,
  'ta-host-unavailable': 31,
  'ta-service-unhealthy': 32,
  'base-image-inconsistent': 33,
  'trusted-host-unattested': 34,
  // holds one host
  'host-unreadable': 40,
  'host-not-connected': 41,
  'another-host-in-progress': 42,
  // work under way
  installing: 50,
  staging: 51,
  backup: 52,
  remediation: 53,
  boot: 54,
  evacuation: 55,
  attestation: 56,
  'image-import': 57,
  'image-removal': 58,
};

/**
 * The one reason to show for a run: the one of the highest rank, of several the one that lasts longest, then by name.
 *
 * @returns undefined when nothing is waited for
 */
export function mainReason(waitingOn: readonly WaitingOn[]): WaitingOn | undefined {
  return waitingOn.toSorted(byImportance)[0];
}

function byImportance(a: WaitingOn, b: WaitingOn): number {
  return RANKS[a.kind] - RANKS[b.kind] || byText(a.since, b.since) || byText(a.subject, b.subject);
}
