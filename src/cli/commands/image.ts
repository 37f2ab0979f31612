import { collected } from '../collected.js';
import type { Context } from '../context.js';
import { examples, type Program } from '../program-base.js';
import { addImageRepairCommand } from './image-repair.js';
import { addImageUploadCommand } from './image-upload.js';
import { carryOut } from './operation.js';
import { dryRunOption, jsonOption, reasonOption, watchOption } from './operation-flags.js';

/** `image …`: which base images are needed, and the removal of those that no host needs. @rule QB-6, FIX-3, FIX-4 */
export function addImageCommands(program: Program, context: Context): void {
  const image = program.command('image').description('Base images: needed, missing, and no longer needed.');
  image
    .command('evidence')
    .argument('<estate>', 'estate')
    .option(
      '--esx-version <version>',
      'say in full why this version has to stay; may be given again',
      collected,
    )
    .addOption(jsonOption())
    .summary('Show which base images are needed, and by whom.')
    .description(
      'Read all trusted clusters of all trusted vCenters, and show per base image and per host what is needed and how that is known. Changes nothing; what was read is kept as a plan that nobody starts.',
    )
    .addHelpText('after', examples('vta image evidence lab --esx-version 8.0.2-22380479'))
    .action((estate, { esxVersion = [], json }) =>
      carryOut(
        context,
        { estate, kind: 'review-base-images', parameters: { versions: esxVersion } },
        { reason: 'a look at the evidence', dryRun: true, json },
      ),
    );
  image
    .command('retire')
    .argument('<estate>', 'estate')
    .requiredOption(
      '--esx-version <version>',
      'version to remove; may be given again, each is removed by itself',
      collected,
    )
    .addOption(reasonOption())
    .addOption(dryRunOption())
    .addOption(watchOption())
    .addOption(jsonOption())
    .summary('Remove base images that no host needs any more.')
    .description(
      'Remove named base images from the Trust Authority cluster, one by one, each after an approval with the evidence. There is no word for all of them. The files stay in the archive.',
    )
    .addHelpText(
      'after',
      examples('vta image retire lab --esx-version 8.0.2-22380479 --reason "all hosts on 8.0 U3"'),
    )
    .action((estate, { esxVersion, ...flags }) =>
      carryOut(context, { estate, kind: 'retire-base-images', parameters: { versions: esxVersion } }, flags),
    );
  addImageUploadCommand(image, context);
  addImageRepairCommand(image, context);
}
