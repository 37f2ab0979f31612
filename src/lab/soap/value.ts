/** Reference to a managed object. */
export interface MoRef {
  readonly type: string;
  readonly value: string;
}

export const moref = (type: string, value: string): MoRef => ({ type, value });

/** A value that brings its vim25 type along: needed where the schema says `any` or only names a base type. */
export class Typed {
  /** `HostService`, `string`, `&`, an enumeration; with `[]` for arrays. */
  readonly type: string;
  readonly value: unknown;
  constructor(type: string, value: unknown) {
    this.type = type;
    this.value = value;
  }
}

/**
 * Plain values (texts, numbers, flags), lab milliseconds for `dateTime`, `MoRef`s, arrays, and data objects as plain
 * objects with the field names of the schema; `undefined` fields are unset.
 */
export const typed = (type: string, value: unknown): Typed => new Typed(type, value);

export const reference = (ref: MoRef): Typed => typed('&', ref);

/** Type of a value in an `any` position. */
export function typeOfAny(value: unknown): string {
  if (value instanceof Typed) return value.type;
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'double';
  throw new TypeError('a value of an open type must bring its type along');
}

export const plain = (value: unknown): unknown => (value instanceof Typed ? value.value : value);
