import { fieldsOf, isDeclared } from '../schema/index.js';
import type { Field } from '../schema/index.js';
import { plain, Typed, typeOfAny } from '../value.js';
import type { MoRef } from '../value.js';
import { atLeast } from '../versions.js';
import { escapeXml } from './escape.js';

const primitives: ReadonlySet<string> = new Set(
  'string boolean byte short int long float double dateTime anyURI base64Binary'.split(' '),
);

/** Name of a type as the value of `xsi:type`. */
function xsiName(type: string): string {
  if (primitives.has(type)) return `xsd:${type}`;
  return type === '&' ? 'ManagedObjectReference' : type;
}

/** `string[]` → `ArrayOfString`, whose items are called `string`. */
function arrayNames(type: string): { array: string; item: string } {
  const item = type === '&' ? 'ManagedObjectReference' : type === 'any' ? 'anyType' : type;
  return { array: `ArrayOf${item.charAt(0).toUpperCase()}${item.slice(1)}`, item };
}

const text = (type: string, value: unknown): string =>
  escapeXml(type === 'dateTime' && typeof value === 'number' ? new Date(value).toISOString() : String(value));

/**
 * Writes values as vim25 XML for a client of one API version: fields in schema order, unset and newer ones left out,
 * `xsi:type` where the schema does not say it all.
 */
export class Renderer {
  readonly #version: string;
  constructor(version: string) {
    this.#version = version;
  }

  /** `<name>` around a value of an open type, arrays as `ArrayOfX`. */
  any(name: string, value: unknown): string {
    const type = typeOfAny(value);
    if (!type.endsWith('[]')) return this.#one(name, type, value, true);
    const { array, item } = arrayNames(type.slice(0, -2));
    const items = (plain(value) as readonly unknown[])
      .map((entry) => this.#one(item, type.slice(0, -2), entry, true))
      .join('');
    return `<${name} xsi:type="${array}">${items}</${name}>`;
  }

  /** A result: arrays as repeated elements. */
  result(name: string, { type, value }: Typed): string {
    if (!type.endsWith('[]')) return this.#one(name, type, value, false);
    return (value as readonly unknown[])
      .map((item) => this.#one(name, type.slice(0, -2), item, false))
      .join('');
  }

  /** Fields of a data object without an element around them. */
  fields(type: string, value: Readonly<Record<string, unknown>>): string {
    const fields = fieldsOf(type);
    const unknown = Object.keys(value).find((name) => !fields.has(name));
    if (unknown !== undefined) throw new Error(`${type} has no field ${unknown}`);
    return [...fields.values()]
      .filter(({ name, since }) => value[name] !== undefined && (!since || atLeast(this.#version, since)))
      .map((field) => this.#field(field, value[field.name]))
      .join('');
  }

  #field({ name, type, isArray }: Field, value: unknown): string {
    const items = isArray ? (value as readonly unknown[]) : [value];
    return items
      .map((item) => (type === 'any' ? this.any(name, item) : this.#one(name, type, item, false)))
      .join('');
  }

  #one(name: string, declared: string, value: unknown, open: boolean): string {
    const type = value instanceof Typed ? value.type : declared;
    const content = plain(value);
    const xsi = open || type !== declared ? ` xsi:type="${xsiName(type)}"` : '';
    if (type === '&') {
      const ref = content as MoRef;
      return `<${name} type="${escapeXml(ref.type)}"${xsi}>${escapeXml(ref.value)}</${name}>`;
    }
    if (isDeclared(type)) {
      return `<${name}${xsi}>${this.fields(type, content as Record<string, unknown>)}</${name}>`;
    }
    if (typeof content === 'object') throw new TypeError(`type ${type} of ${name} is not declared`);
    return `<${name}${xsi}>${text(type, content)}</${name}>`;
  }
}
