import type { Context } from '../context.js';
import { handInImageFile } from '../image-file.js';
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
      const uploaded = await handInImageFile(context, { estate, file, esxVersion });
      context.result(json, uploaded, () =>
        [
          `Archived for ${uploaded.version}: ${uploaded.hash} (${uploaded.bytes} bytes, from ${uploaded.from}).`,
          `Use it: vta plan create ${estate} --esx-version ${uploaded.version} --image-file ${uploaded.hash} …`,
        ].join('\n'),
      );
    });
}
