import type { Errors } from './errors.js';
import type { Facts, Operation } from './facts.js';
import type { Window } from './releases.js';
import { isUnset, type Values } from './values.js';
import { shown, violation, type Violation } from './violation.js';

type Info = Readonly<Record<string, unknown>>;

/** The tasks of one log: which operation started each, and what has been read of it. */
export interface Tasks {
  /** Remembers the answer of a task operation. */
  started(vcenter: string, id: string, operation: Operation): void;
  /** What the structure of a task cannot say: whose it is, whether its result is the right one. */
  checkInfo(vcenter: string, id: string, info: Info, about: InfoPlace): Violation[];
}

interface InfoPlace {
  readonly at: string;
  readonly window: Window;
  /** The caller wanted no result. */
  readonly excludeResult: boolean;
}

export function createTasks({ operations }: Facts, values: Values, errors: Errors): Tasks {
  const byName = new Map(operations.filter(({ task }) => task).map((operation) => [operation.id, operation]));
  const known = new Map<string, { readonly operation: Operation; completed: number }>();
  const services = new Set(operations.map(({ id }) => id.slice(0, id.lastIndexOf('.'))));
  const nameOf = ({ service, operation }: Info): string =>
    `${String(service)}.${String(operation).replace(/\$task$/, '')}`;

  function checkResult({ id, result: type }: Operation, info: Info, place: InfoPlace): Violation[] {
    const { result, status, error } = info;
    const at = `${place.at}/result`;
    if (!isUnset(result)) {
      if (type === 'void') return [violation('task', at, `${id} has no result, found ${shown(result)}`)];
      if (place.excludeResult) return [violation('task', at, 'was asked to be left out')];
      return values.check(type, result, at, place.window);
    }
    const isDue = type !== 'void' && !type.endsWith('?') && !place.excludeResult;
    if (status === 'SUCCEEDED' && isDue)
      return [violation('task', at, `is missing; ${id} ends with ${type}`)];
    if (status === 'FAILED' && isUnset(error) && !place.excludeResult)
      return [violation('task', place.at, 'FAILED without error and without result')];
    return [];
  }

  /** `completed` never goes back (documentation of `com.vmware.cis.task.progress`). */
  function checkProgress(seen: { completed: number }, { progress }: Info, at: string): Violation[] {
    const { total, completed } = (progress ?? {}) as { total?: unknown; completed?: unknown };
    if (typeof total !== 'number' || typeof completed !== 'number') return [];
    const before = seen.completed;
    seen.completed = completed;
    if (completed < before)
      return [violation('task', `${at}/progress/completed`, `went back from ${before} to ${completed}`)];
    return completed > total
      ? [violation('task', `${at}/progress/completed`, `${completed} of ${total}`)]
      : [];
  }

  return {
    started(vcenter, id, operation) {
      known.set(`${vcenter} ${id}`, { operation, completed: 0 });
    },
    checkInfo(vcenter, id, info, place) {
      const key = `${vcenter} ${id}`;
      const name = nameOf(info);
      // A task of somebody else, or one that was started before the log begins, says itself what it is.
      const own = byName.get(name);
      const seen = known.get(key) ?? (own && { operation: own, completed: 0 });
      // Of a provider that the facts know nothing of, such as vim25: only its structure can be judged.
      if (!seen && !services.has(String(info['service']))) return [];
      if (!seen) return [violation('task', `${place.at}/operation`, `${name} is no task operation`)];
      known.set(key, seen);
      const { operation } = seen;
      return [
        ...(name === operation.id
          ? []
          : [violation('task', `${place.at}/operation`, `is ${name}; ${operation.id} started it`)]),
        ...checkResult(operation, info, place),
        ...errors.checkOfTask(operation, info['error'], `${place.at}/error`),
        ...checkProgress(seen, info, place.at),
      ];
    },
  };
}
