import { RELEASES } from '../../src/lab/topology/release-numbers.js';
import type { PeopleBody } from '../../src/lab/control/people.js';
import type { TopologyInput } from '../../src/lab/topology/schema.js';
import {
  cellName,
  FAULT_SITES,
  POINTS,
  SITES_ON,
  STAYS,
  STRIKE_KINDS,
  type Cell,
  type FaultSite,
} from './atlas.js';
import { drawShape, drawTopology, hostNames, type EstateShape } from './draw-estate.js';
import { EFFECT_NAMES, EFFECTS, type EffectName } from './effects.js';
import { createDraws, type Draws } from './streams.js';

/** Something that strikes once, at one exchange. */
export interface Strike extends Cell {
  readonly id: string;
  /** vCenter whose exchange it is. */
  readonly target: string;
  readonly occurrence: number;
  /** Lab seconds until the victim is back, the vCenter answers, the lock is released or the answer is sent. */
  readonly backAfterSeconds: number;
}

/** A fault of the estate that is on in this run. */
export interface DrawnFault {
  readonly id: string;
  readonly site: FaultSite;
  readonly target: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Nobody heals it, not even in the second phase. */
  readonly isPermanent: boolean;
  /** It begins with this exchange of the vCenter; absent = with the run. */
  readonly from?: { readonly effect: EffectName; readonly target: string; readonly occurrence: number };
}

export interface Act {
  readonly effect: EffectName;
  readonly target: string;
  readonly body: PeopleBody;
}

/** Everything that is decided before a run begins. Seed and commit give the same plan anywhere. */
export interface RunPlan {
  readonly seed: number;
  readonly speed: number;
  readonly shape: EstateShape;
  readonly topology: TopologyInput;
  readonly request: {
    readonly vcenterVersion: string;
    readonly esxVersion: string;
    readonly boot: 'policy' | 'full';
  };
  readonly strikes: readonly Strike[];
  readonly faults: readonly DrawnFault[];
  /** What administrators do by hand as soon as an effect has happened. */
  readonly acts: readonly Act[];
  /** Trusted hosts of one cluster, vCenter and estate that may be in hand at once. */
  readonly hostsPerCluster: 1 | 2;
  /** How the automatic operator treats a parked host: repairs it at once or late. */
  readonly parkedPolicy: 'at-once' | 'late';
  /** More than the product promises to survive; the right end is a safe stop that says why. */
  readonly beyondPromise: boolean;
  /** Not drawn from a seed: it strikes the cells of the matrix that seeds left empty. */
  readonly isSweep?: true;
}

export function drawRun(seed: number): RunPlan {
  const draws = createDraws(seed);
  const shape = drawShape(draws);
  const topology = drawTopology(draws, seed, shape);
  const target = RELEASES['8.0.3'];
  const [version, build] = target.esxi.version.split('-');
  return {
    seed,
    speed: draws.pick('speed', '', [400, 600, 800] as const),
    shape,
    topology,
    request: {
      vcenterVersion: target.vcenter.version,
      esxVersion: `${version}-0.0.${build}`,
      boot: draws.pick('boot', '', ['policy', 'policy', 'full'] as const),
    },
    strikes: drawStrikes(draws, seed, topology),
    faults: drawFaults(draws, topology),
    acts: [],
    hostsPerCluster: draws.pick('hosts-at-once', '', [1, 2] as const),
    parkedPolicy: draws.pick('parked', '', ['at-once', 'late'] as const),
    beyondPromise: false,
  };
}

/**
 * Every effect is struck once in a run, by one kind of strike, at one of three points. Kind and points go round with the
 * seed, so that any `STRIKE_KINDS × POINTS` seeds in a row reach every cell of the matrix; where it strikes is drawn.
 */
export function drawStrikes(draws: Draws, seed: number, topology: TopologyInput): Strike[] {
  const kind = STRIKE_KINDS[seed % STRIKE_KINDS.length] ?? STRIKE_KINDS[0];
  const round = Math.floor(seed / STRIKE_KINDS.length);
  return EFFECT_NAMES.map((effect, index): Strike => {
    const point = POINTS[(index + round) % POINTS.length] ?? POINTS[0];
    const { target, times } = drawPlace(draws, effect, topology);
    return {
      id: cellName({ effect, kind, point }),
      effect,
      kind,
      point,
      target,
      occurrence: draws.between('occurrence', effect, 1, times),
      backAfterSeconds: draws.between('back-after', effect, 60, 1_200),
    };
  });
}

