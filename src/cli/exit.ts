/** Exit codes that scripts rely on. */
export const EXIT = {
  done: 0,
  unexpected: 1,
  usage: 2,
  refused: 3,
  notFound: 4,
  endedWithoutSuccess: 5,
  unreachable: 6,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** An end that is explained to the user by its text alone; it carries the exit code, never a stack trace. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The user gave too little or something wrong; the sentence says which flag to use. */
export function usageError(message: string): CliError {
  return new CliError(EXIT.usage, message);
}
