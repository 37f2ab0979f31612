import type { VimFault } from '../faults.js';
import type { Result } from '../context.js';
import { typed } from '../value.js';
import { envelope } from '../xml/envelope.js';
import { escapeXml } from '../xml/escape.js';
import { Renderer } from '../xml/render.js';

const NAMESPACE = 'xmlns="urn:vim25"';

/** The answer to a call; a property read by `Fetch` brings the type of its value along. */
export function answerXml(method: string, result: Result, version: string): string {
  const renderer = new Renderer(version);
  const value =
    result === undefined
      ? ''
      : method === 'Fetch'
        ? renderer.any('returnval', result)
        : renderer.result('returnval', result);
  return envelope(`<${method}Response ${NAMESPACE}>${value}</${method}Response>`);
}

/** A fault: its only detail is the vim25 object. */
export function faultXml(fault: VimFault, version: string): string {
  const object = new Renderer(version).any(`${fault.type}Fault`, typed(fault.type, fault.details));
  return soapFault('ServerFaultCode', fault.message, object.replace(' ', ` ${NAMESPACE} `));
}

/** What a server answers that does not know the version in the SOAPAction. */
export const versionMismatchXml = (uri: string): string =>
  soapFault('VersionMismatchFaultCode', `Unsupported version URI "${uri}"`, '');

const soapFault = (code: string, text: string, detail: string): string =>
  envelope(
    [
      '<soapenv:Fault>',
      `<faultcode>${code}</faultcode>`,
      `<faultstring>${escapeXml(text)}</faultstring>`,
      detail === '' ? '' : `<detail>${detail}</detail>`,
      '</soapenv:Fault>',
    ].join(''),
  );
