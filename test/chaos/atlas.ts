import { EFFECT_NAMES, type EffectName } from './effects.js';

/** Point of an exchange at which something strikes. */
export const POINTS = ['before', 'after', 'lost-answer'] as const;
export type Point = (typeof POINTS)[number];

/**
 * What strikes at an effect. `before`: the effect does not happen. `after`: it has happened, its answer is not sent yet.
 * `lost-answer`: it has happened and nobody is told.
 */
export const STRIKE_KINDS = [
  'kill-worker',
  'kill-temporal',
  'kill-service',
  'connection',
  'restart-vcenter',
  'lock-records',
] as const;
export type StrikeKind = (typeof STRIKE_KINDS)[number];

/** One cell of the reach matrix. */
export interface Cell {
  readonly effect: EffectName;
  readonly kind: StrikeKind;
  readonly point: Point;
}

/** The name of a cell, as reports tell it and `--cells` takes it. */
export const cellName = ({ effect, kind, point }: Cell): string => `${effect}/${kind}/${point}`;

/** Each cell once. */
export const CELLS: readonly Cell[] = STRIKE_KINDS.flatMap((kind) =>
  EFFECT_NAMES.flatMap((effect) => POINTS.map((point) => ({ effect, kind, point }))),
);

/** Cells that a campaign may leave empty, each with its reason. */
export const RARE: readonly { readonly effect: EffectName; readonly reason: string }[] = [];

/** Why a cell may be empty; undefined = it must have been reached. */
export const rareBecause = ({ effect }: Cell): string | undefined =>
  RARE.find((rare) => rare.effect === effect)?.reason;

/**
 * Faults of the estate itself. `heals`: it is over once nobody brings it about any more. `by-hand`: somebody has to
 * repair the host afterwards. `may-stay`: as `heals`, but one in four stays also in the second phase of a run, which may
 * end parked then.
 */
export type Healing = 'heals' | 'by-hand' | 'may-stay';

/** Share of the faults that may stay and do. */
export const STAYS = 0.25;

export interface FaultSite {
  readonly kind: string;
  readonly on: 'trusted-host' | 'authority-host' | 'vcenter';
  /** Of the lab's fault; absent for faults that strike a host or vCenter as such. */
  readonly operation?: string;
  readonly count?: number;
  /** Matches that pass first, at most. */
  readonly skip?: number;
  /** Shortest and longest, in lab seconds. */
  readonly seconds?: readonly [number, number];
  readonly healing: Healing;
  /** What the product promises under it. */
  readonly promise: string;
}

/** The fault atlas: what the product promises to survive. About a quarter of it is on in a run. */
export const FAULT_SITES: readonly FaultSite[] = [
  site('http-503', 'vcenter', 'heals', 'reads are asked again', { operation: 'GET *', count: 6, skip: 30 }),
  site('http-503', 'vcenter', 'heals', 'an order that was refused is given again, once', {
    operation: 'POST /api/esx/settings/*',
    count: 2,
    skip: 3,
  }),
  site('http-503', 'vcenter', 'heals', 'reads are asked again', {
    operation: 'PropertyCollector.*',
    count: 6,
    skip: 60,
  }),
  site('expire-session', 'vcenter', 'heals', 'logs in again and repeats what was refused', {
    // Never a login: one that is refused is a matter of its password, not of a session, and the product gives up.
    operation: 'GET *',
    count: 4,
    skip: 60,
  }),
  site('slow', 'vcenter', 'heals', 'waits within the limit of a request', {
    operation: '*',
    count: 4,
    skip: 120,
    seconds: [30, 600],
  }),
  site('reset-before-effect', 'vcenter', 'heals', 'looks at the state, then gives the order again', {
    operation: 'HostSystem.*',
    count: 2,
    skip: 2,
  }),
  site('drop-answer-after-effect', 'vcenter', 'heals', 'adopts what the lost answer began', {
    operation: 'HostSystem.*',
    count: 2,
    skip: 2,
  }),
  site('outage', 'vcenter', 'heals', 'waits with its reason shown; other sides go on', {
    seconds: [300, 14_400],
  }),
  site('evacuation-blocked', 'trusted-host', 'heals', 'parks the host with the machine that blocks it', {}),
  site('never-attests', 'trusted-host', 'may-stay', 'keeps the host in maintenance mode and says why', {}),
  site('hang-at-boot', 'trusted-host', 'may-stay', 'parks the host; nothing else is put at risk', {}),
  site('hang-at-boot', 'authority-host', 'may-stay', 'parks the host; no further TA host is begun', {}),
  site('boot-old-bank', 'trusted-host', 'by-hand', 'parks the host; what it runs is told as it is', {}),
  site('fail-task', 'vcenter', 'by-hand', 'parks the host with the words of vCenter', {
    operation: 'HostSystem.EnterMaintenanceMode_Task',
    skip: 2,
  }),
  site('expire-session', 'vcenter', 'heals', 'logs in again and gives the refused order', {
    operation: 'POST /api/esx/settings/*',
    count: 2,
    skip: 3,
  }),
  site('expire-session', 'vcenter', 'heals', 'logs in again and gives the refused order', {
    operation: 'HostSystem.*',
    count: 2,
    skip: 2,
  }),
  site('expire-session', 'vcenter', 'heals', 'logs in again and repeats what was refused', {
    operation: 'PropertyCollector.*',
    count: 4,
    skip: 60,
  }),
];

/** Share of the fault sites that are on in a run. */
export const SITES_ON = 0.25;

function site(
  kind: string,
  on: FaultSite['on'],
  healing: Healing,
  promise: string,
  more: Pick<FaultSite, 'operation' | 'count' | 'skip' | 'seconds'>,
): FaultSite {
  return { kind, on, healing, promise, ...more };
}

/** Largest share of the runs of a campaign that may go beyond the promise. */
export const BEYOND_SHARE = 0.05;
