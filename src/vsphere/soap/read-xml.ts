import { XMLParser } from 'fast-xml-parser';
import { AnswerRefused } from '../connection/answer-refused.js';
import { mostLevels } from '../connection/limits.js';
import type { XmlNode } from './xml-node.js';

/** The text is no XML that we accept: malformed, truncated, nested too deep, or with a document type definition. */
export class XmlRefused extends AnswerRefused {
  override readonly name = 'XmlRefused';
}

const attributes = ':@';
const textKey = '#text';
const cdataKey = '#cdata';

/** Values stay texts (build `00123456` is no number); entities are decoded by us, the five of XML and no others. */
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  trimValues: false,
  cdataPropName: cdataKey,
  maxNestedTags: mostLevels,
});

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const codePoint = (digits: string): string => {
  const code = digits.startsWith('x') ? Number.parseInt(digits.slice(1), 16) : Number(digits);
  return Number.isInteger(code) && code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : '\u{fffd}';
};

const decode = (text: string): string =>
  text.includes('&')
    ? text.replaceAll(/&(?:#(x[0-9a-fA-F]+|\d+)|(\w+));/g, (whole, digits?: string, name?: string) => {
        if (digits !== undefined) return codePoint(digits);
        const known = name === undefined ? undefined : named[name];
        if (known === undefined) throw new XmlRefused(`unknown entity ${whole}`);
        return known;
      })
    : text;

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

type Ordered = Readonly<Record<string, unknown>>;

const typesOf = (entry: Ordered): { type?: string; xsiType?: string } => {
  const found: { type?: string; xsiType?: string } = {};
  for (const [name, value] of Object.entries((entry[attributes] ?? {}) as Record<string, string>)) {
    if (name === 'type') found.type = decode(value);
    else if (local(name) === 'type') found.xsiType = local(decode(value));
  }
  return found;
};

const toNode = (entry: Ordered): XmlNode | undefined => {
  const tag = Object.keys(entry).find((key) => key !== attributes);
  if (tag === undefined || tag === textKey || tag === cdataKey) return undefined;
  const children: XmlNode[] = [];
  let text = '';
  for (const part of entry[tag] as readonly Ordered[]) {
    const inner = toNode(part);
    if (inner) children.push(inner);
    else if (typeof part[textKey] === 'string') text += decode(part[textKey]);
    else if (Array.isArray(part[cdataKey])) text += textOfCdata(part[cdataKey] as readonly Ordered[]);
  }
  // White space between elements is layout; white space of a value is not.
  return { name: local(tag), ...typesOf(entry), text: children.length > 0 ? '' : text, children };
};

const textOfCdata = (parts: readonly Ordered[]): string =>
  parts.map((part) => (typeof part[textKey] === 'string' ? part[textKey] : '')).join('');

/**
 * Reads an XML document; answers its root.
 *
 * @throws XmlRefused for malformed XML and for any document type definition, entities being its only use here
 */
export const readXml = (text: string): XmlNode => {
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new XmlRefused('document type definitions are not accepted');
  let parsed: readonly Ordered[];
  try {
    parsed = parser.parse(text, true) as readonly Ordered[];
  } catch (error) {
    throw new XmlRefused(`the answer is not XML: ${(error as Error).message}`);
  }
  const [root, ...more] = parsed.map(toNode).filter((node) => node !== undefined);
  if (!root || more.length > 0) throw new XmlRefused('the answer has not exactly one root element');
  return root;
};
