import type { Call } from '../context.js';
import { invalidArgument } from '../faults.js';
import type { ManagedType, Method } from '../managed-object.js';
import { typed } from '../value.js';
import type { Typed } from '../value.js';

/** Items of a history, oldest first, and where its client stands. */
export interface History<T> {
  readonly read: () => readonly T[];
  /** The filter as the client sent it. */
  readonly filter: Typed;
  position: number;
  pageSize: number;
}

/** Items per read at most, as vCenter limits it. */
const MAX_READ = 1000;

function countOf({ args }: Call): number {
  const count = args.int('maxCount') ?? 0;
  if (count < 1) throw invalidArgument('maxCount');
  return Math.min(count, MAX_READ);
}

/**
 * A collector over tasks or events. Reading starts at the oldest item and goes either way.
 *
 * @param items - plural of the method names, `Tasks` for `ReadNextTasks`
 */
export function historyCollector<T>(name: string, item: string, items: string): ManagedType<History<T>> {
  const page = (found: readonly T[]): Typed => typed(`${item}[]`, found);
  const move = (to: (history: History<T>) => number): Method<History<T>> => ({
    run(history) {
      history.position = to(history);
      return undefined;
    },
  });
  return {
    name,
    properties: {
      filter: ({ filter }) => filter,
      latestPage: ({ read, pageSize }) => read().slice(-pageSize).toReversed(),
    },
    methods: {
      [`ReadNext${items}`]: {
        run(history, call) {
          const found = history.read().slice(history.position, history.position + countOf(call));
          history.position += found.length;
          return page(found);
        },
      },
      [`ReadPrevious${items}`]: {
        run(history, call) {
          const start = Math.max(0, history.position - countOf(call));
          const found = history.read().slice(start, history.position);
          history.position = start;
          return page(found.toReversed());
        },
      },
      RewindCollector: move(() => 0),
      ResetCollector: move(({ read }) => read().length),
      SetCollectorPageSize: {
        run(history, call) {
          history.pageSize = countOf(call);
          return undefined;
        },
      },
      DestroyCollector: {
        run(_, { self, objects }) {
          objects.managed.delete(self.value);
          return undefined;
        },
      },
    },
  };
}