/** A vCenter that has this effect, and how often an undisturbed run has it there. */
function drawPlace(
  draws: Draws,
  effect: EffectName,
  topology: TopologyInput,
): { target: string; times: number } {
  const { per } = EFFECTS[effect];
  const [authority, ...trusted] = topology.vcenters;
  if (authority === undefined) throw new Error('an estate has at least one vCenter');
  const vcenter =
    per === 'authority' ? authority : draws.pick('place', effect, [authority, ...trusted] as const);
  return { target: vcenter.name, times: timesIn(vcenter, effect) };
}

/** How often an undisturbed run has the effect on this vCenter, which is one that has it. */
export function timesIn({ clusters }: TopologyInput['vcenters'][number], effect: EffectName): number {
  const hosts = clusters.reduce((sum, cluster) => sum + cluster.hosts.length, 0);
  return { vcenter: 1, authority: 1, cluster: clusters.length, host: hosts }[EFFECTS[effect].per];
}

function drawFaults(draws: Draws, topology: TopologyInput): DrawnFault[] {
  const hosts = hostNames(topology);
  const vcenters = topology.vcenters.map(({ name }) => name);
  const among = { 'trusted-host': hosts.trusted, 'authority-host': hosts.authority, vcenter: vcenters };
  return FAULT_SITES.flatMap((site, index) => {
    const subject = `${index}/${site.kind}`;
    if (!draws.chance('site', subject, SITES_ON)) return [];
    const [first = '', ...others] = among[site.on];
    const target = draws.pick('site-target', subject, [first, ...others]);
    const isPermanent = site.healing === 'may-stay' && draws.chance('stays', subject, STAYS);
    const body = bodyOf(draws, subject, site, target);
    return [{ id: `${site.kind}@${target}/${index}`, site, target, body, isPermanent }];
  });
}

function bodyOf(draws: Draws, subject: string, site: FaultSite, target: string): Record<string, unknown> {
  const { kind, operation, count, skip, seconds } = site;
  return {
    kind,
    target,
    ...(operation === undefined ? {} : { operation }),
    ...(count === undefined ? {} : { count: draws.between('site-count', subject, 1, count) }),
    ...(skip === undefined ? {} : { skip: draws.between('site-skip', subject, 0, skip) }),
    ...(seconds === undefined ? {} : { seconds: draws.between('site-seconds', subject, ...seconds) }),
  };
}

/** What was drawn, as `key=value` lines, to be read before the run. */
export function planLines(plan: RunPlan): string[] {
  const { shape, request } = plan;
  return [
    `seed=${plan.seed}`,
    `speed=${plan.speed}`,
    `ta_hosts=${shape.taHosts}`,
    `trusted=${shape.trusted.map((clusters) => clusters.join('+')).join(' | ')}`,
    `quick_boot=${quickBootClusters(plan.topology).join(',') || 'none'}`,
    `boot=${request.boot}`,
    `target=${request.vcenterVersion} / ${request.esxVersion}`,
    `hosts_at_once=${plan.hostsPerCluster}`,
    `parked=${plan.parkedPolicy}`,
    `beyond_promise=${plan.beyondPromise}`,
    ...plan.faults.map(
      ({ id, body, isPermanent }) => `fault=${id} ${JSON.stringify(body)}${isPermanent ? ' permanent' : ''}`,
    ),
    ...plan.acts.map(
      ({ effect, target, body }) => `act=${JSON.stringify(body)} after ${effect} on ${target}`,
    ),
    ...plan.strikes.map(
      (it) =>
        `strike=${it.id} target=${it.target} occurrence=${it.occurrence} back_after=${it.backAfterSeconds}s`,
    ),
  ];
}

const quickBootClusters = ({ vcenters }: TopologyInput): string[] =>
  vcenters.flatMap(({ clusters }) =>
    clusters.filter(({ quickBoot }) => quickBoot === true).map(({ name }) => name),
  );
