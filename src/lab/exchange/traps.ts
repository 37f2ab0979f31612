import type { LabClock, LabJournal } from '../world/api.js';
import { isOrder } from './operations.js';
import { matchesPattern } from './pattern.js';
import type { Exchange } from './exchange.js';

/** Pattern for "the n-th effect, whatever it is": any request that orders something and is not refused. */
export const ANY_EFFECT = 'effect:*';

/** Where an exchange is held: before its effect, or after it with the answer withheld. */
export type TrapPoint = 'before' | 'after' | 'lost-answer';
/** What becomes of a held exchange: it goes on, or its connection is cut without an answer. */
export type Release = 'proceed' | 'drop';

export interface TrapSpec {
  /** Operation as in fault rules, `*` allowed, or `effect:*`. */
  readonly operation: string;
  /** vCenter or ESXi server that is asked; any when absent. */
  readonly target?: string;
  /** Host or cluster that the request is about; any when absent. */
  readonly host?: string;
  /** The first matching request is number 1. */
  readonly occurrence: number;
  readonly point: TrapPoint;
}

/** A trap for one exchange: it strikes once. */
export interface LabTrap extends TrapSpec {
  readonly id: string;
  readonly state: 'armed' | 'hit' | 'released';
  /** Matching requests so far. */
  readonly seen: number;
  /** ISO 8601, when it was hit. */
  readonly labTime?: string;
  /** Newest entry of the journal at that moment; what the caught request has done is in it or close before. */
  readonly journalSeq?: number;
  /** What the request was about: its first host, else its cluster, else the server. */
  readonly subject?: string;
  /** The operation that was caught. */
  readonly caught?: string;
}

/** Traps in which single exchanges are held while lab time goes on. */
export interface LabTraps {
  list(): readonly LabTrap[];
  get(id: string): LabTrap | undefined;
  add(spec: TrapSpec): LabTrap;
  /** Resolves when the trap is no longer armed, or after so many wall seconds; undefined = no such trap. */
  wait(id: string, seconds: number): Promise<LabTrap | undefined>;
  /** Lets the held exchange go; `how` defaults to `drop` for `lost-answer`, else `proceed`. False = none is held. */
  release(id: string, how?: Release): boolean;
  /** A held exchange proceeds. */
  remove(id: string): boolean;
  /** Ends all traps; held exchanges are dropped. */
  close(): void;
}

/** The side of the front doors. */
export interface TrapDoors {
  /** Counts a request that has arrived; the traps that it has sprung, in the order in which they were set. */
  arrived(exchange: Exchange): readonly Caught[];
  /** Counts an order that was not refused, for traps after any effect. */
  accepted(exchange: Exchange): readonly Caught[];
}

export interface Caught {
  readonly point: TrapPoint;
  /** Holds the exchange until the trap is released. */
  hold(): Promise<Release>;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
interface Kept {
  readonly trap: Writable<LabTrap>;
  /** Whether an exchange has been caught, from then on until it is held and released. */
  sprung: boolean;
  letGo?: (how: Release) => void;
  readonly watchers: Set<() => void>;
}

export function createTraps(clock: LabClock, journal: LabJournal): LabTraps & TrapDoors {
  const kept = new Map<string, Kept>();
  let next = 1;

  const told = ({ watchers }: Kept): void => {
    for (const watcher of watchers) watcher();
    watchers.clear();
  };
  const holdIn = (one: Kept, exchange: Exchange): Promise<Release> => {
    const { trap } = one;
    // Removed between catching and holding: nothing holds it any more.
    if (!kept.has(trap.id)) return Promise.resolve('proceed');
    trap.state = 'hit';
    trap.labTime = clock.iso();
    trap.journalSeq = journal.entries.length;
    trap.subject = exchange.subjects[0] ?? exchange.server;
    trap.caught = exchange.operation;
    told(one);
    return new Promise((resolve) => {
      one.letGo = (how) => {
        delete one.letGo;
        trap.state = 'released';
        if (how === 'drop') noteDrop(one, exchange);
        resolve(how);
      };
    });
  };
  const noteDrop = ({ trap }: Kept, { server, operation }: Exchange): void =>
    journal.append({
      vcenter: server,
      login: '',
      effect: 'fault.fired',
      subject: operation,
      detail: { fault: `trap-${trap.point}`, pattern: trap.operation },
    });

  const isAbout = ({ trap }: Kept, { server, subjects }: Exchange): boolean =>
    (trap.target === undefined || trap.target === server) &&
    (trap.host === undefined || subjects.includes(trap.host));
  const spring = (exchange: Exchange, counts: (trap: LabTrap) => boolean): Caught[] =>
    [...kept.values()].flatMap((one) => {
      const { trap } = one;
      if (one.sprung || !isAbout(one, exchange) || !counts(trap)) return [];
      trap.seen += 1;
      if (trap.seen < trap.occurrence) return [];
      one.sprung = true;
      return [{ point: trap.point, hold: () => holdIn(one, exchange) }];
    });
  /** After the effect it is known whether there was one; before it, an order is taken for one. */
  const countsEffects = ({ operation, point }: LabTrap): boolean =>
    operation === ANY_EFFECT && point !== 'before';

  return {
    list: () => [...kept.values()].map(({ trap }) => ({ ...trap })),
    get: (id) => {
      const one = kept.get(id);
      return one && { ...one.trap };
    },
    add(spec) {
      const trap: LabTrap = { ...spec, id: `trap-${next}`, state: 'armed', seen: 0 };
      next += 1;
      kept.set(trap.id, { trap: { ...trap }, sprung: false, watchers: new Set() });
      return trap;
    },
    async wait(id, seconds) {
      const one = kept.get(id);
      if (one?.trap.state === 'armed') {
        await new Promise<void>((resolve) => {
          const over = (): void => {
            clearTimeout(timer);
            one.watchers.delete(over);
            resolve();
          };
          const timer = setTimeout(over, seconds * 1000);
          one.watchers.add(over);
        });
      }
      return one && { ...one.trap };
    },
    release(id, how) {
      const one = kept.get(id);
      if (!one?.letGo) return false;
      one.letGo(how ?? (one.trap.point === 'lost-answer' ? 'drop' : 'proceed'));
      return true;
    },
    remove(id) {
      const one = kept.get(id);
      if (!one) return false;
      kept.delete(id);
      one.letGo?.('proceed');
      told(one);
      return true;
    },
    close() {
      for (const one of kept.values()) {
        one.letGo?.('drop');
        told(one);
      }
      kept.clear();
    },
    arrived: (exchange) =>
      spring(exchange, (trap) =>
        trap.operation === ANY_EFFECT
          ? trap.point === 'before' && isOrder(exchange.operation)
          : matchesPattern(trap.operation, exchange.operation),
      ),
    accepted: (exchange) => (isOrder(exchange.operation) ? spring(exchange, countsEffects) : []),
  };
}
