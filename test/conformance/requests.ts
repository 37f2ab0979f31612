import { parseType, type Operation } from './facts.js';
import type { Address } from './operations.js';
import type { Window } from './releases.js';
import { isUnset, tooNew, type Values } from './values.js';
import { shown, violation, type Violation } from './violation.js';

/** Compares query and body of a request with its operation. */
export function checkRequest(
  operation: Operation,
  { query }: Address,
  body: unknown,
  about: { readonly values: Values; readonly window: Window },
): Violation[] {
  return [...checkQuery(operation, query, about), ...checkBody(operation, body, about)];
}

type About = Parameters<typeof checkRequest>[3];

function checkQuery(operation: Operation, query: URLSearchParams, { values, window }: About): Violation[] {
  const { query: known = {}, argumentsSince = {} } = operation;
  const names = [...new Set(query.keys())].filter((name) => name !== 'action' && name !== 'vmw-task');
  return [
    ...names
      .filter((name) => known[name] === undefined)
      .map((name) =>
        violation('unknown-parameter', `request.query/${name}`, 'is no parameter of the operation'),
      ),
    ...Object.entries(known).flatMap(([name, text]) => {
      const at = `request.query/${name}`;
      const type = parseType(text);
      const given = query.getAll(name);
      if (given.length === 0)
        return type.kind === 'optional' ? [] : [violation('missing-parameter', at, 'is required')];
      const inner = type.kind === 'optional' ? type.of : type;
      const isMany = inner.kind === 'list' || inner.kind === 'set';
      const value = given.map((each) => valueOf(text.replaceAll(/\[|\]|set<|>|\?/g, ''), each));
      return [
        ...tooNew(argumentsSince[name], at, window),
        ...(!isMany && given.length > 1 ? [violation('wrong-value', at, `comes ${given.length} times`)] : []),
        ...values.check(text, isMany ? value : value[0], at, window),
      ];
    }),
  ];
}

/** Parameters are texts; those that can be read as the type are taken for a value of it. */
function valueOf(plain: string, text: string): unknown {
  if (plain === 'bool' && (text === 'true' || text === 'false')) return text === 'true';
  if (plain === 'int' && /^-?\d+$/.test(text)) return Number(text);
  return text;
}

function checkBody(
  { body, argumentsSince }: Operation,
  value: unknown,
  { values, window }: About,
): Violation[] {
  const at = 'request.body';
  if (body === undefined)
    return isUnset(value)
      ? []
      : [violation('unexpected-body', at, `the operation takes no body: ${shown(value)}`)];
  if (typeof body === 'string') return values.check(body, value, at, window);
  if (isUnset(value) && Object.values(body).every((type) => type.endsWith('?'))) return [];
  const structure = { fields: body, ...(argumentsSince ? { since: argumentsSince } : {}) };
  return isUnset(value)
    ? [violation('missing-field', at, 'is required')]
    : values.checkFields(structure, value, at, window);
}
