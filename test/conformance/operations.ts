import type { Facts, Operation } from './facts.js';
import { violation, type Violation } from './violation.js';

/** Method, path below `/api`, and query of a request. */
export interface Address {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
}

/** The address of a logged request; nothing when it is not one to `/api`. */
export function addressOf(method: string, target: string): Address | undefined {
  const { pathname, searchParams } = new URL(target, 'https://vcenter');
  return pathname.startsWith('/api/') ? { method, path: pathname.slice(4), query: searchParams } : undefined;
}

/** The operation that a request is for, with what is wrong about its address. */
export interface Found {
  readonly operation?: Operation;
  readonly violations: readonly Violation[];
}

/** Fixed segments win over variables: `job/details` is not the job of that name. */
export function createFinder({ operations }: Facts): (address: Address) => Found {
  const table = operations
    .map((operation) => ({ operation, segments: segmentsOf(operation.path) }))
    .toSorted((a, b) => variables(a.segments) - variables(b.segments));

  return ({ method, path, query }) => {
    const at = 'request.path';
    const here = table
      .filter(({ operation, segments }) => matches(segments, partsOf(path, operation)))
      .map(({ operation }) => operation);
    if (here.length === 0)
      return { violations: [violation('unknown-path', at, `there is nothing at ${path}`)] };
    const action = query.get('action') ?? undefined;
    const same = here.filter((operation) => operation.method === method && operation.action === action);
    const isTask = query.get('vmw-task') === 'true';
    const exact = same.find(({ task = false }) => task === isTask);
    if (exact) return { operation: exact, violations: [] };
    const [other] = same;
    const call = `${method} ${path}${action === undefined ? '' : `?action=${action}`}`;
    if (!other) return { violations: [violation('unknown-operation', at, `there is no ${call}`)] };
    return {
      operation: other,
      violations: [
        other.task
          ? violation('only-as-task', at, `${call} exists with vmw-task=true only`)
          : violation('not-a-task', at, `${call} is no task operation`),
      ],
    };
  };
}

const segmentsOf = (path: string): string[] => path.replace(/\/$/, '').split('/');
/** A slash at the end of a template may be left out (wire contract 5.3), but none may be added. */
const partsOf = (path: string, operation: Operation): string[] =>
  (operation.path.endsWith('/') ? segmentsOf(path) : path.split('/')).map(decodeURIComponent);
const isVariable = (segment: string): boolean => segment.startsWith('{');
const variables = (segments: readonly string[]): number => segments.filter(isVariable).length;
const matches = (segments: readonly string[], parts: readonly string[]): boolean =>
  segments.length === parts.length &&
  segments.every((segment, i) => (isVariable(segment) ? parts[i] !== '' : segment === parts[i]));
