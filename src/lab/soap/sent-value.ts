import { fieldsOf, isDeclared } from './schema/index.js';
import type { Field } from './schema/index.js';
import { moref, typed } from './value.js';
import type { XmlNode } from './xml/read.js';

/** What a client sent, as a value that can be given back to it. `checkRequest` has looked at it before. */
export function sentValue(node: XmlNode, declared: string): unknown {
  const type = node.xsiType ?? declared;
  const value = plainValue(node, type);
  return type === declared ? value : typed(type, value);
}

function plainValue(node: XmlNode, type: string): unknown {
  if (isDeclared(type)) {
    const fields = [...fieldsOf(type).values()].map((field) => [field.name, fieldOf(node, field)]);
    return Object.fromEntries(fields);
  }
  switch (type) {
    case '&':
      return moref(node.type ?? '', node.text);
    case 'boolean':
      return ['true', '1'].includes(node.text);
    case 'byte':
    case 'short':
    case 'int':
    case 'long':
      return Number(node.text);
    case 'dateTime':
      return Date.parse(node.text);
    default:
      return node.text;
  }
}

function fieldOf(node: XmlNode, { name, type, isArray }: Field): unknown {
  const found = node.children.filter((child) => child.name === name).map((child) => sentValue(child, type));
  return isArray ? found : found[0];
}
