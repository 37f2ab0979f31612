import type { WireEntry } from '../../control/wire-log.js';
import type { Answered } from './caller.js';
import { plain } from '../value.js';
import type { Result } from '../context.js';
import type { XmlNode } from '../xml/read.js';
import type { SoapRequest } from './request.js';

const HIDDEN = '<redacted>';

/** An element as plain JSON, repeated ones as lists, secrets hidden. */
function toJson({ name, text, children }: XmlNode): unknown {
  if (/password|ticket|assertion/i.test(name)) return HIDDEN;
  if (children.length === 0) return text;
  const fields = new Map<string, unknown[]>();
  for (const item of children) fields.set(item.name, [...(fields.get(item.name) ?? []), toJson(item)]);
  return Object.fromEntries(
    [...fields].map(([key, values]) => [key, values.length === 1 ? values[0] : values]),
  );
}

/** A call for the wire log: method, object, parameters. */
export function loggedRequest({ method, self, node }: SoapRequest): Record<string, unknown> {
  const { _this, ...parameters } = toJson(node) as Record<string, unknown>;
  return { method, type: self.type, moid: self.value, parameters };
}

/** A result for the wire log: references and plain values as they are, the rest by its type. */
export function loggedResult(result: Result): unknown {
  if (result === undefined) return null;
  const { type } = result;
  const value = plain(result);
  if (Array.isArray(value)) return `${value.length} × ${type.slice(0, -2).replace('&', 'reference')}`;
  if (type === 'dateTime') return new Date(value as number).toISOString();
  if (type === '&' || typeof value !== 'object') return value;
  return type;
}

/** What the wire log says of an answer; `whole` tells of one that is complete. */
export function logOf<A extends object>(
  answer: Answered<A>,
  whole: (answer: A) => Pick<WireEntry, 'status' | 'responseBody'>,
): Pick<WireEntry, 'status' | 'responseBody' | 'offContract'> {
  if (answer === 'cut' || 'half' in answer) return { status: 0, responseBody: null };
  if (!('refusal' in answer)) return whole(answer);
  return { status: answer.refusal.status, responseBody: null, offContract: true };
}
