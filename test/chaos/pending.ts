import type { Run } from '../../src/cli/client/types.js';

/** What a run that does not end is missing, by name; empty = nothing. */
export function pending(run: Run): string[] {
  return [
    ...run.gates.filter(({ state }) => state === 'open').map(({ id }) => `gate ${id} is open`),
    ...(run.parked ?? []).map((subject) => `${subject} is parked`),
    ...run.waitingOn.map(
      ({ kind, subject, have, need }) => `${subject} (${kind}): has ${have}; needs ${need}`,
    ),
    ...run.tiers
      .filter(({ state }) => state !== 'done')
      .map(({ kind, state, done, total }) => `tier ${kind} is ${state}, ${done} of ${total}`),
    ...(run.live ? [] : [`not live: ${run.notLiveBecause ?? 'no reason given'}`]),
  ];
}

/** Everything that shows whether something moves: the effects on the estate, and where the run says that it is. */
export const positionOf = (effects: number, run: Run | undefined): string =>
  JSON.stringify([
    effects,
    run?.state,
    run?.gates.map(({ state }) => state),
    run?.tiers.map(({ state, done }) => [state, done]),
    run?.parked,
  ]);

/** Effects that go on by themselves while nothing moves. */
export const isMovement = (effect: string): boolean =>
  !/^(session\.|fault\.|lab\.|host\.(attested|unattested|report)|vm\.)/.test(effect);
