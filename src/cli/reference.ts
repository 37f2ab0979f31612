import { PassThrough } from 'node:stream';
import { createContext } from './context.js';
import { buildProgram } from './program.js';

/** The part of a commander command that the reference needs. */
interface Described {
  readonly commands: readonly Described[];
  name(): string;
  outputHelp(): void;
}

/** `docs/reference/cli.md`: the help of every command, as the program prints it. */
export function cliReference(): string {
  const stdout = new PassThrough();
  const io = { stdout, stderr: stdout, stdin: stdout, env: {}, isTTY: false };
  const { context } = createContext(io, () => ({}));
  const program = buildProgram(context);
  const help = (command: Described): string => {
    command.outputHelp();
    return String(stdout.read() ?? '').trim();
  };
  const sections = flatten(program).map(
    ({ path, command }) => `## ${path}\n\n\`\`\`text\n${help(command)}\n\`\`\`\n`,
  );
  return ['# Command line\n', 'Generated from `src/cli`; do not edit.\n', ...sections].join('\n');
}

function flatten(
  command: Described,
  parents: readonly string[] = [],
): { path: string; command: Described }[] {
  const path = [...parents, command.name()];
  return [{ path: path.join(' '), command }, ...command.commands.flatMap((child) => flatten(child, path))];
}
