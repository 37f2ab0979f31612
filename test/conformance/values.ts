import { parseType, type Facts, type Structure, type WireType } from './facts.js';
import { isLater, type Window } from './releases.js';
import { shown, violation, type Violation } from './violation.js';

type Fields = Readonly<Record<string, unknown>>;

/** Compares values with types of the facts. `null` and a missing key are both "unset". */
export interface Values {
  check(type: string, value: unknown, at: string, window: Window): Violation[];
  /** An object of these fields. */
  checkFields(structure: Structure, value: unknown, at: string, window: Window): Violation[];
}

export const isUnset = (value: unknown): value is null | undefined => value === null || value === undefined;
export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What the lab puts in place of a secret, or of an image database, before it logs it. */
const hidden = /^(<redacted>|\*\*\*|<base64 \d+ bytes>)$/;
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const base64 = /^[A-Za-z0-9+/]*={0,2}$/;

const isText = (value: unknown): value is string => typeof value === 'string';
/** Whether a value is of a plain type. An identifier is never empty. */
const plain: Readonly<Record<string, (value: unknown) => boolean>> = {
  str: isText,
  secret: isText,
  id: (value) => isText(value) && value !== '',
  int: Number.isSafeInteger,
  double: Number.isFinite,
  bool: (value) => typeof value === 'boolean',
  dt: (value) => isText(value) && dateTime.test(value),
  uri: (value) => isText(value) && URL.canParse(value),
  bin: (value) => isText(value) && (hidden.test(value) || base64.test(value)),
  any: () => true,
};

export function createValues({ structures, enums }: Facts): Values {
  function checkType(type: WireType, value: unknown, at: string, window: Window): Violation[] {
    if (type.kind === 'optional') return isUnset(value) ? [] : checkType(type.of, value, at, window);
    if (isUnset(value)) return [violation('missing-field', at, 'is required')];
    if (type.kind === 'name') return checkNamed(type.name, value, at, window);
    if (type.kind === 'map') return checkMap(type, value, at, window);
    if (!Array.isArray(value)) return [violation('wrong-type', at, `is no list: ${shown(value)}`)];
    const twice =
      type.kind === 'set' && new Set(value.map((item) => JSON.stringify(item))).size < value.length;
    return [
      ...(twice ? [violation('wrong-value', at, 'is a set and holds a value twice')] : []),
      ...value.flatMap((item, i) => checkType(type.of, item, `${at}/${i}`, window)),
    ];
  }

  function checkMap(
    { of, key }: WireType & { kind: 'map' },
    value: unknown,
    at: string,
    window: Window,
  ): Violation[] {
    if (!isObject(value)) return [violation('wrong-type', at, `is no map: ${shown(value)}`)];
    return Object.entries(value).flatMap(([name, item]) => [
      // Keys of JSON are texts, also where they stand for numbers.
      ...(key === undefined
        ? []
        : checkNamed(key, key === 'int' ? Number(name) : name, `${at}/${name}`, window)),
      ...checkType(of, item, `${at}/${name}`, window),
    ]);
  }

  function checkNamed(name: string, value: unknown, at: string, window: Window): Violation[] {
    const fits = plain[name];
    if (fits) return fits(value) ? [] : [violation('wrong-type', at, `is no ${name}: ${shown(value)}`)];
    // Some releases declare the error of a task as text (wire contract 3.3).
    if (name === 'error') return isText(value) ? [] : checkError(value, at, window);
    const structure = structures[name];
    if (structure) return checkFields(structure, value, at, window);
    const values = enums[name];
    if (!values) throw new Error(`${name} is not in the facts`);
    if (!isText(value)) return [violation('wrong-type', at, `is no text: ${shown(value)}`)];
    if (!values.values.includes(value))
      return [violation('wrong-value', at, `${shown(value)} is none of ${values.values.join(', ')}`)];
    return tooNew(values.since?.[value], at, window);
  }

  /** Of the standard errors only one has a field more. */
  function checkError(value: unknown, at: string, window: Window): Violation[] {
    const isLogin = isObject(value) && value['error_type'] === 'UNAUTHENTICATED';
    return checkNamed(
      `com.vmware.vapi.std.errors.${isLogin ? 'unauthenticated' : 'error'}`,
      value,
      at,
      window,
    );
  }

  function checkFields(structure: Structure, value: unknown, at: string, window: Window): Violation[] {
    if (!isObject(value)) return [violation('wrong-type', at, `is no object: ${shown(value)}`)];
    const { fields, since = {}, unions = [] } = structure;
    return [
      ...Object.keys(value)
        .filter((name) => fields[name] === undefined)
        .map((name) => violation('unknown-field', `${at}/${name}`, 'is no field of this structure')),
      ...Object.entries(fields).flatMap(([name, type]) => {
        const item = value[name];
        const place = `${at}/${name}`;
        if (isUnset(item) && isNewFor(since[name], window)) return [];
        return [
          ...(isUnset(item) ? [] : tooNew(since[name], place, window)),
          ...checkType(parseType(type), item, place, window),
        ];
      }),
      ...unions.flatMap((union) => checkUnion(union, value, { at, since, window })),
    ];
  }

  return {
    check: (type, value, at, window) => checkType(parseType(type), value, at, window),
    checkFields,
  };
}

/** Whether a vCenter of this window may be too old to have it. */
const isNewFor = (since: string | undefined, { oldest }: Window): boolean =>
  since !== undefined && isLater(since, oldest);

export const tooNew = (since: string | undefined, at: string, { newest }: Window): Violation[] =>
  since !== undefined && isLater(since, newest)
    ? [violation('later-release', at, `came in ${since}, this vCenter has ${newest}`)]
    : [];

/** As VMware's own validator does it: fields of other cases must be unset, also when there is no case. */
function checkUnion(
  { on, cases }: NonNullable<Structure['unions']>[number],
  value: Fields,
  about: { readonly at: string; readonly since: Readonly<Record<string, string>>; readonly window: Window },
): Violation[] {
  const chosen = value[on];
  const allowed = (isText(chosen) ? cases[chosen] : undefined) ?? {};
  const all = new Set(Object.values(cases).flatMap((fields) => Object.keys(fields)));
  return [...all].flatMap((name) => {
    const place = `${about.at}/${name}`;
    const set = !isUnset(value[name]);
    if (set && allowed[name] === undefined)
      return [violation('union', place, `must not be there when ${on} is ${shown(chosen)}`)];
    if (!set && allowed[name] === true && !isNewFor(about.since[name], about.window))
      return [violation('union', place, `must be there when ${on} is ${shown(chosen)}`)];
    return [];
  });
}
