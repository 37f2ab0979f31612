import type { VSphereError } from '../../ports/errors.js';

/** Thrown inside `use` when the server no longer knows the session. `refusal` is what the caller sees in the end. */
export class SessionGone extends Error {
  readonly refusal: VSphereError;
  constructor(refusal: VSphereError) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

export interface SessionHolder<S> {
  /**
   * Runs `work` with the shared session. When the session turns out to be gone, one new login is made for all
   * callers; `work` is repeated once if it is safe, else `lost` decides what is thrown.
   */
  use<T>(work: (session: S) => Promise<T>, how: { safe: boolean; signal?: AbortSignal }): Promise<T>;
  /** Logs out if logged in. Later calls log in again. */
  close(): Promise<void>;
}

/** Waits for shared work without tying that work to the caller's life. */
const abortable = async <T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
  if (!signal) return work;
  signal.throwIfAborted();
  let abort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- the caller's own reason
    abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (abort) signal.removeEventListener('abort', abort);
  }
};

/**
 * One session per server and process, shared by concurrent callers.
 *
 * @param open - logs in; runs at most once at a time
 * @param end - logs out; its errors do not matter
 * @param lost - error for a write that met a dead session: nothing was done, a later attempt may succeed
 */
export const createSessionHolder = <S extends object>(
  open: () => Promise<S>,
  end: (session: S) => Promise<void>,
  lost: (gone: SessionGone) => VSphereError,
): SessionHolder<S> => {
  let current: Promise<S> | undefined;

  const login = (): Promise<S> => {
    if (current) return current;
    const opening = open();
    current = opening;
    // A failed login is not kept: the next caller tries anew.
    opening.catch(() => {
      if (current === opening) current = undefined;
    });
    return opening;
  };

  const drop = (used: Promise<S>): void => {
    if (current === used) current = undefined;
  };

  return {
    use: async (work, { safe, signal }) => {
      const first = login();
      try {
        return await work(await abortable(first, signal));
      } catch (error) {
        if (!(error instanceof SessionGone)) throw error;
        drop(first);
        if (!safe) throw lost(error);
      }
      const second = login();
      try {
        return await work(await abortable(second, signal));
      } catch (error) {
        if (!(error instanceof SessionGone)) throw error;
        drop(second);
        throw error.refusal;
      }
    },
    close: async () => {
      const open = current;
      current = undefined;
      if (!open) return;
      try {
        await end(await open);
      } catch {
        // The server ends it by itself when it has been idle long enough.
      }
    },
  };
};
