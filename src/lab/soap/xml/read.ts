import { XMLParser } from 'fast-xml-parser';

/** One element; names without prefix. Lists are repeated elements, so nothing here tells one from many. */
export interface XmlNode {
  readonly name: string;
  /** Attribute `type` without a prefix: managed object type of a reference. */
  readonly type?: string;
  /** Attribute `type` with a prefix: vim25 type of the value, its own prefix removed. */
  readonly xsiType?: string;
  readonly text: string;
  readonly children: readonly XmlNode[];
}

/** The body is not XML that the server accepts. */
export class BadXml extends Error {}

const ATTRIBUTES = ':@';
const TEXT = '#text';
const CDATA = '#cdata';

/** Values stay texts; entities are decoded below, the five of XML and character references only. */
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
  cdataPropName: CDATA,
});

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const decode = (text: string): string =>
  text.replaceAll(
    /&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi,
    (whole, hex?: string, digits?: string, name?: string) => {
      if (name !== undefined) {
        const character = named[name];
        if (character === undefined) throw new BadXml(`unknown entity ${whole}`);
        return character;
      }
      const code = hex === undefined ? Number(digits) : Number.parseInt(hex, 16);
      if (code === 0 || code > 0x10_ff_ff) throw new BadXml(`not a character: ${whole}`);
      return String.fromCodePoint(code);
    },
  );

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

type Entry = Readonly<Record<string, unknown>>;

/** Text as it was meant: what stands in a CDATA section is not encoded. */
function textOf(part: Entry): string {
  const text = part[TEXT];
  if (typeof text === 'string') return decode(text);
  const cdata = part[CDATA] as readonly Entry[] | undefined;
  return (cdata ?? []).map((inner) => (inner[TEXT] as string | undefined) ?? '').join('');
}

function toNode(entry: Entry): XmlNode | undefined {
  const tag = Object.keys(entry).find((key) => key !== ATTRIBUTES);
  if (tag === undefined || tag === TEXT || tag === CDATA) return undefined;
  const parts = entry[tag] as readonly Entry[];
  const children = parts.map(toNode).filter((node) => node !== undefined);
  const text = parts.map(textOf).join('');
  const attributes = Object.entries((entry[ATTRIBUTES] ?? {}) as Record<string, string>);
  const type = attributes.find(([name]) => name === 'type')?.[1];
  const xsiType = attributes.find(([name]) => name !== 'type' && local(name) === 'type')?.[1];
  return {
    name: local(tag),
    // White space between elements is layout.
    text: children.length > 0 ? '' : text,
    children,
    ...(type === undefined ? {} : { type: decode(type) }),
    ...(xsiType === undefined ? {} : { xsiType: local(decode(xsiType)) }),
  };
}

/** @throws BadXml for malformed documents and for every document type definition */
export function readXml(text: string): XmlNode {
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new BadXml('document type definitions are not accepted');
  let entries: readonly Entry[];
  try {
    entries = parser.parse(text, true) as readonly Entry[];
  } catch (error) {
    throw new BadXml(error instanceof Error ? error.message : 'not XML');
  }
  const root = entries.map(toNode).find((node) => node !== undefined);
  if (!root) throw new BadXml('no element');
  return root;
}

export const child = (node: XmlNode | undefined, name: string): XmlNode | undefined =>
  node?.children.find((item) => item.name === name);

export const childrenOf = (node: XmlNode | undefined, name: string): readonly XmlNode[] =>
  node?.children.filter((item) => item.name === name) ?? [];
