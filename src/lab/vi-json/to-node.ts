import { invalidArgument, VimFault } from '../soap/faults.js';
import { fieldsOf, isDeclared } from '../soap/schema/index.js';
import type { Field } from '../soap/schema/index.js';
import type { XmlNode } from '../soap/xml/read.js';

/*
 * What a client sent as JSON, as the elements that it would have sent as XML, so that one place checks and reads the
 * parameters of a call whatever way they are written.
 */

export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Elements of the fields that the schema has, in its order, then of the others, which the check refuses. */
export function childNodes(fields: Iterable<Field>, value: Json): XmlNode[] {
  const known = [...fields];
  const names = new Set(['_typeName', ...known.map(({ name }) => name)]);
  const others = Object.keys(value).filter((name) => !names.has(name));
  return [
    ...known.flatMap((field) => fieldNodes(field, value[field.name])),
    ...others.map((name): XmlNode => ({ name, text: '', children: [] })),
  ];
}

/** None for what is unset, one for a value, any number for a list. */
function fieldNodes(field: Field, value: unknown): XmlNode[] {
  if (value === undefined || value === null) return [];
  if (!field.isArray) return [valueNode(field.name, field.type, value)];
  if (!Array.isArray(value)) throw invalidArgument(field.name);
  return value.map((item) => valueNode(field.name, field.type, item));
}

/** Any object of exactly these two keys is a box around a plain value (vim-and-vcsim.md 1.5). */
const isBox = (value: Json): boolean =>
  Object.keys(value).length === 2 && typeof value['_typeName'] === 'string' && '_value' in value;

function valueNode(name: string, declared: string, value: unknown): XmlNode {
  if (isObject(value) && isBox(value)) return boxNode(name, value['_typeName'] as string, value['_value']);
  if (declared === '&') return refNode(name, value);
  if (declared !== 'any' && !isDeclared(declared))
    return { name, text: textOf(name, declared, value), children: [] };
  if (!isObject(value)) throw invalidArgument(name);
  const type = value['_typeName'];
  // Without its type an object is taken for a reference.
  if (typeof type !== 'string' || type === 'ManagedObjectReference') return refNode(name, value);
  return { name, xsiType: type, text: '', children: childNodes(fieldsOf(type).values(), value) };
}

function boxNode(name: string, type: string, value: unknown): XmlNode {
  const item = /^ArrayOf(\w+)$/.exec(type)?.[1];
  if (item === undefined) return { name, xsiType: type, text: textOf(name, type, value), children: [] };
  if (!Array.isArray(value)) throw invalidArgument(name);
  const items = value.map((entry) => valueNode(item, 'any', entry));
  return { name, xsiType: type, text: '', children: items };
}

function refNode(name: string, value: unknown): XmlNode {
  if (!isObject(value)) throw invalidArgument(name);
  const odd = Object.keys(value).find((key) => !['_typeName', 'type', 'value'].includes(key));
  // The words of a real server (vim-and-vcsim.md 1.5).
  if (odd !== undefined) throw new VimFault('InvalidArgument', `Invalid MoRef field: ${odd}`);
  const { type, value: moid } = value;
  if (typeof type !== 'string' || typeof moid !== 'string') throw invalidArgument(name);
  return { name, type, text: moid, children: [] };
}

const numbers = new Set(['byte', 'short', 'int', 'long', 'float', 'double']);

/** Text of a plain value, which must be of the JSON type that its vim25 type has. */
function textOf(name: string, type: string, value: unknown): string {
  const wanted = type === 'boolean' ? 'boolean' : numbers.has(type) ? 'number' : 'string';
  if (typeof value !== wanted) throw invalidArgument(name);
  return String(value);
}
