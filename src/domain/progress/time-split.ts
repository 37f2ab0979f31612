import type { RunStatus, TierStatus } from '../model/run.js';
import type { TimeCategory, TimeSplit } from '../model/time-split.js';
import type { WaitingKind, WaitingOn } from '../model/waiting.js';
import { mainReason } from './reason.js';
import { isFinal } from './status.js';

/** Whose time a wait costs; complete by its type. What comes to health again by itself is part of the work. */
const CATEGORIES: Readonly<Record<WaitingKind, TimeCategory>> = {
  gate: 'people',
  'operator-decision': 'people',
  paused: 'people',
  'operator-upgrade': 'people',
  'host-differs-from-plan': 'people',
  'host-in-maintenance': 'people',
  'failure-budget': 'people',
  'base-image-missing': 'people',
  'foreign-activity': 'people',
  'vcenter-away': 'vcenter',
  'host-unreadable': 'vcenter',
  'ta-host-unavailable': 'working',
  'ta-service-unhealthy': 'working',
  'base-image-inconsistent': 'working',
  'trusted-host-unattested': 'working',
  'host-not-connected': 'working',
  'another-host-in-progress': 'working',
  backup: 'working',
  staging: 'working',
  installing: 'working',
  evacuation: 'working',
  remediation: 'working',
  boot: 'working',
  attestation: 'working',
  'image-import': 'working',
  'image-removal': 'working',
};

/** Category of a wait; without one, work is done. */
export function timeCategory(waitingOn: Pick<WaitingOn, 'kind'> | null | undefined): TimeCategory {
  return waitingOn ? CATEGORIES[waitingOn.kind] : 'working';
}

/** Counts from `at` on. */
export function beginTime(at: string, now: TimeCategory = 'working'): TimeSplit {
  return { working: 0, people: 0, vcenter: 0, window: 0, at, now };
}

/** One step of the fold: the time until `at` goes to the category of before, what follows goes to `now`. */
export function spend(time: TimeSplit, at: string, now: TimeCategory | null): TimeSplit {
  if (time.now === null) return time;
  const seconds = Math.max(0, (Date.parse(at) - Date.parse(time.at)) / 1000);
  return { ...time, [time.now]: time[time.now] + seconds, at, now };
}

/** The status with its time, and that of its tiers, counted up to `at`; both go on as the status now says. */
export function withTime(status: RunStatus, at: string): RunStatus {
  const now = isFinal(status.state) ? null : categoryOf(status);
  const time = spend(status.time ?? beginTime(status.startedAt), at, now);
  return { ...status, time, tiers: status.tiers.map((tier) => tierWithTime(tier, at, now)) };
}

function tierWithTime(tier: TierStatus, at: string, now: TimeCategory | null): TierStatus {
  if (tier.startedAt === undefined) return tier;
  const begun = tier.time ?? beginTime(tier.startedAt, now ?? 'working');
  return { ...tier, time: spend(begun, at, tier.state === 'running' ? now : null) };
}

/** A run waits for people as soon as one of its parts does: they could shorten it. */
function categoryOf(status: RunStatus): TimeCategory {
  const forPeople =
    status.pausedBy !== undefined ||
    (status.parked ?? []).length > 0 ||
    status.gates.some(({ state }) => state === 'open');
  return forPeople ? 'people' : timeCategory(mainReason(status.waitingOn));
}
