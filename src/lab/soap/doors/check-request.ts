import { invalidRequest } from '../faults.js';
import { fieldsOf, isA, isDeclared, methodOf } from '../schema/index.js';
import type { Field } from '../schema/index.js';
import { requestEnumerations } from '../schema/methods.js';
import { atLeast } from '../versions.js';
import type { XmlNode } from '../xml/read.js';
import type { SoapRequest } from './request.js';

/**
 * Refuses a call whose parameters are not those of the schema at the client's version: unknown, misplaced, doubled or
 * missing ones, at any depth. Methods that are not declared are left to the dispatcher.
 *
 * @throws VimFault `InvalidRequest`
 */
export function checkRequest({ method, self, node }: SoapRequest, version: string): void {
  const declaration = methodOf(self.type, method);
  if (!declaration) return;
  const sent = node.children.filter(({ name }) => name !== '_this');
  const known = declaration.parameters.filter(({ since }) => !since || atLeast(version, since));
  checkFields(sent, known, version, {
    within: `call information for method ${method}`,
    missing: (name) => `Required parameter ${name} is missing`,
  });
}

interface Place {
  readonly within: string;
  readonly missing: (name: string) => string;
}

function checkFields(sent: readonly XmlNode[], known: readonly Field[], version: string, place: Place): void {
  const seen = new Set<string>();
  let position = 0;
  for (const node of sent) {
    const index = known.findIndex(({ name }) => name === node.name);
    const field = known[index];
    if (!field || index < position || (seen.has(field.name) && !field.isArray)) {
      throw refusal(`Unexpected element tag "${node.name}" seen`, place);
    }
    position = index;
    seen.add(field.name);
    checkValue(node, field, version, place);
  }
  const absent = known.find(({ name, isOptional }) => !isOptional && !seen.has(name));
  if (absent) throw refusal(place.missing(absent.name), place);
}

function checkValue(node: XmlNode, { name, type }: Field, version: string, place: Place): void {
  const allowed = requestEnumerations[type];
  if (allowed && !allowed.includes(node.text)) {
    throw refusal(`"${node.text}" of ${name} is not one of ${allowed.join(', ')}`, place);
  }
  if (!isDeclared(type)) return;
  const sent = node.xsiType ?? type;
  if (!isA(sent, type)) throw refusal(`"${sent}" is not a ${type}`, place);
  const fields = [...fieldsOf(sent).values()].filter(({ since }) => !since || atLeast(version, since));
  checkFields(node.children, fields, version, {
    within: `serialized DataObject of type ${sent}`,
    missing: (field) => `Required property ${field} is missing from data object of type ${sent}`,
  });
}

const refusal = (text: string, { within }: Place): ReturnType<typeof invalidRequest> =>
  invalidRequest(`${text}\n\nwhile parsing ${within}`);
