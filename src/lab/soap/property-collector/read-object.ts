import type { Context } from '../context.js';
import { faultOf, VimFault } from '../faults.js';
import type { ManagedObject } from '../managed-object.js';
import { fieldsOf, isDeclared } from '../schema/index.js';
import type { Field } from '../schema/index.js';
import { plain, Typed, typed } from '../value.js';
import { atLeast } from '../versions.js';
import type { PropertySpec } from './spec.js';

/** One object as read: unset properties are in neither list. */
export interface ReadObject {
  readonly object: ManagedObject;
  readonly values: ReadonlyMap<string, Typed>;
  readonly missing: ReadonlyMap<string, VimFault>;
}

const invalidProperty = (name: string): VimFault =>
  new VimFault('InvalidProperty', `The property '${name}' is not valid.`, { name });

/** `config.option["a.b"].value` → names with the key of an array element, if one was asked for. */
function readSteps(path: string): { name: string; key?: string }[] {
  const steps: { name: string; key?: string }[] = [];
  const step = /(\w+)(?:\["([^"]*)"\])?(\.|$)/y;
  while (step.lastIndex < path.length) {
    const match = step.exec(path);
    if (!match) throw invalidProperty(path);
    const [, name = '', key] = match;
    steps.push({ name, ...(key === undefined ? {} : { key }) });
  }
  return steps;
}

/** Reads many paths of one object, each top-level property once. */
function createReader(object: ManagedObject, context: Context): (path: string) => Typed | undefined {
  const cache = new Map<string, unknown>();
  const top = (name: string): unknown => {
    if (!cache.has(name)) cache.set(name, object.read(name, context));
    return cache.get(name);
  };
  const visible = (fields: ReadonlyMap<string, Field>, name: string, path: string): Field => {
    const field = fields.get(name);
    if (!field || (field.since && !atLeast(context.version, field.since))) throw invalidProperty(path);
    return field;
  };

  return (path) => {
    const [first, ...rest] = readSteps(path);
    if (!first) throw invalidProperty(path);
    let field = visible(object.properties, first.name, path);
    let isArray = field.isArray;
    let value = top(first.name);
    const enter = (key: string | undefined): void => {
      if (key === undefined) return;
      if (!isArray) throw invalidProperty(path);
      isArray = false;
      const items = (plain(value) as readonly Record<string, unknown>[] | undefined) ?? [];
      value = items.find((item) => (plain(item) as Record<string, unknown>)['key'] === key);
    };
    enter(first.key);
    for (const { name, key } of rest) {
      if (isArray) throw invalidProperty(path);
      const type = value instanceof Typed ? value.type : field.type;
      if (!isDeclared(type)) {
        // Nothing to say about types that the lab leaves unset.
        if (value === undefined && /^[A-Z]/.test(type)) return undefined;
        throw invalidProperty(path);
      }
      field = visible(fieldsOf(type), name, path);
      isArray = field.isArray;
      value = (plain(value) as Record<string, unknown> | undefined)?.[name];
      enter(key);
    }
    if (value === undefined) return undefined;
    if (value instanceof Typed || field.type === 'any')
      return value instanceof Typed ? value : anyValue(value);
    return typed(isArray ? `${field.type}[]` : field.type, value);
  };
}

const anyValue = (value: unknown): Typed =>
  typed(typeof value === 'boolean' ? 'boolean' : typeof value === 'number' ? 'int' : 'string', value);

/** Paths that the property specs ask of this object; undefined = none of them is about its type. */
export function pathsFor(
  object: ManagedObject,
  specs: readonly PropertySpec[],
  version: string,
): string[] | undefined {
  const about = specs.filter(({ type }) => object.isA(type));
  if (about.length === 0) return undefined;
  const all = [...object.properties.values()]
    .filter(({ since }) => !since || atLeast(version, since))
    .map(({ name }) => name);
  return [...new Set(about.flatMap((spec) => (spec.all ? all : spec.paths)))];
}

/** @throws VimFault `InvalidProperty` for a path that the type does not have at the client's version */
export function readObject(object: ManagedObject, paths: readonly string[], context: Context): ReadObject {
  const read = createReader(object, context);
  const values = new Map<string, Typed>();
  const missing = new Map<string, VimFault>();
  for (const path of paths) {
    const privilege = object.privilegeOf(path.split(/[.[]/, 1)[0] ?? path);
    try {
      if (privilege !== undefined) context.site.requirePrivilege(context.session, privilege);
    } catch (error) {
      missing.set(path, faultOf(error, object.ref));
      continue;
    }
    const value = read(path);
    if (value !== undefined) values.set(path, value);
  }
  return { object, values, missing };
}
