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

/** Stands for an ID of a known operation: neither a slash nor a question mark is in it. */
const ID = '\u0000';

/** Known operations that a pattern can stand for. */
export function operationsFor(pattern: string): string[] {
  return knownOperations.filter((operation) => canMeet(pattern, operation.replaceAll(/\{[^}]*\}/g, ID)));
}

/** Whether some text fits both: a pattern, in which `*` stands for any text, and an operation with its IDs. */
function canMeet(pattern: string, operation: string): boolean {
  const known = new Map<string, boolean>();
  const meet = (i: number, j: number): boolean => {
    const key = `${i} ${j}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const result = compare(i, j);
    known.set(key, result);
    return result;
  };
  const compare = (i: number, j: number): boolean => {
    const wanted = pattern[i];
    const given = operation[j];
    if (wanted === '*') return meet(i + 1, j) || (given !== undefined && meet(i, j + 1));
    if (given === ID)
      return meet(i, j + 1) || (wanted !== undefined && !'/?'.includes(wanted) && meet(i + 1, j));
    if (wanted === undefined || given === undefined) return wanted === given;
    return wanted === given && meet(i + 1, j + 1);
  };
  return meet(0, 0);
}
