import { createStreams } from '../world/random.js';
import { assumptionList } from './assumptions.js';
import type { AssumptionName, Assumptions } from './assumptions.js';

/** Alternatives by name; what is not named stays as the topology has it. */
export type ChosenAssumptions = Partial<Assumptions>;

/** Names an assumption or alternative that there is not; the message says what there is. */
export class AssumptionError extends Error {}

/**
 * Reads `NAME=VALUE[,NAME=VALUE…]`, or draws one alternative of each from the seed for `random`.
 *
 * @throws AssumptionError
 */
export function chooseAssumptions(text: string, seed: number): ChosenAssumptions {
  if (text.trim() === 'random') return randomAssumptions(seed);
  return Object.fromEntries(
    text
      .split(',')
      .map((pair) => pair.trim())
      .map(readPair),
  );
}

function readPair(pair: string): [AssumptionName, string] {
  const [name = '', value = ''] = pair.split('=', 2).map((part) => part.trim());
  const known = assumptionList.find((assumption) => assumption.name === name);
  if (known === undefined) {
    const names = assumptionList.map((assumption) => assumption.name).join(', ');
    throw new AssumptionError(
      `found "${pair}"; allowed: NAME=VALUE[,NAME=VALUE…], random or list, where NAME is one of ${names}`,
    );
  }
  if (known.alternatives.includes(value)) return [known.name, value];
  throw new AssumptionError(`found "${pair}"; allowed for ${name}: ${known.alternatives.join(', ')}`);
}

/** Each assumption draws by itself, so that a new one changes no other of the same seed. */
function randomAssumptions(seed: number): ChosenAssumptions {
  const random = createStreams(seed);
  return Object.fromEntries(
    assumptionList.map(({ name, alternatives }) => {
      const draw = random.stream('assumption', name)();
      return [name, alternatives[Math.floor(draw * alternatives.length)]];
    }),
  );
}

/** `NAME=VALUE,…` of what differs from the defaults; empty when nothing does. */
export function assumptionsText(chosen: ChosenAssumptions): string {
  return assumptionList
    .flatMap(({ name, alternatives }) => {
      const value = chosen[name];
      return value === undefined || value === alternatives[0] ? [] : `${name}=${value}`;
    })
    .join(',');
}

/** All switches for people, the default marked. */
export function assumptionsHelp(): string {
  return assumptionList
    .map(
      ({ name, about, source, alternatives }) =>
        `${name}: ${about} (${source})\n` +
        alternatives.map((value, index) => `    ${value}${index === 0 ? ' (default)' : ''}\n`).join(''),
    )
    .join('');
}
