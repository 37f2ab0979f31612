import type { Context } from '../context.js';
import { localized, objectNotFound } from '../faults.js';
import type { VimFault } from '../faults.js';
import { plain, typed } from '../value.js';
import type { MoRef, Typed } from '../value.js';
import { Renderer } from '../xml/render.js';
import { pathsFor, readObject } from './read-object.js';
import { selectObjects } from './select.js';
import type { FilterSpec } from './spec.js';

/** What a filter saw at one time: objects by key, with a signature per property to compare by. */
export interface Snapshot {
  readonly objects: ReadonlyMap<string, SeenObject>;
  readonly missing: ReadonlyMap<string, MoRef>;
}
interface SeenObject {
  readonly ref: MoRef;
  readonly values: ReadonlyMap<string, { readonly value: Typed; readonly signature: string }>;
  readonly missing: ReadonlyMap<string, VimFault>;
}

export const nothingSeen: Snapshot = { objects: new Map(), missing: new Map() };

/** Properties whose changes vCenter does not tell (vim-and-vcsim.md 2.8). */
const SILENT = new Set(['recentTask', 'overallStatus', 'summary.overallStatus', 'summary.quickStats']);

const keyOf = ({ type, value }: MoRef): string => `${type}:${value}`;

export function takeSnapshot(spec: FilterSpec, context: Context): Snapshot {
  const { objects, missing } = selectObjects(spec, context);
  const seen = new Map<string, SeenObject>();
  for (const object of objects) {
    const paths = pathsFor(object, spec.properties, context.version);
    if (paths === undefined) continue;
    const read = readObject(object, paths, context);
    const values = new Map(
      [...read.values].map(([path, value]) => [
        path,
        { value, signature: signatureOf(path, value, context.version) },
      ]),
    );
    seen.set(keyOf(object.ref), { ref: object.ref, values, missing: read.missing });
  }
  return { objects: seen, missing: new Map(missing.map((ref) => [keyOf(ref), ref])) };
}

function signatureOf(path: string, value: Typed, version: string): string {
  if (SILENT.has(path) || path.startsWith('summary.quickStats.')) return '';
  const compared =
    path === 'summary' ? typed(value.type, { ...(plain(value) as object), quickStats: undefined }) : value;
  return new Renderer(version).any('v', compared);
}

/** One object's difference; undefined = none. */
function objectUpdate(before: SeenObject | undefined, after: SeenObject | undefined): object | undefined {
  const missingSet = [...(after?.missing ?? [])].map(([path, fault]) => ({ path, fault: localized(fault) }));
  if (!after) return before && { kind: 'leave', obj: before.ref };
  const changed = [...after.values].filter(
    ([path, { signature }]) => before?.values.get(path)?.signature !== signature,
  );
  const unset = [...(before?.values.keys() ?? [])].filter((path) => !after.values.has(path));
  if (before && changed.length === 0 && unset.length === 0) return undefined;
  return {
    kind: before ? 'modify' : 'enter',
    obj: after.ref,
    changeSet: [
      ...changed.map(([name, { value }]) => ({ name, op: 'assign', val: value })),
      ...unset.map((name) => ({ name, op: 'assign' })),
    ],
    missingSet,
  };
}

/**
 * The difference between two snapshots, at most `limit` objects of it.
 *
 * @returns the updates, and what the client has seen once it has them
 */
export function compare(
  before: Snapshot,
  after: Snapshot,
  limit: number,
): { objectSet: object[]; missingSet: object[]; seen: Snapshot; truncated: boolean } {
  const objects = new Map(before.objects);
  const objectSet: object[] = [];
  for (const key of new Set([...before.objects.keys(), ...after.objects.keys()])) {
    const now = after.objects.get(key);
    const update = objectUpdate(before.objects.get(key), now);
    if (!update) continue;
    if (objectSet.length === limit) {
      return { objectSet, missingSet: [], seen: { objects, missing: before.missing }, truncated: true };
    }
    objectSet.push(update);
    if (now) objects.set(key, now);
    else objects.delete(key);
  }
  const missingSet = [...after.missing]
    .filter(([key]) => !before.missing.has(key))
    .map(([, obj]) => ({ obj, fault: localized(objectNotFound(obj)) }));
  return { objectSet, missingSet, seen: { objects, missing: after.missing }, truncated: false };
}
