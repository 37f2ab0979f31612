import type { Context } from '../context.js';
import { examples, type Program } from '../program-base.js';
import { archiveLines, archiveTable, verificationLines } from '../render/archives.js';
import { EXIT } from '../exit.js';
import { addArchiveFileCommands } from './archive-file.js';
import { carryOut } from './operation.js';
import { dryRunOption, jsonOption, reasonOption, watchOption } from './operation-flags.js';
import { fullArchiveHash } from './archive-hash.js';

/** `archive …`: the vTA configuration, which no vCenter backup contains. @rule BAK-1, BAK-2, BAK-3 */
export function addArchiveCommands(program: Program, context: Context): void {
  const archive = program
    .command('archive')
    .description(
      'Archives of the vTA configuration. Most of it is on the TA hosts: no vCenter backup contains it.',
    );

  archive
    .command('create')
    .argument('<estate>', 'estate')
    .addOption(reasonOption())
    .addOption(dryRunOption())
    .addOption(watchOption())
    .addOption(jsonOption())
    .summary('Read the vTA configuration of both sides and keep it.')
    .description(
      'Read the vTA configuration of both sides and keep it, with every base-image file there is. KMIP passwords and private keys cannot be read: keep them yourself.',
    )
    .addHelpText('after', examples('vta archive create lab --reason "weekly"'))
    .action((estate, flags) =>
      carryOut(context, { estate, kind: 'archive-configuration', parameters: {} }, flags),
    );

  archive
    .command('list')
    .argument('<estate>', 'estate')
    .description('List the archives of an estate, last confirmed first.')
    .addOption(jsonOption())
    .addHelpText('after', examples('vta archive list lab'))
    .action(async (estate, { json }) => {
      const archives = await (await context.api()).archives(estate);
      context.result(json, archives, () => archiveTable(archives, context.style()));
    });

  archive
    .command('show')
    .argument('<estate>', 'estate')
    .argument('[hash]', 'hash of the archive, or its beginning; the newest when absent')
    .description('Show what an archive contains, and what it cannot contain and who keeps that.')
    .addOption(jsonOption())
    .addHelpText('after', examples('vta archive show lab', 'vta archive show lab 4f2a91c07b3e'))
    .action(async (estate, text, { json }) => {
      const api = await context.api();
      const hash = await fullArchiveHash(api, estate, text);
      const manifest = await api.archive(estate, hash);
      context.result(json, manifest, () => archiveLines(hash, manifest, context.style()).join('\n'));
    });

  archive
    .command('verify')
    .argument('<estate>', 'estate')
    .argument('[hash]', 'hash of the archive, or its beginning; the newest when absent')
    .description('Look at every part of an archive: there, unchanged, readable, without secrets.')
    .addOption(jsonOption())
    .addHelpText('after', examples('vta archive verify lab'))
    .action(async (estate, text, { json }) => {
      const api = await context.api();
      const verification = await api.verifyArchive(estate, await fullArchiveHash(api, estate, text));
      context.result(json, verification, () => verificationLines(verification, context.style()).join('\n'));
      if (!verification.ok) context.endWith(EXIT.refused);
    });

  archive
    .command('restore')
    .argument('<estate>', 'estate')
    .argument('[hash]', 'hash of the archive, or its beginning; the newest when absent')
    .option('--replace <item...>', 'items that differ and shall be overwritten, as the plan names them')
    .addOption(reasonOption())
    .addOption(dryRunOption())
    .addOption(watchOption())
    .addOption(jsonOption())
    .summary('Bring an archived vTA configuration back into its cluster, item by item.')
    .description(
      'Compare an archive with the Trust Authority cluster and apply what is missing, item by item, after an approval. KMIP passwords and private keys are read from the credentials kmip.PROVIDER and client-key.PROVIDER of the worker of the authority zone when their step comes.',
    )
    .addHelpText('after', examples('vta archive restore lab --dry-run --reason "hosts were installed anew"'))
    .action(async (estate, text, { replace, ...flags }) => {
      const archived =
        text === undefined ? {} : { archive: await fullArchiveHash(await context.api(), estate, text) };
      const parameters = { ...archived, ...(replace === undefined ? {} : { replace }) };
      await carryOut(context, { estate, kind: 'restore-configuration', parameters }, flags);
    });

  addArchiveFileCommands(archive, context);
}
