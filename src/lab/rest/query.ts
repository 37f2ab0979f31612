import { invalidArgument } from './errors.js';

/** Query parameters of one request; a repeated key is a list (section 1 of the wire contract). */
export interface Query {
  /** First value, or `undefined` when the parameter is missing. */
  one(name: string): string | undefined;
  all(name: string): readonly string[];
  /** `true`/`false`, or `undefined` when missing. */
  flag(name: string): boolean | undefined;
  /** Whether a value passes the filter of that name; a missing filter lets everything pass. */
  passes(name: string, value: string): boolean;
}

export function createQuery(params: URLSearchParams): Query {
  return {
    one: (name) => params.get(name) ?? undefined,
    all: (name) => params.getAll(name),
    flag(name) {
      const value = params.get(name);
      if (value === null) return undefined;
      if (value !== 'true' && value !== 'false')
        throw invalidArgument(`Query parameter '${name}' must be true or false.`);
      return value === 'true';
    },
    passes: (name, value) => !params.has(name) || params.getAll(name).includes(value),
  };
}

/** Refuses a parameter that the operation does not have: a misspelt filter would silently match everything. */
export function checkParameters(params: URLSearchParams, known: readonly string[]): void {
  for (const name of params.keys())
    if (name !== 'action' && name !== 'vmw-task' && !known.includes(name))
      throw invalidArgument(`Query parameter '${name}' is not known to this operation.`);
}
