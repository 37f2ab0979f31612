import type { JournalEntry } from '../../src/lab/world/model.js';

/** Fits the order to evacuate this host. */
export const isEntering =
  (host: string) =>
  ({ effect, subject, detail }: JournalEntry): boolean =>
    effect === 'host.maintenance.requested' && subject === host && detail['direction'] === 'enter';

/** Fits the order to remediate this host. */
export const isApplyOn =
  (host: string) =>
  ({ effect, detail }: JournalEntry): boolean =>
    effect === 'cluster.apply.requested' && (detail['hosts'] as string[]).includes(host);

/** Which hosts went into maintenance mode and out of it, in order: `entered x`, `exited x`. */
export const maintenance = (journal: readonly JournalEntry[]): string[] =>
  journal.flatMap(({ effect, subject }) => {
    const [, what] = /^host\.maintenance\.(entered|exited)$/.exec(effect) ?? [];
    return what === undefined ? [] : [`${what} ${subject}`];
  });

/** The same of hosts that were in maintenance mode strictly one after another. */
export const oneByOne = (hosts: readonly string[]): string[] =>
  hosts.flatMap((host) => [`entered ${host}`, `exited ${host}`]);

/** Hosts that were remediated, once per order, sorted. */
export const applied = (journal: readonly JournalEntry[]): string[] =>
  journal
    .flatMap(({ effect, detail }) =>
      effect === 'cluster.apply.requested' ? (detail['hosts'] as string[]) : [],
    )
    .toSorted();

/** What was done to the estate: everything except logins and what the lab tells of itself. */
export const effectsOn = (journal: readonly JournalEntry[]): string[] =>
  journal
    .filter(({ effect }) => !/^(session|lab|fault)\./.test(effect))
    .map(({ effect, subject }) => `${effect} ${subject}`);
