import { throttled, VSphereError } from '../../ports/errors.js';

type About = Omit<ConstructorParameters<typeof VSphereError>[1], 'server'>;

/**
 * Makes every error of one server, so that whatever the server (or a proxy) echoes back, no password or session
 * ID of ours gets into an error text, and from there into a workflow history.
 */
export interface Faults {
  readonly server: string;
  /** From now on `secret` is blanked out of every message. */
  hide(secret: string): void;
  error(message: string, about: About): VSphereError;
}

/** Shorter strings would blank out ordinary words. */
const shortestSecret = 4;
const longestMessage = 2_000;

/** Servers' texts end up on terminals: no line breaks, no escape sequences. */
// oxlint-disable-next-line no-control-regex -- these are what must go
const control = /[\u0000-\u001f\u007f-\u009f]+/g;

export const createFaults = (server: string): Faults => {
  const secrets = new Set<string>();
  const clean = (text: string): string => {
    let result = text;
    for (const secret of secrets) result = result.replaceAll(secret, '***');
    result = result.replaceAll(control, ' ');
    return result.length > longestMessage ? `${result.slice(0, longestMessage)}…` : result;
  };
  return {
    server,
    hide: (secret) => {
      if (secret.length < shortestSecret) return;
      secrets.add(secret);
      secrets.add(encodeURIComponent(secret));
      secrets.add(Buffer.from(secret).toString('base64'));
    },
    error: (message, about) =>
      new VSphereError(clean(`${server}: ${message}`), {
        ...about,
        server,
        operation: clean(about.operation),
      }),
  };
};

/** A call as far as its errors are concerned. `safe` = reads, or may be repeated without harm. */
export interface CallAbout {
  readonly operation: string;
  readonly safe: boolean;
}

/**
 * The answer is not what the contract promises. After a read nothing has happened; a write may have been carried out
 * all the same, so its outcome is unknown and the state has to be asked.
 */
export const unreadable = (
  faults: Faults,
  { operation, safe }: CallAbout,
  reason: string,
  status?: number,
): VSphereError =>
  faults.error(`${operation}: ${safe ? '' : 'sent, yet '}${reason}`, {
    kind: safe ? 'protocol' : 'unknown-outcome',
    operation,
    ...(status === undefined ? {} : { status }),
  });

/** What a read-only client says instead of sending anything that could change the server. */
export const writeRefused = (operation: string, faults: Faults): VSphereError =>
  faults.error(`${operation}: refused, this client only reads`, { kind: 'refused', operation });

/** The server wants to be left alone for `ms` more; what was asked has not been done. */
export const throttledFault = (
  faults: Faults,
  operation: string,
  ms: number,
  status?: number,
): VSphereError => {
  const { server } = faults;
  const until = new Date(Date.now() + ms).toISOString();
  return new VSphereError(`throttled by ${server} until ${until}`, {
    kind: 'passing',
    server,
    operation,
    errorType: throttled,
    retryAfterSeconds: Math.ceil(ms / 1_000),
    ...(status === undefined ? {} : { status }),
  });
};
