import type { z } from 'zod';
import type { LabRequest } from '../inputs/request.js';
import { invalidArgument, restError } from './errors.js';

/** Reads a JSON body; `undefined` = there is none. */
export function readJsonBody({ body, length }: LabRequest, maxBodyBytes: number): unknown {
  if (length > maxBodyBytes)
    throw restError('INVALID_REQUEST', `The request body has ${length} bytes; the limit is ${maxBodyBytes}.`);
  if (length === 0) return undefined;
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    throw restError('INVALID_REQUEST', 'The request body is not JSON.');
  }
}

/** `null` means unset on this wire, so it is dropped before a schema sees it. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([key, inner]) => [key, withoutNulls(inner)]),
  );
}

const isEmpty = (body: unknown): boolean =>
  body === undefined ||
  body === null ||
  (typeof body === 'object' && !Array.isArray(body) && Object.keys(body).length === 0);

/** The body without the fields that the schema does not know. */
function withoutUnknown(body: unknown, issues: readonly z.core.$ZodIssue[]): unknown {
  const copy = structuredClone(body);
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue;
    const owner = issue.path.reduce((part, key) => (part as Record<PropertyKey, unknown>)[key], copy);
    for (const key of issue.keys) delete (owner as Record<string, unknown>)[key];
  }
  return copy;
}

/**
 * The body as the operation's schema yields it.
 *
 * @param ignoreUnknown - drops what the schema does not know instead of refusing it
 * @throws INVALID_ARGUMENT naming the first field that is missing, wrong or unknown
 */
export function checkBody(schema: z.ZodType | undefined, body: unknown, ignoreUnknown = false): unknown {
  if (schema === undefined) {
    if (isEmpty(body) || ignoreUnknown) return undefined;
    throw invalidArgument('This operation takes no request body.');
  }
  const parsed = schema.safeParse(body === null ? undefined : withoutNulls(body));
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  if (ignoreUnknown && issues.some(({ code }) => code === 'unrecognized_keys'))
    return checkBody(schema, withoutUnknown(body, issues), ignoreUnknown);
  const issue = issues[0];
  if (issue === undefined) throw invalidArgument('The request body is not valid.');
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]] : issue.path;
  const where = path.length === 0 ? 'The request body' : `Field '${path.join('.')}'`;
  throw invalidArgument(`${where}: ${issue.message}`);
}
