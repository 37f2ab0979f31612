import { XMLBuilder, XMLParser } from 'fast-xml-parser';
import type { Passing, Tampered } from './tampering-proxy.js';

/** A field of every type that JSON has, under names that no release uses. */
const extras = {
  vta_unknown_null: null,
  vta_unknown_boolean: true,
  vta_unknown_number: 1.5,
  vta_unknown_text: 'attested OK SUCCEEDED',
  vta_unknown_list: [{ status: 'OK' }, 7],
  vta_unknown_object: { health: 'ERROR', error: 'x', state: 'FAILED' },
};

/** Where the API has a map: what is added there is an entry, not a field. */
const maps = [
  /\/cis\/tasks\?action=list \/$/,
  /\/software\/drafts \/$/,
  /\/backup\/job\/details \/$/,
  /\/(hosts|host_status|host_info|subtasks|components|solutions|packages|failed_hosts_info)\/$/,
];

const withExtras = (value: unknown, at: string): unknown => {
  if (Array.isArray(value)) return value.map((item) => withExtras(item, `${at}0/`));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withExtras(item, `${at}${key}/`)]),
  );
  return maps.some((map) => map.test(at)) ? fields : { ...fields, ...extras };
};

const xml = {
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  trimValues: false,
} as const;
const parser = new XMLParser({ ...xml, parseTagValue: false, processEntities: false });
const builder = new XMLBuilder({ ...xml, processEntities: false, suppressEmptyNode: false });

type Ordered = Record<string, unknown>;
const attributesKey = ':@';

const extraElements = (): Ordered[] => [
  { vtaUnknownText: [{ '#text': 'attested' }] },
  { vtaUnknownNode: [{ state: [{ '#text': 'error' }] }], [attributesKey]: { 'xsi:type': 'VtaUnknown' } },
  { vtaUnknownEmpty: [] },
];

/** Adds elements where there are elements, other than in a list of one type, and an attribute everywhere. */
const grow = (entry: Ordered): Ordered => {
  const tag = Object.keys(entry).find((key) => key !== attributesKey) ?? '';
  if (tag.startsWith('#') || tag.startsWith('?')) return entry;
  const attributes = (entry[attributesKey] ?? {}) as Record<string, string>;
  const children = (entry[tag] as Ordered[]).map(grow);
  const isList = Object.values(attributes).some((value) => /(^|:)ArrayOf/.test(value));
  const hasElements = children.some((item) => !Object.keys(item)[0]?.startsWith('#'));
  return {
    [tag]: hasElements && !isList ? [...children, ...extraElements()] : children,
    [attributesKey]: { ...attributes, vtaUnknown: '1' },
  };
};

/** The same answer as a later release might give it: with more in it than anybody here knows. */
export const addExtraFields = ({ method, path, headers, body }: Passing): Tampered | undefined => {
  // A configured policy is put back as it was read, with all that is in it: the lab would have to know the fields too.
  if (body === '' || path === '/api/session' || path.endsWith('/policies/apply')) return undefined;
  if (String(headers['content-type']).includes('json')) {
    return { body: JSON.stringify(withExtras(JSON.parse(body), `${method} ${path} /`)) };
  }
  return body.startsWith('<?xml')
    ? { body: builder.build((parser.parse(body) as Ordered[]).map(grow)) }
    : undefined;
};
