import { AnswerRefused } from '../connection/answer-refused.js';
import { unreadable, type CallAbout, type Faults } from '../connection/faults.js';
import { gatewayKind, type HttpAnswer } from '../connection/http.js';
import { readText } from '../connection/read-json.js';
import { SessionGone } from '../connection/session-holder.js';
import { kindOfFault, readSoapFault, unnamedFault } from './faults.js';
import { readXml } from './read-xml.js';
import { child, type XmlNode } from './xml-node.js';

interface SoapCall extends CallAbout {
  readonly method: string;
}

/** Reads the content of a SOAP body; a text that is no SOAP envelope is refused. */
const readBody = ({ body }: HttpAnswer): XmlNode => {
  const root = readXml(readText(body));
  const content = root.name === 'Envelope' ? child(root, 'Body') : undefined;
  if (!content) throw new AnswerRefused('the answer is no SOAP envelope');
  return content;
};

const faultError = (fault: XmlNode, status: number, call: SoapCall, faults: Faults): Error => {
  const { operation } = call;
  const { type, message } = readSoapFault(fault);
  if (type === unnamedFault) return unreadable(faults, call, `a fault without a type: ${message}`, status);
  const error = faults.error(`${operation}: ${type}: ${message}`, {
    kind: kindOfFault(type),
    operation,
    status,
    errorType: type,
  });
  return type === 'NotAuthenticated' ? new SessionGone(error) : error;
};

/** An error status whose body is no fault: a proxy speaks, or a service that is not up. */
const statusError = (answer: HttpAnswer, call: SoapCall, faults: Faults): Error => {
  const { operation, safe } = call;
  const { status } = answer;
  if (status === 401) {
    return new SessionGone(faults.error(`${operation}: 401`, { kind: 'refused', operation, status }));
  }
  const { retryAfterSeconds } = answer;
  const fromGateway = status >= 500 || status === 429;
  return faults.error(`${operation}: ${status}, the answer does not come from the API`, {
    kind: fromGateway ? gatewayKind(status, safe) : status === 404 ? 'passing' : 'refused',
    operation,
    status,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
};

/** The `…Response` element of an answer, handed to `read`; a fault, or anything else, as an error of its kind. */
export const readSoapAnswer = <T>(
  answer: HttpAnswer,
  call: SoapCall,
  faults: Faults,
  read: (response: XmlNode) => T,
): T => {
  const { status } = answer;
  try {
    const body = readBody(answer);
    const fault = child(body, 'Fault');
    if (fault) throw faultError(fault, status, call, faults);
    if (status >= 400) throw statusError(answer, call, faults);
    const response = child(body, `${call.method}Response`);
    if (!response) throw new AnswerRefused(`the answer is no ${call.method}Response`);
    return read(response);
  } catch (error) {
    if (!(error instanceof AnswerRefused)) throw error;
    throw status >= 400 ? statusError(answer, call, faults) : unreadable(faults, call, error.message, status);
  }
};
