import { readFile } from 'node:fs/promises';
import type { Context } from '../context.js';
import { CliError, EXIT } from '../exit.js';
import { examples, type Program } from '../program-base.js';
import { estateTable } from '../render/estates.js';
import { inventoryLines } from '../render/inventory.js';

/** `estate add|list|show`: what the service knows, and what it sees when it looks. */
export function addEstateCommands(program: Program, context: Context): void {
  const estate = program.command('estate').description('Register estates and look at them.');

  estate
    .command('add')
    .argument('<file>', 'estate file (YAML): names, addresses, pins, names of credentials; no secrets')
    .description(
      'Register an estate, or replace its description. Nothing is stored when the file has an error.',
    )
    .option('--json', 'print JSON')
    .addHelpText('after', examples('vta estate add examples/estates/two-sites.yaml'))
    .action(async (file, { json }) => {
      const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
        throw new CliError(
          EXIT.usage,
          `The estate file ${file} cannot be read (${error.code ?? error.message}).`,
        );
      });
      const api = await context.api();
      const added = await api.addEstate(text).catch((error: unknown) => {
        if (error instanceof CliError && error.exitCode === EXIT.usage) {
          throw new CliError(error.exitCode, `${file}: ${error.message}`);
        }
        throw error;
      });
      context.result(
        json,
        added,
        () => `Estate ${added.name} is registered. Look at it: vta estate show ${added.name} --fresh`,
      );
    });

  estate
    .command('list')
    .description('List the registered estates.')
    .option('--json', 'print JSON')
    .addHelpText('after', examples('vta estate list'))
    .action(async ({ json }) => {
      const estates = await (await context.api()).estates();
      context.result(json, estates, () => estateTable(estates, context.style()));
    });

  estate
    .command('show')
    .argument('<name>', 'estate')
    .description('Show vCenters, clusters, hosts with installed and measured versions, and base images.')
    .option('--fresh', 'read both sides now instead of showing the last reading')
    .option('--json', 'print JSON')
    .addHelpText('after', examples('vta estate show lab', 'vta estate show lab --fresh --json'))
    .action(async (name, { fresh, json }) => {
      const api = await context.api();
      if (fresh) context.progress(`Reading both sides of ${name} …`);
      const inventory = fresh ? (await api.survey(name)).inventory : await api.inventory(name);
      context.result(json, inventory, () => inventoryLines(inventory, context.style()).join('\n'));
    });
}
