import { FAULT_SITES } from './atlas.js';
import { drawRun, type RunPlan } from './draw.js';
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
    hostsPerCluster: 1,
    parkedPolicy: 'at-once',
    beyondPromise: false,
    ...more,
  };
}

/** Nothing strikes: whatever goes wrong is the product. */
export const calmPlan = (): RunPlan => fixedPlan({ taHosts: 2, trusted: [[2]] }, {});

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
    // Not before: a host that loses its attestation earlier keeps the whole run from going on, rule or no rule.
    from: { effect: 'apply', target: 'wl-vc', occurrence: 2 } as const,
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
      parkedPolicy: 'late',
      acts: [{ effect: 'install', target: 'ta-vc', body: { do: 'enter-maintenance', host: 'ta-esx2' } }],
    },
  );

/** The estate of a story: `ta_hosts=2 trusted=3+2,2 speed=800`, or that of a seed: `seed=10`. */
export function storyPlan(values: Readonly<Record<string, string>>): RunPlan {
  const { seed, ta_hosts: taHosts = '2', trusted = '3', speed } = values;
  const pace = speed === undefined ? {} : { speed: Number(speed) };
  if (seed !== undefined) return { ...drawRun(Number(seed)), strikes: [], faults: [], ...pace };
  const shape = {
    taHosts: taHosts === '3' ? (3 as const) : (2 as const),
    trusted: trusted.split(',').map((clusters) => clusters.split(' ').map(Number)),
  };
  const plan = fixedPlan(shape, pace);
  // At a high speed a session would be idle between two looks.
  const sessionIdleSeconds = Math.max(1_800, plan.speed * 5);
  return { ...plan, topology: { ...plan.topology, timing: { ...plan.topology.timing, sessionIdleSeconds } } };
}

/** One seed of twenty goes beyond the promise: five in a hundred. */
const BEYOND_EVERY = 20;
const BEYOND_AT = 7;

/** The plan of a seed. */
export function planOf(seed: number, speed: number | undefined): RunPlan {
  const plan = seed % BEYOND_EVERY === BEYOND_AT ? beyondPlan(seed) : drawRun(seed);
  return speed === undefined ? plan : { ...plan, speed };
}
