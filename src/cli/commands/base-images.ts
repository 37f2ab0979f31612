import type { Context } from '../context.js';
import { examples, type Program } from '../program-base.js';
import { baseImageTable } from '../render/base-images.js';

/** `base-images list`: what the Trust Authority cluster accepts. @rule CLI-1 */
export function addBaseImageCommands(program: Program, context: Context): void {
  program
    .command('base-images')
    .description('The ESXi versions that the Trust Authority cluster accepts.')
    .command('list')
    .argument('<estate>', 'estate')
    .option('--json', 'print JSON')
    .summary('List base images, with the PowerCLI commands that show the same.')
    .description(
      'List the base images of the Trust Authority cluster, and the PowerCLI commands to cross-check.',
    )
    .addHelpText('after', examples('vta base-images list lab'))
    .action(async (estate, { json }) => {
      const answer = await (await context.api()).baseImages(estate);
      context.result(json, answer, () =>
        [
          `Base images of Trust Authority cluster ${answer.cluster.name}`,
          '',
          baseImageTable(answer.items, context.style()),
          '',
          'The same in PowerCLI, connected to the Trust Authority vCenter [CLI-1]:',
          ...answer.powerCli.map((line) => `  ${line}`),
        ].join('\n'),
      );
    });
}
