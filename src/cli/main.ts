import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CommanderError } from '@commander-js/extra-typings';
import { createContext } from './context.js';
import { CliError, EXIT } from './exit.js';
import { print, processIo, type CliIo } from './io.js';
import { buildProgram } from './program.js';

export type { CliIo } from './io.js';

/**
 * Runs one command line, without the name of the program, and answers its exit code (see `EXIT`).
 *
 * Never throws and never ends the process: whoever calls it decides what to do with the code.
 */
export async function main(argv: readonly string[], io: CliIo = processIo()): Promise<number> {
  const { context, close } = createContext(io, () => program.opts());
  const program = buildProgram(context);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return await close();
  } catch (error) {
    await close();
    return explain(error, io);
  }
}

function explain(error: unknown, io: CliIo): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage; // already printed
  if (error instanceof CliError) {
    print(io.stderr, error.message);
    return error.exitCode;
  }
  const text = error instanceof Error ? error.message : String(error);
  print(io.stderr, `Unexpected: ${text}`);
  if (io.env['VTA_DEBUG'] && error instanceof Error) print(io.stderr, error.stack ?? '');
  else print(io.stderr, 'Run it again with VTA_DEBUG=1 to see where it happened.');
  return EXIT.unexpected;
}

const started = process.argv[1];
if (started !== undefined && isThisFile(started)) {
  process.exitCode = await main(process.argv.slice(2));
}

function isThisFile(path: string): boolean {
  try {
    return realpathSync(path) === fileURLToPath(import.meta.url);
  } catch {
    return false;
  }
}
