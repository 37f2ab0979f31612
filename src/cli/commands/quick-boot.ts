import type { Context } from '../context.js';
import { examples, type Program } from '../program-base.js';
import { carryOut } from './operation.js';
import { dryRunOption, jsonOption, reasonOption, watchOption } from './operation-flags.js';

/** `quick-boot clear`: full boots of the hosts that owe one. @rule QB-4, QB-5 */
export function addQuickBootCommands(program: Program, context: Context): void {
  program
    .command('quick-boot')
    .description('Hosts that were quick-booted, and the full boots that they owe.')
    .command('clear')
    .argument('<estate>', 'estate')
    .requiredOption('--cluster <name>', 'trusted cluster whose hosts are booted fully')
    .option('--vcenter <name>', 'its vCenter, where several have a cluster of that name')
    .addOption(reasonOption())
    .addOption(dryRunOption())
    .addOption(watchOption())
    .addOption(jsonOption())
    .summary('Boot the hosts of a cluster fully that owe it, one at a time.')
    .description(
      'Boot the hosts of a trusted cluster fully that attest with another version than they run: Quick Boot is switched off for the cluster and restored afterwards, whatever happens; one host at a time is evacuated, rebooted, proven to have booted fully, and attested before it leaves maintenance mode.',
    )
    .addHelpText(
      'after',
      examples(
        'vta quick-boot clear lab --cluster Prod-A --dry-run',
        'vta quick-boot clear lab --cluster Prod-A --reason "8.0 U2 is to be removed" --watch',
      ),
    )
    .action((estate, { cluster, vcenter, ...flags }) =>
      carryOut(
        context,
        {
          estate,
          kind: 'clear-quick-boot-debt',
          parameters: { cluster, ...(vcenter === undefined ? {} : { vcenter }) },
        },
        flags,
      ),
    );
}
