import type { Context } from '../context.js';
import { VimFault } from '../faults.js';
import { typed } from '../value.js';
import type { MoRef, Typed } from '../value.js';
import { compare, nothingSeen, takeSnapshot } from './snapshot.js';
import type { Snapshot } from './snapshot.js';
import type { FilterSpec } from './spec.js';

export interface PropertyFilter {
  readonly ref: MoRef;
  readonly spec: FilterSpec;
  /** The spec as the client sent it. */
  readonly sent: Typed;
  readonly partialUpdates: boolean;
  readonly collector: Collector;
}

/** What a client has seen at one version, by filter moid. */
interface Seen {
  readonly version: string;
  readonly filters: ReadonlyMap<string, Snapshot>;
}

const unseen: Seen = { version: '', filters: new Map() };

/**
 * A property collector's filters and how far its client is. The last two versions are kept, so that a client whose
 * answer was lost may ask for it again with the version it had.
 */
export class Collector {
  readonly filters = new Map<string, PropertyFilter>();
  /** Ends a pending wait with `RequestCanceled`. */
  cancelWait: (() => void) | undefined;
  #acknowledged: Seen = unseen;
  #sent: Seen = unseen;
  #lastVersion = 0;

  /**
   * `UpdateSet` of what changed since `version`; undefined = nothing.
   *
   * @throws VimFault `InvalidCollectorVersion`
   */
  poll(version: string, limit: number, context: Context): Typed | undefined {
    if (version === '') this.#acknowledged = unseen;
    else if (version === this.#sent.version) this.#acknowledged = this.#sent;
    else if (version !== this.#acknowledged.version) {
      throw new VimFault('InvalidCollectorVersion', 'The version of the property collector is not valid.');
    }
    const filters = new Map<string, Snapshot>();
    const filterSet: object[] = [];
    let room = limit;
    let truncated = false;
    for (const [moid, { ref, spec }] of this.filters) {
      const before = this.#acknowledged.filters.get(moid) ?? nothingSeen;
      const found = compare(before, takeSnapshot(spec, context), room);
      filters.set(moid, found.seen);
      room -= found.objectSet.length;
      truncated ||= found.truncated;
      if (found.objectSet.length + found.missingSet.length === 0) continue;
      filterSet.push({ filter: ref, objectSet: found.objectSet, missingSet: found.missingSet });
    }
    if (filterSet.length === 0) return undefined;
    this.#lastVersion += 1;
    this.#sent = { version: String(this.#lastVersion), filters };
    return typed('UpdateSet', { version: this.#sent.version, filterSet, truncated });
  }

  destroy(): void {
    this.filters.clear();
    this.cancelWait?.();
  }
}
