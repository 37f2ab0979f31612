import { FAULT_SITES } from './atlas.js';
import { drawRun, type RunPlan, type Strike } from './draw.js';
import { drawTopology, type EstateShape } from './draw-estate.js';
import { createDraws } from './streams.js';

const SEED = 0;
/** Fast, for nothing in these plans depends on the pace. */
const SPEED = 800;

function fixedPlan(shape: EstateShape, more: Partial<RunPlan>): RunPlan {
  return {
    ...drawRun(SEED),
    speed: SPEED,
    shape,
    topology: drawTopology(createDraws(SEED), SEED, shape),
    strikes: [],
    faults: [],
    acts: [],
    parkedPolicy: 'repair',
    beyondPromise: false,
    ...more,
  };
}

/** One trusted host never attests: whoever lets it leave maintenance mode breaks DG-9. */
export const unattestedPlan = (): RunPlan => {
  const target = 'prod-1-esx2';
  const site = FAULT_SITES.find(({ kind }) => kind === 'never-attests');
  if (site === undefined) throw new Error('the atlas has no host that never attests');
  const fault = {
    id: `never-attests@${target}`,
    site,
    target,
    body: { kind: site.kind, target },
    isPermanent: true,
  };
  return fixedPlan({ taHosts: 2, trusted: [[2]] }, { faults: [fault] });
};

/**
 * Both Trust Authority hosts: somebody takes the second one out of service for good while the first is about to be
 * upgraded. No run can go on without breaking INV-4; the right end is a stop that says so.
 */
export const beyondPlan = (seed = SEED): RunPlan =>
  fixedPlan(
    { taHosts: 2, trusted: [[2]] },
    {
      seed,
      beyondPromise: true,
      parkedPolicy: 'leave',
      acts: [{ effect: 'install', target: 'ta-vc', body: { do: 'enter-maintenance', host: 'ta-esx2' } }],
    },
  );

/** A plan with these strikes only, on a small estate. */
export const planWith = (
  strikes: readonly Strike[],
  shape: EstateShape = { taHosts: 2, trusted: [[3]] },
): RunPlan => fixedPlan(shape, { strikes });

/** One seed of twenty goes beyond the promise: five in a hundred. */
const BEYOND_EVERY = 20;
const BEYOND_AT = 7;

/** The plan of a seed. */
export function planOf(seed: number, speed: number | undefined): RunPlan {
  const plan = seed % BEYOND_EVERY === BEYOND_AT ? beyondPlan(seed) : drawRun(seed);
  return speed === undefined ? plan : { ...plan, speed };
}
