import { LabError } from '../world/model.js';
import type { LabFault } from '../world/model.js';
import { isA } from './schema/index.js';
import { typed } from './value.js';
import type { MoRef, Typed } from './value.js';

type Details = Readonly<Record<string, unknown>>;

/** A vim25 fault, thrown by methods and property reads and written as a SOAP fault. */
export class VimFault extends Error {
  /** `InvalidState`. */
  readonly type: string;
  readonly details: Details;
  constructor(type: string, message: string, details: Details = {}) {
    super(message);
    this.type = type;
    this.details = details;
  }
}

export const notAuthenticated = (object: MoRef, privilegeId = 'System.View'): VimFault =>
  new VimFault('NotAuthenticated', 'The session is not authenticated.', { object, privilegeId });

export const invalidArgument = (invalidProperty: string): VimFault =>
  new VimFault('InvalidArgument', `A specified parameter was not correct: ${invalidProperty}`, {
    invalidProperty,
  });

export const invalidRequest = (message: string): VimFault => new VimFault('InvalidRequest', message);

export const objectNotFound = (obj: MoRef): VimFault =>
  new VimFault(
    'ManagedObjectNotFound',
    `The object '${obj.type}:${obj.value}' has already been deleted or has not been completely created`,
    { obj },
  );

export const methodNotFound = (receiver: MoRef, method: string): VimFault =>
  new VimFault(
    'MethodNotFound',
    `The method ${method} is not supported on the object ${receiver.type}:${receiver.value}`,
    { receiver, method },
  );

export const requestCanceled = (): VimFault =>
  new VimFault('RequestCanceled', 'The request was canceled by a user.');

/** What a fault of the world becomes on this wire. `subject` is the object that the call was about. */
export function faultFromWorld({ vim, message, data }: LabFault, subject?: MoRef): VimFault {
  if (!isA(vim, 'MethodFault')) return new VimFault('SystemError', message, { reason: message });
  switch (vim) {
    case 'NoPermission':
      return new VimFault(vim, message, {
        ...(subject ? { object: subject } : {}),
        privilegeId: (data as { privilege?: string } | undefined)?.privilege,
      });
    case 'NoHost':
    case 'AlreadyConnected':
    case 'SSLVerifyFault':
      return new VimFault(vim, message, data as Details | undefined);
    case 'SystemError':
      return new VimFault(vim, message, { reason: message });
    default:
      return new VimFault(vim, message);
  }
}

/** The fault of anything thrown; a bug of the lab becomes a `SystemError` that says what it was. */
export function faultOf(thrown: unknown, subject?: MoRef): VimFault {
  if (thrown instanceof VimFault) return thrown;
  if (thrown instanceof LabError) return faultFromWorld(thrown.fault, subject);
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return new VimFault('SystemError', `A general system error occurred: ${text}`, { reason: text });
}

/** `LocalizedMethodFault`, as `TaskInfo.error` and missing sets hold it. */
export const localized = (fault: VimFault): Typed =>
  typed('LocalizedMethodFault', {
    fault: typed(fault.type, fault.details),
    localizedMessage: fault.message,
  });
