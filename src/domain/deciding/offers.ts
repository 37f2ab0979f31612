import {
  HOST_SAFE_POINTS,
  VCENTER_SAFE_POINTS,
  type ForbiddenChoice,
  type HostSafePoint,
  type OfferedChoice,
  type SafePoint,
  type VCenterSafePoint,
} from '../model/decision.js';
import type { Zone } from '../model/estate.js';
import {
  AFRESH,
  GO_ON_RECOVERING,
  NOT_WHILE_RECOVERING,
  recoverOffer,
  type RecoveryStanding,
} from './recovery-offers.js';

/** What may be decided about a parked subject, and what people would look for in vain. */
export interface Offers {
  readonly choices: readonly OfferedChoice[];
  readonly notOffered: readonly ForbiddenChoice[];
}

/** Where a host stands when it parks. */
export interface HostStanding {
  readonly role: Zone;
  readonly isTestHost: boolean;
  /** Whether its target is a trusted base image: a test host that has done its part. */
  readonly isImageTrusted: boolean;
  readonly at: HostSafePoint;
  /** From here on maintenance mode is this run's doing. */
  readonly hasBegun: boolean;
  /** True when a person has it in hand. */
  readonly takenOver: boolean;
  /** Where its recovery by this run stands; absent = this run recovers no host. */
  readonly recovery?: RecoveryStanding;
}

const ABORT: OfferedChoice = {
  choice: 'abort',
  text: 'ends the whole run at its next safe points; nothing new is begun',
};

/** The step at which it stopped, or any safe point up to it. */
function retries<T extends SafePoint>(points: readonly T[], at: T): readonly OfferedChoice[] {
  return [
    { choice: 'retry', text: `the step '${at}' again; it looks first and repeats nothing that is done` },
    {
      choice: 'retry-from',
      from: points.slice(0, points.indexOf(at) + 1),
      text: 'the upgrade again from this point; each step looks first',
    },
  ];
}

/** @rule REC-0, REC-5, INV-4, IMG-2, IMG-5, DG-9 */
export function hostOffers(standing: HostStanding): Offers {
  const { role, at, takenOver, recovery } = standing;
  if (recovery === 'unfinished')
    return { choices: [GO_ON_RECOVERING, ABORT], notOffered: NOT_WHILE_RECOVERING };
  const skips = skip(standing);
  const recovers = role === 'authority' && recovery !== 'done' ? [recoverOffer(standing)] : [];
  const all = takenOver
    ? [GIVE_BACK, skips, ...recovers, ABORT]
    : recovery === 'done'
      ? [AFRESH, skips, ABORT]
      : [
          ...retries(HOST_SAFE_POINTS, at),
          VERIFY,
          skips,
          ...recovers,
          role === 'trusted' ? TAKE_OVER_TRUSTED : TAKE_OVER,
          ABORT,
        ];
  return {
    choices: all.filter((one) => !('rule' in one)),
    notOffered: all.filter((one) => 'rule' in one),
  };
}

/** A vCenter cannot be skipped: everything after it builds on its version. @rule ORD-2, ORD-4 */
export function vcenterOffers(role: Zone, at: VCenterSafePoint, takenOver: boolean): Offers {
  const notOffered: ForbiddenChoice[] = [
    {
      choice: 'skip',
      rule: role === 'authority' ? 'ORD-2' : 'ORD-4',
      text: 'A vCenter is not skipped: its hosts are upgraded only behind a vCenter on the target. Bring it there by hand and verify, or abort.',
    },
  ];
  if (takenOver) return { choices: [GIVE_BACK, ABORT], notOffered };
  return {
    choices: [...retries(VCENTER_SAFE_POINTS, at), VERIFY, TAKE_OVER, ABORT],
    notOffered,
  };
}

/** What belongs to a whole cluster has to be done: the image, its import, the policy put back. */
export function clusterOffers(): Offers {
  return {
    choices: [{ choice: 'retry', text: 'the step again; it looks first' }, VERIFY, ABORT],
    notOffered: [],
  };
}

const VERIFY: OfferedChoice = {
  choice: 'verify',
  text: 'somebody repaired it by hand: looks at once, and goes on if the wanted state is there',
};
const TAKE_OVER: OfferedChoice = {
  choice: 'take-over',
  text: 'a person does the rest; the run keeps its hands off until it is given back',
};
/** The run takes no unattested host out of maintenance mode; whoever takes it over may, and is recorded. @rule DG-9 */
const TAKE_OVER_TRUSTED: OfferedChoice = {
  choice: 'take-over',
  text: 'a person does the rest, which may be to take it out of maintenance mode unattested, recorded with your reason (DG-9); the run keeps its hands off until it is given back',
};
const GIVE_BACK: OfferedChoice = {
  choice: 'give-back',
  text: 'ends the take-over; the run verifies before it counts it as done',
};

function skip({
  role,
  isTestHost,
  isImageTrusted,
  hasBegun,
  recovery,
}: HostStanding): OfferedChoice | ForbiddenChoice {
  if (isTestHost && !isImageTrusted) {
    return {
      choice: 'skip',
      rule: 'IMG-2',
      text: 'This is the test host of its cluster: no other host follows before its base image is trusted (IMG-5). Repair it, import the image by hand and verify, or abort.',
    };
  }
  if (recovery === 'done') {
    return {
      choice: 'skip',
      text: 'it stays in service on its former version and is not upgraded; recorded as debt with your reason',
    };
  }
  const left = hasBegun
    ? 'it stays as it is, in maintenance mode if it is there, and no guard takes it for healthy'
    : 'it stays as it is, untouched';
  const blocks =
    role === 'authority'
      ? '; while it is out of service no other Trust Authority host is taken out (INV-4)'
      : '';
  return { choice: 'skip', text: `${left}${blocks}; recorded as debt with your reason` };
}
