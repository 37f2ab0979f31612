import { LabError } from '../world/model.js';
import type { LabFault } from '../world/model.js';
import { message } from './wire-values.js';

/** HTTP status by `error_type` (section 2.4 of the wire contract); what is not named here is a 400. */
const statusByType: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  UNAUTHORIZED: 403,
  NOT_FOUND: 404,
  OPERATION_NOT_FOUND: 404,
  CONCURRENT_CHANGE: 409,
  ERROR: 500,
  INTERNAL_SERVER_ERROR: 500,
  RESOURCE_BUSY: 500,
  RESOURCE_INACCESSIBLE: 500,
  TIMED_OUT: 500,
  UNABLE_TO_ALLOCATE_RESOURCE: 500,
  CANCELED: 500,
  SERVICE_UNAVAILABLE: 503,
};

/** vim25 fault type beside an Automation API type, for errors that this door raises itself. */
const vimByType: Readonly<Record<string, string>> = {
  NOT_FOUND: 'NotFound',
  ALREADY_EXISTS: 'AlreadyExists',
  INVALID_ARGUMENT: 'InvalidArgument',
  NOT_ALLOWED_IN_CURRENT_STATE: 'InvalidState',
  UNAUTHENTICATED: 'NotAuthenticated',
  UNAUTHORIZED: 'NoPermission',
  RESOURCE_IN_USE: 'ResourceInUse',
  RESOURCE_BUSY: 'TaskInProgress',
};

export const httpStatus = (type: string): number => statusByType[type] ?? 400;

/** A refusal in the Automation API's words; the message ID defaults to that of the standard error. */
export function restError(
  type: string,
  text: string,
  more: { readonly messageId?: string; readonly data?: unknown } = {},
): LabError {
  return new LabError({
    rest: type,
    vim: vimByType[type] ?? 'SystemError',
    messageId: more.messageId ?? `com.vmware.vapi.std.errors.${type.toLowerCase()}`,
    message: text,
    ...(more.data === undefined ? {} : { data: more.data }),
  });
}

export const notFound = (kind: string, id: string): LabError =>
  restError('NOT_FOUND', `The ${kind} '${id}' does not exist.`);

export const invalidArgument = (text: string): LabError => restError('INVALID_ARGUMENT', text);

/** Schemes that a client may log in with, as vCenter names them in a 401. */
export const challenge = 'Basic realm="VAPI endpoint"';

/** Error object of section 2.2: the body of a failed call and the `error` of a failed task. */
export function errorBody(fault: LabFault): Record<string, unknown> {
  return {
    error_type: fault.rest,
    messages: [message(fault.messageId, fault.message)],
    ...(fault.data === undefined ? {} : { data: fault.data }),
    ...(fault.rest === 'UNAUTHENTICATED' ? { challenge } : {}),
  };
}

/** The fault of anything thrown: a refusal keeps its own, a bug of the lab becomes INTERNAL_SERVER_ERROR. */
export function faultOf(thrown: unknown): LabFault {
  if (thrown instanceof LabError) return thrown.fault;
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return restError('INTERNAL_SERVER_ERROR', text).fault;
}
