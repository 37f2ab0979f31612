import type { HostPhase, RunState, TierKind, WaitingKind } from '../client/types.js';
import type { Style } from './style.js';

/** The headings of docs/runbook.md. */
export const TIER_NAMES: Readonly<Record<TierKind, string>> = {
  'authority-vcenter': 'Trust Authority vCenter',
  'authority-hosts': 'Trust Authority hosts',
  'trusted-vcenters': 'Trusted vCenters',
  'trusted-hosts': 'Trusted hosts',
};

/** Ends the sentence "waiting for …"; a kind without words does not compile. */
export const WAITING_WORDS: Readonly<Record<WaitingKind, string>> = {
  gate: 'a decision at gate',
  'operator-decision': 'an operator to decide about',
  'operator-upgrade': 'an operator to upgrade vCenter',
  paused: 'somebody to resume',
  'ta-host-unavailable': 'Trust Authority host',
  'ta-service-unhealthy': 'healthy Trust Authority services on',
  'base-image-missing': 'base image',
  'base-image-inconsistent': 'equal base images on all TA hosts:',
  'trusted-host-unattested': 'attestation of trusted host',
  'host-unreadable': 'readable facts about',
  'host-not-connected': 'connection of host',
  'host-differs-from-plan': 'a decision, as reality differs from the plan:',
  'host-in-maintenance': 'the end of foreign maintenance of',
  'another-host-in-progress': 'the hosts in hand:',
  'failure-budget': 'failed hosts:',
  'vcenter-away': 'vCenter to answer:',
  backup: 'the backup of',
  staging: 'the update to be staged on',
  installing: 'the installation on',
  evacuation: 'virtual machines to leave',
  remediation: 'remediation of',
  boot: 'the return after boot of',
  attestation: 'attestation of',
  'image-import': 'the import of base image',
  'image-removal': 'the removal of base image',
  'foreign-activity': 'the end of foreign activity on',
};

export const PHASE_WORDS: Readonly<Record<HostPhase, string>> = {
  planned: 'planned',
  guards: 'checking guards',
  evacuating: 'evacuating',
  remediating: 'remediating',
  rebooting: 'rebooting',
  'exporting-image': 'exporting image',
  'importing-image': 'importing image',
  attesting: 'attesting',
  'leaving-maintenance': 'leaving maintenance',
  verifying: 'verifying',
  recovering: 'recovering',
  done: 'done',
  parked: 'parked',
  skipped: 'skipped',
};

/** Phases in which a host is being worked on now. */
export function isInHand(phase: HostPhase): boolean {
  return !['planned', 'done', 'skipped'].includes(phase);
}

const STATE_COLORS: Readonly<Record<RunState, 'green' | 'yellow' | 'red' | 'cyan'>> = {
  starting: 'cyan',
  'waiting-for-gate': 'yellow',
  running: 'cyan',
  paused: 'yellow',
  'needs-operator': 'red',
  aborting: 'yellow',
  succeeded: 'green',
  rejected: 'red',
  aborted: 'red',
  failed: 'red',
};

/** A run's state in plain words and in its colour. */
export function runState(state: RunState, { colors }: Style): string {
  return colors[STATE_COLORS[state]](state.replaceAll('-', ' '));
}
