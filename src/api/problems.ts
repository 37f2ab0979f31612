import type { Finding, Problem, ProblemPlace } from '../contract/index.js';
import { ERRORS, type ErrorCode } from '../domain/errors.js';

export interface ProblemDetails {
  readonly detail?: string;
  readonly remedy?: string;
  readonly rules?: readonly string[];
  readonly findings?: readonly Finding[];
  readonly errors?: readonly ProblemPlace[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal that is answered as an RFC 9457 document. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly code: ErrorCode;
  readonly details: ProblemDetails;

  constructor(status: number, code: ErrorCode, details: ProblemDetails = {}) {
    super(details.detail ?? ERRORS[code].sentence);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/** The document; `instance` is the ID of the request, which the log has too. */
export function problemDocument({ status, code, message, details }: ApiProblem, requestId: string): Problem {
  return {
    type: `urn:vta:error:${code}`,
    title: ERRORS[code].sentence,
    status,
    detail: message,
    instance: `urn:uuid:${requestId}`,
    code,
    remedy: details.remedy ?? ERRORS[code].whatToDo,
    rules: details.rules ?? [],
    findings: details.findings ?? [],
    errors: details.errors ?? [],
  };
}
