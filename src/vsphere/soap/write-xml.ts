import type { MoRef } from './xml-node.js';

/** XML text that is already escaped. Made by `element` only, so that plain text cannot slip in. */
export type Markup = string & { readonly markup: unique symbol };

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Escapes text; characters that XML 1.0 cannot carry are dropped. */
const escapeXml = (text: string): string =>
  text
    // oxlint-disable-next-line no-control-regex -- these are what must go
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll(/[&<>"']/g, (char) => escapes[char] ?? char);

type Attributes = Readonly<Record<string, string>>;

const open = (name: string, attributes: Attributes): string =>
  Object.entries(attributes).reduce((tag, [key, value]) => `${tag} ${key}="${escapeXml(value)}"`, name);

/** Element around other elements, in the order of the schema: vim25 demands it. */
export const element = (
  name: string,
  children: readonly (Markup | undefined)[],
  attributes: Attributes = {},
): Markup =>
  `<${open(name, attributes)}>${children.filter((item) => item !== undefined).join('')}</${name}>` as Markup;

/** Element with a value. */
export const value = (name: string, content: string | number | boolean): Markup =>
  `<${name}>${escapeXml(String(content))}</${name}>` as Markup;

/** Element that holds a managed object reference. */
export const ref = (name: string, object: MoRef): Markup =>
  `<${open(name, { type: object.type })}>${escapeXml(object.value)}</${name}>` as Markup;

/** Value of a type that the schema leaves open. */
export const typed = (name: string, type: string, children: readonly (Markup | undefined)[]): Markup =>
  element(name, children, { 'xsi:type': type });

/** The SOAP envelope of one method call. */
export const envelope = (method: string, self: MoRef, parameters: readonly (Markup | undefined)[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${element(
    'soapenv:Envelope',
    [element('soapenv:Body', [element(method, [ref('_this', self), ...parameters], { xmlns: 'urn:vim25' })])],
    {
      'xmlns:soapenv': 'http://schemas.xmlsoap.org/soap/envelope/',
      'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
      'xmlns:xsd': 'http://www.w3.org/2001/XMLSchema',
    },
  )}`;
