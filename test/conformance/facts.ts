import { readFileSync } from 'node:fs';

/** One operation of `/api`, as VMware's bindings describe it; see `extract.py`. */
export interface Operation {
  /** Service and operation, `com.vmware.cis.tasks.get`. */
  readonly id: string;
  readonly method: string;
  /** Template below `/api`. */
  readonly path: string;
  readonly action?: string;
  readonly task?: true;
  readonly since?: string;
  /** Types by name of the parameter. */
  readonly query?: Readonly<Record<string, string>>;
  /** A type, or the types of the arguments that make up the object. */
  readonly body?: string | Readonly<Record<string, string>>;
  readonly argumentsSince?: Readonly<Record<string, string>>;
  /** Of a task operation: what stands in the task's `result`. */
  readonly result: string;
  readonly errors: readonly string[];
}

export interface Structure {
  readonly fields: Readonly<Record<string, string>>;
  readonly since?: Readonly<Record<string, string>>;
  /** By value of the discriminant: the fields that go with it, `true` = required. */
  readonly unions?: readonly {
    readonly on: string;
    readonly cases: Readonly<Record<string, Readonly<Record<string, boolean>>>>;
  }[];
}

interface Enumeration {
  readonly values: readonly string[];
  readonly since?: Readonly<Record<string, string>>;
}

export interface Facts {
  readonly about: { readonly sources: Readonly<Record<string, string>> };
  /** Errors that the runtime may add to every operation. */
  readonly errorsAnywhere: readonly string[];
  readonly operations: readonly Operation[];
  readonly structures: Readonly<Record<string, Structure>>;
  readonly enums: Readonly<Record<string, Enumeration>>;
}

export const factsFile = new URL('facts/vsphere-8.0.3.0.json', import.meta.url);

export const readFacts = (): Facts => JSON.parse(readFileSync(factsFile, 'utf8')) as Facts;

/** A type of the facts, taken apart; the notation is explained in `extract_types.py`. */
export type WireType =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'optional' | 'list' | 'set'; readonly of: WireType }
  /** `key`: type of the keys, an enumeration or `int`; absent = any text. */
  | { readonly kind: 'map'; readonly of: WireType; readonly key?: string };

const parsed = new Map<string, WireType>();

export function parseType(text: string): WireType {
  const known = parsed.get(text);
  if (known) return known;
  const type = parse(text);
  parsed.set(text, type);
  return type;
}

function parse(text: string): WireType {
  if (text.endsWith('?')) return { kind: 'optional', of: parseType(text.slice(0, -1)) };
  if (text.startsWith('[')) return { kind: 'list', of: parseType(text.slice(1, -1)) };
  if (text.startsWith('set<')) return { kind: 'set', of: parseType(text.slice(4, -1)) };
  if (!text.startsWith('map<')) return { kind: 'name', name: text };
  const [, key, value] = /^map<(?:([\w.]+),)?(.+)>$/.exec(text) ?? [];
  if (value === undefined) throw new Error(`no type: ${text}`);
  return { kind: 'map', of: parseType(value), ...(key === undefined ? {} : { key }) };
}

/** Method, template without names of variables, action, task: what tells operations apart. */
export const operationKey = ({
  method,
  path,
  action,
  task,
}: Pick<Operation, 'method' | 'path' | 'action'> & { readonly task?: boolean }): string =>
  `${method} ${path.replaceAll(/\{[^}]+\}/g, '{}')}${action === undefined ? '' : `?action=${action}`}${task ? ' [T]' : ''}`;
