import type { Facts, Operation } from './facts.js';
import type { Window } from './releases.js';
import { isObject, type Values } from './values.js';
import { shown, violation, type Violation } from './violation.js';

/** Status of an error by its type (wire contract 2.4); what is not named here is a 400. */
const statusOf: Readonly<Record<string, number>> = {
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

/** Come from every operation, whether it declares them or not (wire contract, "Common to every endpoint"). */
const common = [
  'UNAUTHENTICATED',
  'UNAUTHORIZED',
  'ERROR',
  'INTERNAL_SERVER_ERROR',
  'SERVICE_UNAVAILABLE',
  // The request could not be read, so no operation was reached; the runtime's word for any other 400.
  'INVALID_REQUEST',
];

/**
 * What a proxy answers while the services behind it restart (wire contract 2.2), or because there is no API: before
 * 7.0 U2 (`hasApi` = the log has something of this server's API).
 */
export const isOfProxy = (status: number, body: unknown, hasApi: boolean): boolean =>
  !isObject(body) && ([502, 503, 504].includes(status) || (status === 404 && !hasApi));

export interface Errors {
  /** An answer of 400 and more. */
  checkAnswer(operation: Operation, status: number, body: unknown, window: Window): Violation[];
  /** The error of a failed task; its structure has been checked with the task. */
  checkOfTask(operation: Operation, error: unknown, at: string): Violation[];
}

export function createErrors({ errorsAnywhere }: Facts, values: Values): Errors {
  const declared = (operation: Operation, type: string, at: string, also: readonly string[]): Violation[] =>
    [...operation.errors, ...errorsAnywhere, ...common, ...also].includes(type)
      ? []
      : [violation('undeclared-error', at, `${type} is not declared by ${operation.id}`)];

  return {
    checkAnswer(operation, status, body, window) {
      const at = 'response.body';
      if (!isObject(body)) return [violation('wrong-type', at, `is no error object: ${shown(body)}`)];
      const wrong = values.check('error', body, at, window);
      const type = body['error_type'];
      if (typeof type !== 'string')
        return [
          ...wrong,
          violation('missing-field', `${at}/error_type`, 'is given by every release with /api'),
        ];
      const due = statusOf[type] ?? 400;
      return [
        ...wrong,
        ...(due === status
          ? []
          : [violation('error-status', 'response.status', `${type} comes with ${due}, found ${status}`)]),
        ...declared(operation, type, `${at}/error_type`, []),
      ];
    },
    checkOfTask(operation, error, at) {
      const type = isObject(error) ? error['error_type'] : undefined;
      return typeof type === 'string' ? declared(operation, type, `${at}/error_type`, ['CANCELED']) : [];
    },
  };
}
