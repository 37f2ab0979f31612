import { Option } from '@commander-js/extra-typings';
import type { Context } from '../context.js';
import { handInImageFile } from '../image-file.js';
import { examples, type Program } from '../program-base.js';
import { carryOut } from './operation.js';
import { dryRunOption, jsonOption, reasonOption, watchOption } from './operation-flags.js';

/** `image repair`: a trusted host whose base image the Trust Authority cluster does not know. @rule FIX-1, FIX-2, QB-10 */
export function addImageRepairCommand(image: ReturnType<Program['command']>, context: Context): void {
  image
    .command('repair')
    .argument('<estate>', 'estate')
    .requiredOption('--host <name>', 'the trusted host that does not attest')
    .option('--file <path>', 'boot_imgdb.tgz of exactly the version that the host is measured with')
    .addOption(
      new Option('--way <way>', 'where the file comes from; the first that there is when absent').choices([
        'file',
        'export',
        'archive',
      ] as const),
    )
    .addOption(reasonOption())
    .addOption(dryRunOption())
    .addOption(watchOption())
    .addOption(jsonOption())
    .summary('Let a host attest again whose base image is missing.')
    .description(
      'Tell why a trusted host does not attest. When its base image is missing: take the file from a host that runs exactly that version, from the archive, or the one given; import it after an approval; and wait until the host is seen attested.',
    )
    .addHelpText(
      'after',
      examples(
        'vta image repair lab --host esx-7 --dry-run',
        'vta image repair lab --host esx-7 --file boot_imgdb.tgz --reason "image forgotten"',
      ),
    )
    .action(async (estate, { host, file, way, ...flags }) => {
      const stored = file === undefined ? undefined : await handInImageFile(context, { estate, file });
      if (stored) context.progress(`${file} is archived as ${stored.hash.slice(0, 12)} (${stored.version}).`);
      const parameters = {
        host,
        ...(stored === undefined ? {} : { fileHash: stored.hash }),
        ...(way === undefined ? {} : { way }),
      };
      return carryOut(context, { estate, kind: 'repair-base-image', parameters }, flags);
    });
}
