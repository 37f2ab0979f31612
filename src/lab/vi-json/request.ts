import type { LabRequest } from '../inputs/request.js';
import { readBody } from '../soap/doors/request.js';
import type { SoapRequest } from '../soap/doors/request.js';
import { invalidRequest } from '../soap/faults.js';
import { methodOf } from '../soap/schema/index.js';
import { moref } from '../soap/value.js';
import { childNodes, isObject } from './to-node.js';
import type { Json } from './to-node.js';

/** Where a request goes: `/sdk/vim25/{release}/{Type}/{moId}/{Method or property}`. */
export interface Target {
  readonly release: string;
  readonly type: string;
  readonly moid: string;
  /** Method of a POST, property of a GET. */
  readonly member: string;
}

export function targetOf(url: string): Target | undefined {
  const path = url.split('?', 1)[0] ?? '';
  const parts = /^\/sdk\/vim25\/([\d.]+)\/(\w+)\/([^/]+)\/(\w+)$/.exec(path);
  if (!parts) return undefined;
  const [, release = '', type = '', moid = '', member = ''] = parts;
  try {
    return { release, type, member, moid: decodeURIComponent(moid) };
  } catch {
    return undefined;
  }
}

/** Reading a property is the call that every managed object has. */
export const propertyRequest = ({ type, moid, member }: Target): SoapRequest => ({
  method: 'Fetch',
  self: moref(type, moid),
  node: { name: 'Fetch', text: '', children: [{ name: 'prop', text: member, children: [] }] },
});

/** @throws VimFault for a body that is not the parameters of a method */
export function methodRequest({ type, moid, member }: Target, req: LabRequest): SoapRequest {
  const parameters = parse(readBody(req));
  const fields = methodOf(type, member)?.parameters ?? [];
  const children = childNodes(fields, parameters);
  return { method: member, self: moref(type, moid), node: { name: member, text: '', children } };
}

/** The root needs no `_typeName`, and may have that of the method. */
function parse(text: string): Json {
  if (text.trim() === '') return {};
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw invalidRequest('Could not parse the request: it is not JSON.');
  }
  if (!isObject(body)) throw invalidRequest('Could not parse the request: it is no JSON object.');
  return body;
}
