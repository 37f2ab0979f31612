import { clusterTypes } from './cluster.js';
import { deviceTypes } from './devices.js';
import { faultsTypes } from './faults.js';
import { hostConfigTypes } from './host-config.js';
import { hostTypes } from './host.js';
import { managedTypes } from './managed.js';
import { methods } from './methods.js';
import { parseMethods, parseTypes } from './parse.js';
import type { Field, MethodDeclaration, TypeDeclaration } from './parse.js';
import { propertyCollectorTypes } from './property-collector.js';
import { requestTypes } from './requests.js';
import { serviceTypes } from './service.js';
import { storageTypes } from './storage.js';
import { tasksEventsTypes } from './tasks-events.js';
import { virtualMachineTypes } from './virtual-machine.js';

export type { Field } from './parse.js';

/** Everything that is declared, by name; the pages of `schema/` together. */
export const declared: ReadonlyMap<string, TypeDeclaration> = new Map<string, TypeDeclaration>(
  [
    hostTypes,
    hostConfigTypes,
    clusterTypes,
    virtualMachineTypes,
    deviceTypes,
    storageTypes,
    serviceTypes,
    tasksEventsTypes,
    propertyCollectorTypes,
    faultsTypes,
    requestTypes,
    managedTypes,
  ]
    .flatMap(parseTypes)
    .map((type) => [type.name, type]),
);

const complete = new Map<string, ReadonlyMap<string, Field>>();

export const isDeclared = (type: string): boolean => declared.has(type);

/** Fields by name in wire order, those of the base first; empty for a type that is not declared. */
export function fieldsOf(type: string): ReadonlyMap<string, Field> {
  const known = complete.get(type);
  if (known) return known;
  const declaration = declared.get(type);
  const inherited = declaration?.base ? fieldsOf(declaration.base) : new Map<string, Field>();
  const fields = new Map([
    ...inherited,
    ...(declaration?.fields ?? []).map((field): [string, Field] => [field.name, field]),
  ]);
  complete.set(type, fields);
  return fields;
}

/** Whether `type` is `base` or derived from it. */
export function isA(type: string, base: string): boolean {
  if (type === base || base === 'ManagedObject') return true;
  const parent = declared.get(type)?.base;
  return parent !== undefined && isA(parent, base);
}

export const declaredMethods: readonly MethodDeclaration[] = parseMethods(methods);

const methodsByName = new Map(declaredMethods.map((method) => [`${method.type}.${method.name}`, method]));

/** A method of a managed object type or of one of its bases. */
export function methodOf(type: string, name: string): MethodDeclaration | undefined {
  const base = declared.get(type)?.base;
  return methodsByName.get(`${type}.${name}`) ?? (base === undefined ? undefined : methodOf(base, name));
}

/** Managed object types, in the order of the schema. */
export const managedTypeNames: readonly string[] = parseTypes(managedTypes).map(({ name }) => name);

/** Names of the methods that a managed object type has, inherited ones included. */
export const methodsOfType = (type: string): string[] =>
  declaredMethods.filter((method) => isA(type, method.type)).map(({ name }) => name);
