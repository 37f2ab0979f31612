import { restError } from './errors.js';
import type { Method, Route } from './types.js';

export interface RouteMatch {
  readonly route: Route;
  readonly variables: ReadonlyMap<string, string>;
}

export interface RouteQuestion {
  readonly method: string;
  /** As it came, still percent-encoded, without query. */
  readonly path: string;
  readonly action: string | undefined;
  readonly task: boolean;
}

interface Compiled {
  readonly route: Route;
  readonly segments: readonly string[];
  readonly mayEndInSlash: boolean;
  readonly variableCount: number;
}

const isVariable = (segment: string): boolean => segment.startsWith('{');

function compile(route: Route): Compiled {
  const mayEndInSlash = route.path.endsWith('/');
  const segments = (mayEndInSlash ? route.path.slice(0, -1) : route.path).split('/');
  return { route, segments, mayEndInSlash, variableCount: segments.filter(isVariable).length };
}

/** Values of the path variables, or `undefined` when the path is another one. Ids may come encoded or not. */
function matchPath(compiled: Compiled, path: string): Map<string, string> | undefined {
  const parts = (compiled.mayEndInSlash && path.endsWith('/') ? path.slice(0, -1) : path).split('/');
  if (parts.length !== compiled.segments.length) return undefined;
  const variables = new Map<string, string>();
  for (const [i, segment] of compiled.segments.entries()) {
    const part = decode(parts[i] ?? '');
    if (part === undefined) return undefined;
    if (isVariable(segment) && part !== '') variables.set(segment.slice(1, -1), part);
    else if (segment !== part) return undefined;
  }
  return variables;
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

/**
 * Finds the route of a request. A path that nobody declares is NOT_FOUND; a known path with another method, action
 * or `vmw-task` is OPERATION_NOT_FOUND: a task operation without `vmw-task=true` does not exist.
 */
export function createRouter(routes: readonly Route[]): (question: RouteQuestion) => RouteMatch {
  // Fixed segments win over variables: `job/details` is not the job named "details".
  const table = routes.map(compile).toSorted((a, b) => a.variableCount - b.variableCount);

  return ({ method, path, action, task }) => {
    let pathKnown = false;
    for (const compiled of table) {
      const variables = matchPath(compiled, path);
      if (variables === undefined) continue;
      pathKnown = true;
      const { route } = compiled;
      if (
        route.method === (method as Method) &&
        route.action === action &&
        (route.task !== undefined) === task
      )
        return { route, variables };
    }
    if (!pathKnown) throw restError('NOT_FOUND', `There is nothing at ${path}.`);
    const call = `${method} ${path}${action === undefined ? '' : `?action=${action}`}`;
    throw restError('OPERATION_NOT_FOUND', `There is no ${task ? 'task operation' : 'operation'} ${call}.`);
  };
}
