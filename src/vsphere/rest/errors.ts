import { z } from 'zod';
import type { FaultKind, VSphereError } from '../../ports/errors.js';
import { AnswerRefused } from '../connection/answer-refused.js';
import type { CallAbout, Faults } from '../connection/faults.js';
import { readJson } from '../connection/read-json.js';
import { gatewayKind, type HttpAnswer } from '../connection/http.js';
import { LocalizableMessage, textOf } from './schemas.js';

/** Error object of the Automation API, in answers and in failed tasks. Every part may be missing. */
export const ErrorBody = z.object({
  error_type: z.string().nullish(),
  messages: z.array(LocalizableMessage).nullish(),
});
export type ErrorBody = z.infer<typeof ErrorBody>;

/** Kind by `error_type`; the HTTP status says less, as several types share one. */
const kinds: Readonly<Record<string, FaultKind>> = {
  SERVICE_UNAVAILABLE: 'passing',
  RESOURCE_BUSY: 'passing',
  RESOURCE_INACCESSIBLE: 'passing',
  TIMED_OUT: 'passing',
  CONCURRENT_CHANGE: 'passing',
  ERROR: 'passing',
  INTERNAL_SERVER_ERROR: 'passing',
  CANCELED: 'state',
  UNAUTHENTICATED: 'refused',
  UNAUTHORIZED: 'refused',
  UNVERIFIED_PEER: 'refused',
  NOT_FOUND: 'not-found',
  OPERATION_NOT_FOUND: 'not-found',
  ALREADY_EXISTS: 'state',
  ALREADY_IN_DESIRED_STATE: 'state',
  FEATURE_IN_USE: 'state',
  NOT_ALLOWED_IN_CURRENT_STATE: 'state',
  RESOURCE_IN_USE: 'state',
  UNABLE_TO_ALLOCATE_RESOURCE: 'state',
  INVALID_ARGUMENT: 'invalid',
  INVALID_ELEMENT_CONFIGURATION: 'invalid',
  INVALID_ELEMENT_TYPE: 'invalid',
  INVALID_REQUEST: 'invalid',
  UNEXPECTED_INPUT: 'invalid',
  UNSUPPORTED: 'invalid',
};

/** Kind of an error whose type is not said, so that it need not come from the API at all. */
const kindByStatus = (status: number, safe: boolean): FaultKind => {
  if (status === 401 || status === 403) return 'refused';
  // "No such path" of a proxy whose service is restarting is no "no such thing": a task would look forgotten, and a
  // policy empty.
  if (status === 404 || status === 409) return 'passing';
  if (status >= 500 || status === 429) return gatewayKind(status, safe);
  return status >= 400 ? 'invalid' : 'protocol';
};

/** The error object of an answer, if it has one: proxies answer HTML while services restart. */
const errorOf = (body: Buffer): ErrorBody | undefined => {
  try {
    return ErrorBody.safeParse(readJson(body)).data;
  } catch (error) {
    if (error instanceof AnswerRefused) return undefined;
    throw error;
  }
};

export const messageOf = (error: ErrorBody): string =>
  (error.messages ?? []).map(textOf).filter(Boolean).join('; ') || error.error_type || 'no reason given';

/** The error of an answer that is no success. */
export const answerFault = (answer: HttpAnswer, call: CallAbout, faults: Faults): VSphereError => {
  const error = errorOf(answer.body);
  const type = error?.error_type ?? undefined;
  const messageId = error?.messages?.[0]?.id;
  const { retryAfterSeconds } = answer;
  const text = error ? messageOf(error) : 'the answer does not come from the API';
  return faults.error(`${call.operation}: ${answer.status} ${type ?? ''} ${text}`.replace('  ', ' '), {
    kind: (type && kinds[type]) || kindByStatus(answer.status, call.safe),
    operation: call.operation,
    status: answer.status,
    ...(type ? { errorType: type } : {}),
    ...(messageId ? { messageId } : {}),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
};

/** Kind of a task's error; a task that failed for an unnamed reason is a matter of state. */
export const kindOfType = (type: string | undefined): FaultKind => (type && kinds[type]) || 'state';
