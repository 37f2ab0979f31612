import {
  HOST_SAFE_POINTS,
  type ForbiddenChoice,
  type HostSafePoint,
  type OfferedChoice,
} from '../model/decision.js';

/** `unfinished` = begun and left in the middle; `done` = back in its cluster on its former version. */
export type RecoveryStanding = 'none' | 'unfinished' | 'done';

interface Standing {
  readonly at: HostSafePoint;
  readonly takenOver: boolean;
  /** Absent = this run recovers no host. */
  readonly recovery?: RecoveryStanding;
}

/**
 * Whether the recovery of a parked Trust Authority host may be chosen. It is for one whose upgrade did not succeed: a host
 * that was not remediated yet is as it was.
 *
 * @rule REC-0
 */
export function recoverOffer({ at, takenOver, recovery }: Standing): OfferedChoice | ForbiddenChoice {
  const forbidden = (text: string): ForbiddenChoice => ({ choice: 'recover', rule: 'REC-0', text });
  if (recovery === undefined) return forbidden(AFTER_THE_RUN);
  if (takenOver)
    return forbidden(
      'A person has it in hand. Give it back first; recovery is offered when it is parked again.',
    );
  if (HOST_SAFE_POINTS.indexOf(at) < HOST_SAFE_POINTS.indexOf('remediation')) {
    return forbidden(
      'Nothing of its upgrade has been installed yet, so there is nothing to take back. Remove the cause and retry, skip it, or abort.',
    );
  }
  return RECOVER;
}

const PROCEDURE =
  'takes it out of the Trust Authority Cluster, waits for people who bring it back to its former ESXi version, adds it again with its whole configuration, and compares it with the other hosts';

const RECOVER: OfferedChoice = {
  choice: 'recover',
  text: `planned first, and approved at a gate: ${PROCEDURE}; whether it is upgraded again is asked then`,
};

/** In the middle of the procedure there is no other way than on. @rule REC-5, INV-4 */
export const GO_ON_RECOVERING: OfferedChoice = {
  choice: 'recover',
  text: 'the recovery again from where it was left; each step looks first, and it is planned and approved anew',
};

export const NOT_WHILE_RECOVERING: readonly ForbiddenChoice[] = (
  ['retry', 'verify', 'skip', 'take-over'] as const
).map((choice) => ({
  choice,
  rule: choice === 'skip' ? 'INV-4' : 'REC-5',
  text: 'Its recovery is in the middle: it is out of the Trust Authority Cluster, or not yet as the other hosts, and nothing else goes on before it is. Recover it, or abort.',
}));

export const AFRESH: OfferedChoice = {
  choice: 'retry',
  text: 'its upgrade again from the beginning: guards, maintenance mode, remediation',
};

/** Runs that were begun by a release before. */
const AFTER_THE_RUN = `Recovery is an operation of its own, begun when this run has ended: abort it, then vta recover ESTATE --host NAME. It ${PROCEDURE}; the upgrade is then planned anew.`;
