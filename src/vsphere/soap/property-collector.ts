import { SessionGone } from '../connection/session-holder.js';
import type { SoapClient, SoapSession } from './client.js';
import { kindOfFault, readLocalizedFault } from './faults.js';
import { element, ref, typed, value, type Markup } from './write-xml.js';
import { child, childrenOf, refOf, textAt, type MoRef, type XmlNode } from './xml-node.js';

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

const readObject = (node: XmlNode): ObjectContent | undefined => {
  const object = refOf(child(node, 'obj'));
  if (!object) return undefined;
  const properties = new Map<string, XmlNode>();
  for (const entry of childrenOf(node, 'propSet')) {
    const content = child(entry, 'val');
    if (content) properties.set(textAt(entry, 'name') ?? '', content);
  }
  const missing = new Map<string, string>();
  for (const entry of childrenOf(node, 'missingSet')) {
    const fault = child(entry, 'fault');
    missing.set(textAt(entry, 'path') ?? '', fault ? readLocalizedFault(fault).type : 'UnknownFault');
  }
  return { ref: object, properties, missing };
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
  let response = await session.invoke({
    self,
    method: 'RetrievePropertiesEx',
    parameters: [
      writeQuery(query),
      element('options', [value('maxObjects', query.pageSize ?? defaultPageSize)]),
    ],
  });
  for (;;) {
    const page = child(response, 'returnval');
    const found = childrenOf(page, 'objects').flatMap((node) => readObject(node) ?? []);
    checkAuthenticated(found, fail);
    objects.push(...found.filter(({ missing }) => ![...missing.values()].includes('ManagedObjectNotFound')));
    const token = textAt(page, 'token');
    if (!token) return objects;
    response = await session.invoke({
      self,
      method: 'ContinueRetrievePropertiesEx',
      parameters: [value('token', token)],
    });
  }
};

/** Reads properties in a session of its own use; paging restarts when the session ends in the middle. */
export const readProperties = (
  soap: SoapClient,
  query: PropertyQuery,
  signal?: AbortSignal,
): Promise<ObjectContent[]> =>
  soap.use({ safe: true, signal }, (session) => retrieve(session, query, soap.fail));
