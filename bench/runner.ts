import type { Figure, Scenario } from './scenario.js';

/** What came of one scenario. */
export interface Outcome {
  readonly name: string;
  readonly about: string;
  readonly seconds: number;
  readonly figures: readonly (Figure & { readonly reached?: boolean })[];
}

/** A name that no scenario has. */
export class UnknownScenario extends Error {}

/** The scenarios of these names, in their own order; all of them when none is named. @throws UnknownScenario */
export const chosen = (all: readonly Scenario[], names: readonly string[]): readonly Scenario[] => {
  const unknown = names.filter((name) => all.every((scenario) => scenario.name !== name));
  if (unknown.length > 0) {
    const known = all.map(({ name, about }) => `  ${name}: ${about}`).join('\n');
    throw new UnknownScenario(`No benchmark is called ${unknown.join(', ')}. There are:\n${known}`);
  }
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
};

const isReached = ({ value, goal }: Figure): boolean | undefined => {
  if (!goal) return undefined;
  // A figure that is no number has reached nothing.
  return 'atMost' in goal ? value <= goal.atMost : value >= goal.atLeast;
};

export const measure = async (scenario: Scenario): Promise<Outcome> => {
  const { name, about } = scenario;
  const begin = performance.now();
  const figures = await scenario.measure();
  return {
    name,
    about,
    seconds: Math.round((performance.now() - begin) / 100) / 10,
    figures: figures.map((figure) => {
      const reached = isReached(figure);
      return reached === undefined ? figure : { ...figure, reached };
    }),
  };
};

export const allReached = (outcomes: readonly Outcome[]): boolean =>
  outcomes.every(({ figures }) => figures.every(({ reached }) => reached !== false));

const numberText = (value: number): string => String(Math.round(value * 1_000) / 1_000);

/** A few lines for people, the goal beside each figure. */
export const textOf = ({ name, about, seconds, figures }: Outcome): string => {
  const lines = figures.map(({ what, value, unit, goal, reached }) => {
    const figure = [numberText(value), unit].filter(Boolean).join(' ');
    if (!goal) return `  ${what}: ${figure}`;
    const wanted = 'atMost' in goal ? `at most ${goal.atMost}` : `at least ${goal.atLeast}`;
    return `  ${what}: ${figure} (goal: ${wanted}; ${reached ? 'reached' : 'MISSED'})`;
  });
  return [`${name}: ${about} (${seconds} s)`, ...lines].join('\n');
};
