import { fieldsOf, isDeclared } from '../soap/schema/index.js';
import type { Field } from '../soap/schema/index.js';
import { plain, Typed, typeOfAny } from '../soap/value.js';
import type { MoRef } from '../soap/value.js';
import { atLeast } from '../soap/versions.js';

/** From here on `LocalizedMethodFault` is written as in SOAP; before, its fault alone (vim-and-vcsim.md 1.6). */
const WRAPPED_FAULTS = '9.0.0.0';

type Fields = Readonly<Record<string, unknown>>;

/** A list without entries is unset, as it is in SOAP. */
const isSet = (value: unknown): boolean =>
  value !== undefined && !(Array.isArray(value) && value.length === 0);

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** `string[]` → `ArrayOfString` */
function arrayName(type: string): string {
  return `ArrayOf${type === '&' ? 'ManagedObjectReference' : type === 'any' ? 'AnyType' : capital(type)}`;
}

/**
 * Writes values as VI JSON for a client of one API version: fields in schema order, unset and newer ones left out,
 * `_typeName` on every data object and reference, and around what stands where the schema leaves the type open.
 */
export class JsonRenderer {
  readonly #version: string;
  constructor(version: string) {
    this.#version = version;
  }

  /** A result or a property: arrays and plain values bare. */
  result({ type, value }: Typed): unknown {
    if (type === 'any') return this.any(value);
    if (!type.endsWith('[]')) return this.#one(type, value);
    return (value as readonly unknown[]).map((item) => this.#one(type.slice(0, -2), item));
  }

  /** A fault as the body of an answer. */
  fault(type: string, message: string, details: Fields): Fields {
    return { _typeName: type, faultstring: message, ...this.#fields(type, details) };
  }

  /** A value of an open type: plain values and arrays in a box that says what they are. */
  any(value: unknown): unknown {
    const type = typeOfAny(value);
    if (!type.endsWith('[]')) {
      const content = this.#one(type, value);
      return typeof content === 'object' ? content : { _typeName: type, _value: content };
    }
    const item = type.slice(0, -2);
    const items = plain(value) as readonly unknown[];
    return {
      _typeName: arrayName(item),
      _value: items.map((entry) => (item === 'any' ? this.any(entry) : this.#one(item, entry))),
    };
  }

  #fields(type: string, value: Fields): Fields {
    const fields = fieldsOf(type);
    const unknown = Object.keys(value).find((name) => !fields.has(name));
    if (unknown !== undefined) throw new Error(`${type} has no field ${unknown}`);
    return Object.fromEntries(
      [...fields.values()]
        .filter(({ name, since }) => isSet(value[name]) && (!since || atLeast(this.#version, since)))
        .map((field) => [field.name, this.#field(field, value[field.name])]),
    );
  }

  #field({ type, isArray }: Field, value: unknown): unknown {
    const one = (item: unknown): unknown => (type === 'any' ? this.any(item) : this.#one(type, item));
    return isArray ? (value as readonly unknown[]).map(one) : one(value);
  }

  #one(declared: string, value: unknown): unknown {
    const type = value instanceof Typed ? value.type : declared;
    const content = plain(value);
    if (type === '&') {
      const ref = content as MoRef;
      return { _typeName: 'ManagedObjectReference', type: ref.type, value: ref.value };
    }
    if (type === 'LocalizedMethodFault' && !atLeast(this.#version, WRAPPED_FAULTS)) {
      const { fault, localizedMessage } = content as { fault: Typed; localizedMessage: string };
      return this.fault(fault.type, localizedMessage, fault.value as Fields);
    }
    if (isDeclared(type)) return { _typeName: type, ...this.#fields(type, content as Fields) };
    if (type === 'dateTime' && typeof content === 'number') return new Date(content).toISOString();
    if (typeof content === 'object') throw new TypeError(`type ${type} is not declared`);
    return content;
  }
}
