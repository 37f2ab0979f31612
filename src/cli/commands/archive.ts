import type { Context } from '../context.js';
import { examples, type Program } from '../program-base.js';
import { carryOut } from './operation.js';
import { dryRunOption, jsonOption, reasonOption, watchOption } from './operation-flags.js';

/** `archive …`: the vTA configuration, which no vCenter backup contains. @rule BAK-1, BAK-2, BAK-3 */
export function addArchiveCommands(program: Program, context: Context): void {
  program
    .command('archive')
    .description('The archive of the vTA configuration, which no vCenter backup contains.')
    .command('create')
    .argument('<estate>', 'estate')
    .addOption(reasonOption())
    .addOption(dryRunOption())
    .addOption(watchOption())
    .addOption(jsonOption())
    .summary('Read the vTA configuration and keep it.')
    .description('Read the vTA configuration of the Trust Authority cluster and keep it in the archive.')
    .addHelpText('after', examples('vta archive create lab --reason "weekly"'))
    .action((estate, flags) =>
      carryOut(context, { estate, kind: 'archive-configuration', parameters: {} }, flags),
    );
}
