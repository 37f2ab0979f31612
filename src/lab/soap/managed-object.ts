import type { Call, Context, Result } from './context.js';
import { fieldsOf, isA } from './schema/index.js';
import type { Field } from './schema/index.js';
import { moref } from './value.js';
import type { MoRef } from './value.js';

export interface Method<S> {
  /** vim25 privilege; undefined = any session. */
  readonly privilege?: string;
  /** API version that brought it. */
  readonly since?: string;
  /** May be called without a session. */
  readonly open?: boolean;
  readonly run: (self: S, call: Call) => Result | Promise<Result>;
}

/** A managed object type: what its properties are read from, and the methods it has. */
export interface ManagedType<S> {
  /** Name in the schema. */
  readonly name: string;
  /** By property; one that the schema has and this table has not is unset. */
  readonly properties?: Readonly<Record<string, (self: S, context: Context) => unknown>>;
  /** Properties that are read with no session at all. */
  readonly open?: readonly string[];
  /** Privileges of single properties; without it any session may read. */
  readonly privileges?: Readonly<Record<string, string>>;
  readonly methods?: Readonly<Record<string, Method<S>>>;
}

/** A managed object of one server, its state bound to its type. */
export interface ManagedObject {
  readonly ref: MoRef;
  readonly properties: ReadonlyMap<string, Field>;
  isA(type: string): boolean;
  /** Value of a property of `properties`; undefined = unset. */
  read(property: string, context: Context): unknown;
  privilegeOf(property: string): string | undefined;
  isOpen(property: string): boolean;
  method(
    name: string,
  ): (Omit<Method<never>, 'run'> & { run(call: Call): Result | Promise<Result> }) | undefined;
}

export function bind<S>(type: ManagedType<S>, moid: string, self: S): ManagedObject {
  return {
    ref: moref(type.name, moid),
    properties: fieldsOf(type.name),
    isA: (name) => isA(type.name, name),
    read: (property, context) =>
      Object.hasOwn(type.properties ?? {}, property)
        ? type.properties?.[property]?.(self, context)
        : undefined,
    privilegeOf: (property) => type.privileges?.[property],
    isOpen: (property) => type.open?.includes(property) ?? false,
    method(name) {
      const method = Object.hasOwn(type.methods ?? {}, name) ? type.methods?.[name] : undefined;
      return method && { ...method, run: (call) => method.run(self, call) };
    },
  };
}
