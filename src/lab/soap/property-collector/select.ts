import type { Context } from '../context.js';
import type { ManagedObject } from '../managed-object.js';
import { plain } from '../value.js';
import type { MoRef } from '../value.js';
import { readObject } from './read-object.js';
import type { FilterSpec, Traversal } from './spec.js';

const keyOf = ({ type, value }: MoRef): string => `${type}:${value}`;

/** Objects that a filter spec selects, each once, in the order found, and those that do not exist. */
export function selectObjects(
  spec: FilterSpec,
  context: Context,
): { objects: ManagedObject[]; missing: MoRef[] } {
  const objects = new Map<string, ManagedObject>();
  const missing: MoRef[] = [];

  const follow = (object: ManagedObject, steps: readonly Traversal[], seen: Set<string>): void => {
    for (const step of steps) {
      const visit = `${keyOf(object.ref)} ${step.type}.${step.path}`;
      if (!object.isA(step.type) || seen.has(visit)) continue;
      seen.add(visit);
      for (const ref of referencesOf(object, step.path, context)) {
        const target = context.resolve(ref);
        // References to what has just gone are no error.
        if (!target) continue;
        if (!step.skip) objects.set(keyOf(ref), target);
        follow(target, step.next(), seen);
      }
    }
  };

  for (const { ref, skip, select } of spec.objects) {
    const object = context.resolve(ref);
    if (!object) {
      missing.push(ref);
      continue;
    }
    if (!skip) objects.set(keyOf(ref), object);
    follow(object, select, new Set());
  }
  return { objects: [...objects.values()], missing };
}

function referencesOf(object: ManagedObject, path: string, context: Context): readonly MoRef[] {
  const value = plain(readObject(object, [path], context).values.get(path));
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as MoRef[]) : [value as MoRef];
}
