import { parseArgs } from 'node:util';
import { processIo } from './cli/io.js';
import { styleFor } from './cli/render/style.js';
import { table } from './cli/render/table.js';
import { ConfigError, showConfig, type ConfigValue } from './config/index.js';

/** `node dist/show-config.js`: the effective configuration of this machine, with where each value comes from. */
async function main(): Promise<void> {
  const { values: flags } = parseArgs({
    options: { config: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  const values = await showConfig({ env: process.env, file: flags.config });
  process.stdout.write(`${flags.json ? JSON.stringify({ values }, null, 2) : asTable(values)}\n`);
}

function asTable(values: readonly ConfigValue[]): string {
  const rows = values.map(({ key, value, from }) => [key, JSON.stringify(value), from]);
  return table(['Key', 'Value', 'From'], rows, styleFor(processIo()));
}

try {
  await main();
} catch (error) {
  const isMistake =
    error instanceof ConfigError || (error as { code?: string }).code?.startsWith('ERR_PARSE');
  console.error(isMistake ? (error as Error).message : error);
  process.exitCode = isMistake ? 2 : 1;
}
