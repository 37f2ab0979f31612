import { open, readFile, stat } from 'node:fs/promises';
import type { Command } from '@commander-js/extra-typings';
import type { Context } from '../context.js';
import { CliError, EXIT } from '../exit.js';
import { examples } from '../program-base.js';
import { archiveLines } from '../render/archives.js';
import { fullArchiveHash } from './archive-hash.js';
import { jsonOption } from './operation-flags.js';

/** Most bytes of an archive file, as the service takes them. */
const LIMIT_MIB = 64;

/** `archive export|import`: an archive as one file, to be kept elsewhere. @rule BAK-3 */
export function addArchiveFileCommands(archive: Command, context: Context): void {
  archive
    .command('export')
    .argument('<estate>', 'estate')
    .argument('[hash]', 'hash of the archive, or its beginning; the newest when absent')
    .requiredOption('--file <path>', 'where to write it; a file that is there is not overwritten')
    .description('Write an archive into one file (tar). It contains no secret. Note the hash it tells.')
    .addOption(jsonOption())
    .addHelpText('after', examples('vta archive export lab --file vta-lab.tar'))
    .action(async (estate, text, { file, json }) => {
      const api = await context.api();
      const hash = await fullArchiveHash(api, estate, text);
      const bytes = await api.exportArchive(estate, hash);
      await writeNew(file, bytes);
      context.result(
        json,
        { hash, file, bytes: bytes.byteLength },
        () =>
          `Archive ${hash} is in ${file} (${bytes.byteLength} bytes). Note the hash: "vta archive import --hash" checks it.`,
      );
    });

  archive
    .command('import')
    .argument('<estate>', 'estate')
    .argument('<file>', 'file that "vta archive export" has written')
    .option('--hash <hash>', 'the archive it must be, as the export told it')
    .description('Import an archive from a file. It is checked whole before anything is kept.')
    .addOption(jsonOption())
    .addHelpText('after', examples('vta archive import lab vta-lab.tar --hash 4f2a…'))
    .action(async (estate, file, { hash, json }) => {
      const bytes = await readArchive(file);
      const api = await context.api();
      const body = { file: bytes.toString('base64'), ...(hash === undefined ? {} : { hash }) };
      const imported = await api.importArchive(estate, body);
      context.result(json, imported, () =>
        archiveLines(imported.hash, imported.manifest, context.style()).join('\n'),
      );
    });
}

async function readArchive(file: string): Promise<Buffer> {
  try {
    const { size } = await stat(file);
    if (size > LIMIT_MIB * 1024 * 1024) {
      throw new CliError(
        EXIT.refused,
        `${file} has more than ${LIMIT_MIB} MiB: it is no archive of the vTA configuration (BAK-3). Nothing was imported.`,
      );
    }
    return await readFile(file);
  } catch (error) {
    if (error instanceof CliError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new CliError(EXIT.usage, `The archive file ${file} cannot be read (${code ?? message}).`);
  }
}

async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'EEXIST' ? 'it is there already; name another one' : (code ?? message);
    throw new CliError(EXIT.usage, `The file ${path} cannot be written: ${why}.`);
  }
}
