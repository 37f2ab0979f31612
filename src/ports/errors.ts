/**
 * What kind of trouble a call ran into; decides whether an activity retries.
 *
 * - `passing`: the server is busy, restarting or unreachable; the same call may succeed later
 * - `unknown-outcome`: a write was sent and no answer arrived; the state decides, never the error
 * - `refused`: login refused, privilege missing, certificate not the pinned one: a person must act
 * - `not-found`, `invalid`, `state`: the request does not fit the server's state
 * - `too-old`: the server's release has no Automation API under `/api`: people must upgrade it first
 * - `protocol`: the answer was not what the contract promises
 */
export type FaultKind =
  'passing' | 'unknown-outcome' | 'refused' | 'not-found' | 'invalid' | 'state' | 'too-old' | 'protocol';

/** `errorType` when a server shows a certificate that is not the trusted one. */
export const certificateRefused = 'CERTIFICATE_REFUSED';

/** `errorType` when a server wants to be left alone for a while; the call was not carried out. */
export const throttled = 'THROTTLED';

/** An error of a vSphere call. Carries operation, status, vendor type and message ID; never credentials or bodies. */
export class VSphereError extends Error {
  override readonly name = 'VSphereError';
  readonly kind: FaultKind;
  /** `POST /api/session`, `HostSystem.EnterMaintenanceMode_Task`. */
  readonly operation: string;
  readonly server: string;
  readonly status?: number;
  /** `NOT_FOUND`, `ALREADY_EXISTS`; for vim25 the fault's type name, `InvalidState`. */
  readonly errorType?: string;
  readonly messageId?: string;
  /** Real seconds until the server may be asked again, from `Retry-After`. */
  readonly retryAfterSeconds?: number;

  constructor(
    message: string,
    about: {
      kind: FaultKind;
      operation: string;
      server: string;
      status?: number;
      errorType?: string;
      messageId?: string;
      retryAfterSeconds?: number;
    },
  ) {
    super(message);
    this.kind = about.kind;
    this.operation = about.operation;
    this.server = about.server;
    if (about.status !== undefined) this.status = about.status;
    if (about.errorType !== undefined) this.errorType = about.errorType;
    if (about.messageId !== undefined) this.messageId = about.messageId;
    if (about.retryAfterSeconds !== undefined) this.retryAfterSeconds = about.retryAfterSeconds;
  }
}
