import { XMLBuilder, XMLParser } from 'fast-xml-parser';

/** One place in an answer: left out, or with another value. */
export interface Mutation {
  /** `/health`, `HostSystem/runtime.bootTime/val`. The last name is the field. */
  readonly field: string;
  readonly removed: string;
  readonly altered: string;
}

type Json = Record<string, unknown>;

const another = (value: unknown): unknown => {
  if (typeof value === 'string') return 'vta-other';
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  return Array.isArray(value) ? {} : [];
};

/** Every field of a JSON answer once; of lists the first item, of objects without fixed keys (`isMap`) the first entry. */
export const jsonMutations = (text: string, isMap: (at: string) => boolean): Mutation[] => {
  const found: Mutation[] = [];
  const visit = (value: unknown, at: string, change: (next: unknown, remove: boolean) => unknown): void => {
    if (Array.isArray(value)) {
      const [first, ...rest] = value as unknown[];
      if (value.length > 0) visit(first, `${at}/0`, (next) => change([next, ...rest], false));
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const fields = value as Json;
    const entries = Object.entries(fields).slice(0, isMap(at) ? 1 : undefined);
    for (const [key, item] of entries) {
      const field = `${at}/${key}`;
      const { [key]: _, ...others } = fields;
      if (!isMap(at)) {
        found.push({
          field,
          removed: JSON.stringify(change(others, true)),
          altered: JSON.stringify(change({ ...fields, [key]: another(item) }, false)),
        });
      }
      visit(item, field, (next) => change({ ...fields, [key]: next }, false));
    }
  };
  visit(JSON.parse(text), '', (next) => next);
  return found;
};

const options = {
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  trimValues: true,
  parseTagValue: false,
  processEntities: false,
} as const;
const parser = new XMLParser(options);
const builder = new XMLBuilder({ ...options, suppressEmptyNode: false });

type Ordered = Record<string, unknown>;
const tagOf = (entry: Ordered): string => Object.keys(entry).find((key) => key !== ':@') ?? '';
const childrenOf = (entry: Ordered): Ordered[] => entry[tagOf(entry)] as Ordered[];
const textOf = (entry: Ordered | undefined): string => {
  const text = entry && childrenOf(entry)[0]?.['#text'];
  return typeof text === 'string' ? text : '';
};
const named = (entry: Ordered, name: string): Ordered | undefined =>
  childrenOf(entry).find((item) => tagOf(item) === name);

/** Objects and properties are known by their names, everything else by its element. */
const labelOf = (entry: Ordered): string => {
  const tag = tagOf(entry);
  if (tag === 'objects') {
    return (named(entry, 'obj')?.[':@'] as Record<string, string> | undefined)?.['type'] ?? tag;
  }
  return tag === 'propSet' ? textOf(named(entry, 'name')) : tag;
};

/** Every element once (below the body, if it is SOAP), by path; of equal elements the first. */
export const xmlMutations = (text: string): Mutation[] => {
  const roots = parser.parse(text) as Ordered[];
  const found = new Map<string, Mutation>();
  const visit = (entry: Ordered, at: string): void => {
    const children = childrenOf(entry);
    for (const [index, item] of children.entries()) {
      if (tagOf(item).startsWith('#') || tagOf(item).startsWith('?')) continue;
      const field = `${at}/${labelOf(item)}`;
      if (found.has(field)) continue;
      // The tree is changed in place for as long as it takes to write it down.
      children.splice(index, 1);
      const removed = builder.build(roots);
      const leaf = childrenOf(item).every((part) => tagOf(part) === '#text');
      const other = { ...item, [tagOf(item)]: [{ '#text': leaf ? 'vta-other' : '' }] };
      children.splice(index, 0, other);
      const altered = builder.build(roots);
      children.splice(index, 1, item);
      found.set(field, { field, removed, altered });
      visit(item, field);
    }
  };
  const root = roots.find((entry) => !tagOf(entry).startsWith('?'));
  if (!root) throw new Error('no XML');
  visit(childrenOf(root).find((entry) => tagOf(entry).endsWith(':Body')) ?? root, '');
  return [...found.values()];
};
