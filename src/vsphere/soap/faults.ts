import type { FaultKind } from '../../ports/errors.js';
import { child, type XmlNode } from './xml-node.js';

/** A vim25 fault: its type name is what counts, never the HTTP status. */
export interface VimFault {
  /** `InvalidState`. */
  readonly type: string;
  readonly message: string;
}

const kinds: Readonly<Record<string, FaultKind>> = {
  InvalidLogin: 'refused',
  NoPermission: 'refused',
  NotAuthenticated: 'refused',
  RestrictedVersion: 'refused',
  SSLVerifyFault: 'refused',
  ManagedObjectNotFound: 'not-found',
  NotFound: 'not-found',
  InvalidArgument: 'invalid',
  InvalidName: 'invalid',
  InvalidProperty: 'invalid',
  InvalidRequest: 'invalid',
  InvalidType: 'invalid',
  MethodNotFound: 'invalid',
  NotImplemented: 'invalid',
  NotSupported: 'invalid',
  UnexpectedFault: 'invalid',
  ConcurrentAccess: 'passing',
  HostCommunication: 'passing',
  HostNotConnected: 'passing',
  HostNotReachable: 'passing',
  HostConnectFault: 'passing',
  NoHost: 'passing',
  RequestCanceled: 'passing',
  SystemError: 'passing',
  TaskInProgress: 'passing',
  Timedout: 'passing',
  TooManyConcurrentNativeClients: 'passing',
  VersionMismatch: 'passing',
};

/** Kind of a fault; what is not named here is a matter of the object's state. */
export const kindOfFault = (type: string): FaultKind => kinds[type] ?? 'state';

/** Type of a fault that does not say what it is. */
export const unnamedFault = 'UnknownFault';

/** Reads a `LocalizedMethodFault` (`TaskInfo.error`, `MissingProperty.fault`). */
export const readLocalizedFault = (node: XmlNode): VimFault => {
  const inner = child(node, 'fault');
  const type = inner?.xsiType ?? node.xsiType ?? unnamedFault;
  return { type, message: child(node, 'localizedMessage')?.text || type };
};

/** Codes that SOAP itself has for any fault: they name none. */
const generalCodes: readonly string[] = ['ServerFaultCode', 'ClientFaultCode', 'Server', 'Client', ''];

/** Reads a SOAP fault; `faultstring` may be empty, and the detail, which names the fault, may be missing. */
export const readSoapFault = (fault: XmlNode): VimFault => {
  const detail = child(fault, 'detail')?.children[0];
  const code = local(child(fault, 'faultcode')?.text ?? '');
  const type =
    detail?.xsiType ??
    detail?.name.replace(/Fault$/, '') ??
    (generalCodes.includes(code) ? unnamedFault : code.replace(/Fault(Code)?$/, ''));
  return { type, message: child(fault, 'faultstring')?.text || type };
};

const local = (name: string): string => name.slice(name.indexOf(':') + 1);
