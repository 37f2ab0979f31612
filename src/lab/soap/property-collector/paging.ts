import type { Call, Context } from '../context.js';
import { invalidArgument, localized, objectNotFound } from '../faults.js';
import { typed } from '../value.js';
import type { Typed } from '../value.js';
import { pathsFor, readObject } from './read-object.js';
import type { ReadObject } from './read-object.js';
import { selectObjects } from './select.js';
import { readFilterSpec } from './spec.js';

/** Objects of a query that the client has not fetched yet. */
export interface Page {
  readonly rest: readonly object[];
  readonly size: number;
}

/** Servers page by themselves when not told to (vim-and-vcsim.md 2.3). */
const DEFAULT_PAGE = 100;
/** Unfetched answers kept per session; the oldest goes first. */
const MAX_PAGES = 50;

/** `RetrievePropertiesEx` */
export function retrieveEx(call: Call): Typed | undefined {
  const asked = call.args.object('options')?.int('maxObjects') ?? DEFAULT_PAGE;
  const contents = retrieveAll(call);
  return contents.length === 0 ? undefined : firstPage(contents, asked > 0 ? asked : DEFAULT_PAGE, call);
}

/** `RetrieveProperties`, all objects at once. */
export const retrieve = (call: Call): Typed => typed('ObjectContent[]', retrieveAll(call));

function retrieveAll(call: Call): object[] {
  return call.args.objects('specSet').flatMap((set) => {
    const spec = readFilterSpec(set);
    const { objects, missing } = selectObjects(spec, call);
    const [gone] = missing;
    if (gone && !spec.reportMissing) throw objectNotFound(gone);
    return objects.flatMap((object) => {
      const paths = pathsFor(object, spec.properties, call.version);
      return paths === undefined ? [] : [contentOf(readObject(object, paths, call))];
    });
  });
}

const contentOf = ({ object, values, missing }: ReadObject): object => ({
  obj: object.ref,
  propSet: [...values].map(([name, val]) => ({ name, val })),
  missingSet: [...missing].map(([path, fault]) => ({ path, fault: localized(fault) })),
});

function firstPage(contents: readonly object[], size: number, { objects: { pages } }: Context): Typed {
  const result = { objects: contents.slice(0, size) };
  if (contents.length <= size) return typed('RetrieveResult', result);
  const token = String(nextToken++);
  pages.set(token, { rest: contents.slice(size), size });
  const [oldest] = pages.keys();
  if (pages.size > MAX_PAGES && oldest !== undefined) pages.delete(oldest);
  return typed('RetrieveResult', { token, ...result });
}
let nextToken = 1;

/** `ContinueRetrievePropertiesEx`: a token is good for one page. */
export function continueRetrieve(call: Call): Typed {
  const page = takePage(call);
  return firstPage(page.rest, page.size, call);
}

/** `CancelRetrievePropertiesEx` */
export function cancelRetrieve(call: Call): undefined {
  takePage(call);
}

function takePage({ args, objects: { pages } }: Call): Page {
  const token = args.text('token') ?? '';
  const page = pages.get(token);
  if (!page) throw invalidArgument('token');
  pages.delete(token);
  return page;
}
