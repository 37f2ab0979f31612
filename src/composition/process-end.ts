/**
 * Settles when this process is told to end: by a signal, or because the process that started it is gone.
 *
 * A second signal ends it at once.
 */
export function toldToEnd(): Promise<string> {
  return new Promise((resolve) => {
    const tell = (why: string): void => {
      resolve(why);
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => tell(signal));
    if (process.send !== undefined) process.once('disconnect', () => tell('the parent process is gone'));
  });
}

/** The same as a signal for whatever is under way; its reason is the one that `toldToEnd` settles with. */
export function endSignal(end: Promise<string>): AbortSignal {
  const stopping = new AbortController();
  void end.then((why) => stopping.abort(why));
  return stopping.signal;
}

/** One sentence for people instead of a stack trace; the stack stays available for engineers. */
export function explain(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if ((error as { code?: string }).code === 'EADDRINUSE') {
    return `${message}. Another service is using the port: stop it, or choose another with VTA_API_LISTEN=127.0.0.1:0.`;
  }
  return message;
}
