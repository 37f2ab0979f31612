import type { Run } from '../../src/cli/client/types.js';
import type { HostDecisionBody } from '../../src/contract/index.js';
import type { Draws } from './streams.js';

export type Parking = NonNullable<Run['parkings']>[number];
export type Decision = Pick<HostDecisionBody, 'choice' | 'from'>;

/** What an operator knows when he decides about one parked subject. */
export interface Knowledge {
  readonly draws: Draws;
  /** How often he has decided about it before. */
  readonly times: number;
  /** Nobody can repair it. */
  readonly isPermanent: boolean;
  /** He has done by hand what the run could not. */
  readonly isByHand: boolean;
  /** Faults are over: nobody plays with what is offered any more. */
  readonly isLate: boolean;
}

/**
 * What he decides, of what the run offers, as drawn from the seed; undefined = nothing for now. What helps is drawn
 * more often than what does not.
 */
export function drawDecision(parking: Parking, knowledge: Knowledge): Decision | undefined {
  const { draws, times, isPermanent, isByHand, isLate } = knowledge;
  const { subject, choices } = parking;
  const purpose = `decision-${times}`;
  if (isPermanent && !draws.chance('skips', subject, SKIPS)) return undefined;
  const offers = (choice: Decision['choice']): boolean => choices.some((one) => one.choice === choice);
  if (offers('give-back')) return { choice: 'give-back' };
  const wanted = ((): Decision['choice'] => {
    if (isPermanent) return 'skip';
    if (isLate) return isByHand ? 'verify' : 'retry';
    if (times === 0 && draws.chance('aborts', subject, ABORTS)) return 'abort';
    if (isByHand) return draws.pick(purpose, subject, ['verify', 'take-over', 'retry'] as const);
    return draws.pick(purpose, subject, [
      'retry',
      'retry',
      'retry-from',
      'retry-from',
      'verify',
      'skip',
      'take-over',
    ] as const);
  })();
  if (!offers(wanted)) return isPermanent ? undefined : { choice: 'retry' };
  const points = choices.find(({ choice }) => choice === 'retry-from')?.from ?? [];
  const [first, ...others] = points;
  if (wanted !== 'retry-from' || first === undefined) return { choice: wanted };
  return { choice: wanted, from: draws.pick(`${purpose}-from`, subject, [first, ...others]) };
}

/** Share of what nobody can repair that is left behind; for the rest the run stays parked. */
const SKIPS = 0.5;
/** Share of the parked subjects because of which the whole run is given up. */
const ABORTS = 0.04;
