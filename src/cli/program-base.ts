import { readFileSync } from 'node:fs';
import { Command } from '@commander-js/extra-typings';
import { DEFAULT_URL } from './connection.js';
import type { CliIo } from './io.js';
import { MAX_WIDTH } from './render/style.js';

/** The program with its own flags and manners, before any command is added. */
export function createProgramBase(io: CliIo) {
  return (
    new Command('vta')
      .description('Rolling upgrades of vSphere Trust Authority estates.')
      .version(packageVersion(), '-V, --version', 'print the version')
      .option(
        '--url <url>',
        `address of the service (or VTA_URL; otherwise the stored login or ${DEFAULT_URL})`,
      )
      .option('--token-file <file>', 'file with the API token for this call (or VTA_TOKEN_FILE, VTA_TOKEN)')
      // Sub-commands made with `command()` inherit both; those made with `addCommand` would not.
      .exitOverride()
      .configureOutput({
        writeOut: (text) => io.stdout.write(text),
        writeErr: (text) => io.stderr.write(text),
        getOutHelpWidth: () => Math.min(io.columns ?? MAX_WIDTH, MAX_WIDTH),
        getErrHelpWidth: () => Math.min(io.columns ?? MAX_WIDTH, MAX_WIDTH),
        getOutHasColors: () => false,
        getErrHasColors: () => false,
      })
      .configureHelp({ showGlobalOptions: true })
      .showHelpAfterError('(add --help to see the flags and examples)')
      .helpCommand('help [command]', 'show help for a command')
  );
}

/** The program as the functions that add commands see it. */
export type Program = ReturnType<typeof createProgramBase>;

/** The `Examples` part of a command's help. */
export function examples(...lines: readonly string[]): string {
  return ['', 'Examples:', ...lines.map((line) => `  ${line}`)].join('\n');
}

function packageVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
