import { readFile, stat } from 'node:fs/promises';
import { MOST_IMAGE_FILE_BYTES } from '../../contract/index.js';
import type { Context } from '../context.js';
import { CliError, EXIT } from '../exit.js';
import { examples, type Program } from '../program-base.js';

/** `image upload`: a base-image file that replaces the export from a test host. @rule IMG-2 */
export function addImageUploadCommand(image: ReturnType<Program['command']>, context: Context): void {
  image
    .command('upload')
    .argument('<file>', 'boot_imgdb.tgz, exported from a host that runs exactly the image')
    .requiredOption('--estate <name>', 'estate whose archive gets it')
    .requiredOption('--esx-version <v>', 'version the file belongs to: 8.0.3-24022510')
    .option('--json', 'print JSON')
    .summary('Archive a base-image file that was exported elsewhere.')
    .description(
      'Archive a base-image file that was exported elsewhere. It is read to its end and must belong to that version.\n' +
        'A plan may then name it (--image-file) instead of exporting from its test host; nothing is imported yet.',
    )
    .addHelpText(
      'after',
      examples('vta image upload boot_imgdb.tgz --estate lab --esx-version 8.0.3-24022510'),
    )
    .action(async (file, { estate, esxVersion, json }) => {
      const bytes = await bytesOf(file);
      const uploaded = await (await context.api()).uploadImage(estate, esxVersion, bytes);
      context.result(json, uploaded, () =>
        [
          `Archived for ${uploaded.version}: ${uploaded.hash} (${uploaded.bytes} bytes, from ${uploaded.from}).`,
          `Use it: vta plan create ${estate} --esx-version ${uploaded.version} --image-file ${uploaded.hash} …`,
        ].join('\n'),
      );
    });
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size <= MOST_IMAGE_FILE_BYTES) return await readFile(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new CliError(EXIT.usage, `The file ${file} cannot be read (${code ?? message}).`);
  }
  throw new CliError(
    EXIT.usage,
    `${file} has more than ${MOST_IMAGE_FILE_BYTES} bytes: it is no base-image file.`,
  );
}
