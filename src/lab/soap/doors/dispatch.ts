import type { LabSession } from '../../world/model.js';
import { Arguments } from '../arguments.js';
import type { Call, Context, Result, Site } from '../context.js';
import { methodNotFound, notAuthenticated, objectNotFound } from '../faults.js';
import { fieldsOf, isDeclared, methodOf } from '../schema/index.js';
import type { ManagedObject } from '../managed-object.js';
import { readObject } from '../property-collector/read-object.js';
import { resolve } from '../registry.js';
import { objectsOf } from '../session-objects.js';
import { plain } from '../value.js';
import { atLeast } from '../versions.js';
import type { SoapRequest } from './request.js';

export interface Caller {
  readonly site: Site;
  readonly version: string;
  readonly session: LabSession | undefined;
  readonly client: Call['client'];
  readonly signal: AbortSignal;
  readonly setCookie: (session: LabSession) => void;
}

/** Methods and properties that need no session, known before any other object is looked up. */
function isOpen({ self, method, node }: SoapRequest, site: Site): boolean {
  if (!['ServiceInstance', 'SessionManager'].includes(self.type)) return false;
  const object = resolve(site, self, undefined);
  return method === 'Fetch'
    ? object?.isOpen(new Arguments(node).text('prop') ?? '') === true
    : object?.method(method)?.open === true;
}

/** @throws VimFault `NotAuthenticated` when this call needs a session and has none */
export function requireSession(request: SoapRequest, { site, session }: Caller): void {
  if (!session && !isOpen(request, site)) throw notAuthenticated(request.self);
}

/** Finds object and method, checks the privilege, and runs. */
export function dispatch(request: SoapRequest, caller: Caller): Result | Promise<Result> {
  const { method: name, self } = request;
  const { site, session, version } = caller;
  const object = resolve(site, self, session);
  if (!object) {
    if (!isDeclared(self.type)) throw methodNotFound(self, name);
    throw objectNotFound(self);
  }
  const call: Call = {
    ...caller,
    self,
    args: new Arguments(request.node),
    hasSession: session !== undefined,
    get session() {
      if (!session) throw notAuthenticated(self);
      return session;
    },
    get objects() {
      return objectsOf(this.session);
    },
    resolve: (ref) => resolve(site, ref, session),
  };
  if (name === 'Fetch') return fetchProperty(object, call);
  const method = methodOf(self.type, name) && object.method(name);
  if (!method || (method.since && !atLeast(version, method.since))) throw methodNotFound(self, name);
  if (method.privilege !== undefined) site.requirePrivilege(call.session, method.privilege);
  return method.run(call);
}

/** `Fetch(prop)`, which every object has: how client libraries read a single property. */
function fetchProperty(object: ManagedObject, call: Call & Context): Result {
  const property = call.args.text('prop') ?? '';
  if (!fieldsOf(object.ref.type).has(property)) throw methodNotFound(object.ref, 'Fetch');
  const { values, missing } = readObject(object, [property], call);
  const refused = missing.get(property);
  if (refused) throw refused;
  const value = values.get(property);
  return value && plain(value) !== undefined ? value : undefined;
}
