import { restRoutes } from '../rest/index.js';
import { managedTypeNames, methodsOfType } from '../soap/schema/index.js';

/** What fault rules and traps can name: `{…}` stands for an ID. Derived from what the front doors answer. */
export const knownOperations: readonly string[] = [
  ...new Set([
    ...restRoutes.map(
      ({ method, path, action }) => `${method} ${path}${action === undefined ? '' : `?action=${action}`}`,
    ),
    ...managedTypeNames.flatMap((type) =>
      ['Fetch', ...methodsOfType(type)].map((method) => `${type}.${method}`),
    ),
    'GET /boot_imgdb.tgz',
  ]),
].toSorted();

/** Known operations that a pattern can stand for. */
export function operationsFor(pattern: string): string[] {
  return knownOperations.filter((operation) => canMeet(pattern, operation.replaceAll(/\{[^}]*\}/g, '*')));
}

/** Whether some text fits both patterns, in which `*` stands for any text. */
function canMeet(one: string, other: string): boolean {
  const known = new Map<string, boolean>();
  const meet = (i: number, j: number): boolean => {
    const key = `${i} ${j}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    known.set(key, false);
    const a = one[i];
    const b = other[j];
    const result =
      a === undefined && b === undefined
        ? true
        : a === '*'
          ? meet(i + 1, j) || (b !== undefined && meet(i, j + 1))
          : b === '*'
            ? meet(i, j + 1) || (a !== undefined && meet(i + 1, j))
            : a === b && a !== undefined && meet(i + 1, j + 1);
    known.set(key, result);
    return result;
  };
  return meet(0, 0);
}
