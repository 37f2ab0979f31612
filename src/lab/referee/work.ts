import type { Step } from './checker.js';
import { names, text, word } from './detail.js';
import type { JournalEntry } from '../world/model.js';
import type { EstateState, HostState, TierNumber, VCenterState } from './estate.js';
import { clusterAt, hostNamed, hostsOf, vcenterNamed } from './estate.js';
import { atWork } from './conditions.js';

/** Something was begun on a host of the TA side or the trusted side. */
export interface HostStart {
  readonly tier: 2 | 4;
  readonly kind: 'maintenance' | 'apply' | 'reboot';
  /** As it was before. */
  readonly host: HostState;
  /** Version it is taken to; known for `apply` only. */
  readonly target?: string;
}

export interface VCenterStart {
  readonly tier: 1 | 3;
  readonly kind: 'install';
  readonly vcenter: VCenterState;
  readonly target: string;
}

export type Start = HostStart | VCenterStart;

export const subjectOf = (start: Start): string =>
  start.kind === 'install' ? start.vcenter.name : start.host.name;

/** Hosts of an apply request; none named means the whole cluster (2.14). */
export function appliedHosts({ before, entry }: Pick<Step, 'before' | 'entry'>): readonly string[] {
  const named = names(entry, 'hosts');
  if (named.length > 0) return named;
  const { hosts } = clusterAt(before, entry.vcenter, entry.subject);
  return [...hosts.values()].filter(({ isRemoved }) => !isRemoved).map(({ name }) => name);
}

const tierOf = (host: HostState): 2 | 4 => (host.kind === 'authority' ? 2 : 4);

/** An order of maintenance mode, not of its end. */
export const entersMaintenance = (entry: JournalEntry): boolean =>
  entry.effect === 'host.maintenance.requested' && word(entry, 'direction', ['enter', 'exit']) === 'enter';

/**
 * Host work begun by this entry, which is when it was ordered: what becomes known while a host is being evacuated is
 * judged by the next order, the apply. What vLCM does with a host is part of an apply; plain clusters are nobody's tier.
 */
export function hostStarts(step: Pick<Step, 'before' | 'entry'>): HostStart[] {
  const { before, entry } = step;
  const start = (name: string, kind: HostStart['kind'], target?: string): HostStart[] => {
    const host = hostNamed(before, name);
    if (host.kind === 'plain') return [];
    return [{ tier: tierOf(host), kind, host, ...(target === undefined ? {} : { target }) }];
  };
  if (entersMaintenance(entry) || entry.effect === 'host.maintenance.entered') {
    const { apply, entering } = hostNamed(before, entry.subject);
    return apply?.status === 'running' || entering ? [] : start(entry.subject, 'maintenance');
  }
  if (entry.effect === 'host.reboot' && text(entry, 'by') === 'operator')
    return start(entry.subject, 'reboot');
  if (entry.effect !== 'cluster.apply.requested') return [];
  const target = text(entry, 'version');
  return appliedHosts(step).flatMap((name) => start(name, 'apply', target));
}

export function vcenterStart({ before, entry }: Pick<Step, 'before' | 'entry'>): VCenterStart | undefined {
  if (entry.effect !== 'vcenter.install.started') return undefined;
  const vcenter = vcenterNamed(before, entry.subject);
  const tier = vcenter.role === 'authority' ? 1 : 3;
  return { tier, kind: 'install', vcenter, target: text(entry, 'version') };
}

export function starts(step: Pick<Step, 'before' | 'entry'>): Start[] {
  const install = vcenterStart(step);
  return install ? [install] : hostStarts(step);
}

/**
 * What this entry has begun for good: maintenance mode that was ordered and cancelled, or that failed, has begun
 * nothing.
 */
export function lastingStarts(step: Pick<Step, 'before' | 'entry'>): Start[] {
  const { before, entry } = step;
  if (entersMaintenance(entry)) return [];
  if (entry.effect !== 'host.maintenance.entered') return starts(step);
  const host = hostNamed(before, entry.subject);
  return host.kind === 'plain' ? [] : [{ tier: tierOf(host), kind: 'maintenance', host }];
}

/** Highest tier that has begun, or whose hosts are on their way into maintenance mode; 0 = none. */
export function reachedTier(state: EstateState): number {
  const entering = [...hostsOf(state, 'authority'), ...hostsOf(state, 'trusted')].filter(
    (host) => host.entering,
  );
  return Math.max(highest(state.upgrade.begun), ...entering.map(tierOf));
}

/** 0 when nothing has begun. */
export const highest = (tiers: ReadonlySet<TierNumber>): number => Math.max(0, ...tiers);

/** Hosts or vCenters of a tier on which work is under way. */
export function underWay(state: EstateState, tier: TierNumber): string[] {
  if (tier === 2 || tier === 4) {
    return hostsOf(state, tier === 2 ? 'authority' : 'trusted')
      .filter(atWork)
      .map((host) => host.name);
  }
  const role = tier === 1 ? 'authority' : 'trusted';
  return [...state.vcenters.values()]
    .filter((vcenter) => vcenter.role === role && vcenter.install?.status === 'running')
    .map((vcenter) => vcenter.name);
}
