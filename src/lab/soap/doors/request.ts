import type { LabRequest } from '../../inputs/request.js';
import { invalidRequest } from '../faults.js';
import { BadXml, child, readXml } from '../xml/read.js';
import type { XmlNode } from '../xml/read.js';
import { moref } from '../value.js';
import type { MoRef } from '../value.js';

/** Largest request that is read, bytes. */
const MAX_BODY = 4 * 1024 * 1024;

/** A method call as the client sent it. */
export interface SoapRequest {
  readonly method: string;
  readonly self: MoRef;
  /** The method's element; parameters are its children. */
  readonly node: XmlNode;
}

/** @throws VimFault `InvalidRequest` for anything that is not one method call */
export function readSoapRequest(req: LabRequest): SoapRequest {
  const text = readBody(req);
  let root: XmlNode;
  try {
    root = readXml(text);
  } catch (error) {
    if (error instanceof BadXml) throw invalidRequest(`Could not parse the request: ${error.message}`);
    throw error;
  }
  const [node, ...more] = child(root, 'Body')?.children ?? [];
  if (root.name !== 'Envelope' || !node || more.length > 0) {
    throw invalidRequest('The request is not a SOAP envelope with one call.');
  }
  const self = child(node, '_this');
  if (!self?.type || self.text === '') throw invalidRequest('Required parameter _this is missing');
  return { method: node.name, self: moref(self.type, self.text), node };
}

/** @throws VimFault `InvalidRequest` for a body that is too long */
export function readBody({ body, length }: LabRequest): string {
  if (length > MAX_BODY) throw invalidRequest(`The request is larger than ${MAX_BODY} bytes.`);
  return body.toString('utf8');
}

/** Value of a cookie, without the quotes that vim25 puts around its own. */
export function cookie(req: LabRequest, name: string): string | undefined {
  const pairs = (req.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const found = pairs.find((pair) => pair.startsWith(`${name}=`));
  return found?.slice(name.length + 1).replaceAll('"', '');
}
