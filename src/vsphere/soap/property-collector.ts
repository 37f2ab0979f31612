import { AnswerRefused } from '../connection/answer-refused.js';
import { SessionGone } from '../connection/session-holder.js';
import type { SoapClient, SoapSession } from './client.js';
import { kindOfFault, readLocalizedFault, unnamedFault } from './faults.js';
import { element, ref, typed, value, type Markup } from './write-xml.js';
import { child, childrenOf, refOf, requiredText, textAt, type MoRef, type XmlNode } from './xml-node.js';

/** Step from one object to others: along `path` of every object of `type`. */
interface Traversal {
  readonly type: string;
  readonly path: string;
  readonly next?: readonly Traversal[];
}

/** What to read, and of which objects. */
export interface PropertyQuery {
  readonly objects: readonly MoRef[];
  readonly select?: readonly Traversal[];
  readonly properties: Readonly<Record<string, readonly string[]>>;
  /** Objects per page of the answer. Servers page by themselves (near 100) when not told. */
  readonly pageSize?: number;
}

/** One object as read. Unset properties are in neither map. */
export interface ObjectContent {
  readonly ref: MoRef;
  readonly properties: ReadonlyMap<string, XmlNode>;
  /** Not readable, with the fault's type: `NoPermission`. */
  readonly missing: ReadonlyMap<string, string>;
}

const defaultPageSize = 250;

const writeTraversal = (step: Traversal): Markup =>
  typed('selectSet', 'TraversalSpec', [
    value('name', `${step.type}.${step.path}`),
    value('type', step.type),
    value('path', step.path),
    value('skip', false),
    ...(step.next ?? []).map(writeTraversal),
  ]);

const writeQuery = (query: PropertyQuery): Markup =>
  element('specSet', [
    ...Object.entries(query.properties).map(([type, paths]) =>
      element('propSet', [
        value('type', type),
        value('all', false),
        ...paths.map((path) => value('pathSet', path)),
      ]),
    ),
    ...query.objects.map((object) =>
      element('objectSet', [
        ref('obj', object),
        value('skip', false),
        ...(query.select ?? []).map(writeTraversal),
      ]),
    ),
    // An object that is gone is left out instead of failing the whole read.
    value('reportMissingObjectsInResults', true),
  ]);

const readObject = (node: XmlNode): ObjectContent => {
  const object = refOf(child(node, 'obj'));
  if (!object) throw new AnswerRefused('objects: obj is missing');
  const owner = `${object.type} ${object.value}`;
  const properties = new Map<string, XmlNode>();
  for (const entry of childrenOf(node, 'propSet')) {
    const name = requiredText(entry, 'name', `propSet of ${owner}`);
    const content = child(entry, 'val');
    if (!content || properties.has(name))
      throw new AnswerRefused(`${owner}: ${name} has not exactly one val`);
    properties.set(name, content);
  }
  const missing = new Map<string, string>();
  for (const entry of childrenOf(node, 'missingSet')) {
    const fault = child(entry, 'fault');
    const path = requiredText(entry, 'path', `missingSet of ${owner}`);
    missing.set(path, fault ? readLocalizedFault(fault).type : unnamedFault);
  }
  return { ref: object, properties, missing };
};

/** A property without which nothing can be said of the object. */
export const requiredProperty = ({ ref, properties, missing }: ObjectContent, path: string): XmlNode => {
  const found = properties.get(path);
  if (found) return found;
  throw new AnswerRefused(`${ref.type} ${ref.value}: ${path} is missing (${missing.get(path) ?? 'unset'})`);
};

const readPage = (response: XmlNode): { objects: ObjectContent[]; token: string | undefined } => {
  const page = child(response, 'returnval');
  return { objects: childrenOf(page, 'objects').map(readObject), token: textAt(page, 'token') };
};

/** Some servers report a dead session per property instead of failing the call. */
const checkAuthenticated = (objects: readonly ObjectContent[], fail: SoapClient['fail']): void => {
  const isDead = objects.some(({ missing }) => [...missing.values()].includes('NotAuthenticated'));
  if (!isDead) return;
  const operation = 'PropertyCollector.RetrievePropertiesEx';
  const errorType = 'NotAuthenticated';
  throw new SessionGone(
    fail(`${operation}: ${errorType}`, { kind: kindOfFault(errorType), operation, errorType }),
  );
};

/** Objects of one query, all pages of it. Objects that do not exist (any more) are not in the answer. */
export const retrieve = async (
  session: SoapSession,
  query: PropertyQuery,
  fail: SoapClient['fail'],
): Promise<ObjectContent[]> => {
  const self = session.content.propertyCollector;
  const objects: ObjectContent[] = [];
  let page = await session.invoke(
    {
      self,
      method: 'RetrievePropertiesEx',
      parameters: [
        writeQuery(query),
        element('options', [value('maxObjects', query.pageSize ?? defaultPageSize)]),
      ],
    },
    readPage,
  );
  for (;;) {
    checkAuthenticated(page.objects, fail);
    objects.push(
      ...page.objects.filter(({ missing }) => ![...missing.values()].includes('ManagedObjectNotFound')),
    );
    if (!page.token) return objects;
    page = await session.invoke(
      { self, method: 'ContinueRetrievePropertiesEx', parameters: [value('token', page.token)] },
      readPage,
    );
  }
};

/** Reads objects in a session of its own use; paging restarts when the session ends in the middle. */
export const readObjects = <T>(
  soap: SoapClient,
  query: PropertyQuery,
  read: (objects: readonly ObjectContent[]) => T,
  signal?: AbortSignal,
): Promise<T> =>
  soap.use({ safe: true, signal }, async (session) => read(await retrieve(session, query, soap.fail)));
