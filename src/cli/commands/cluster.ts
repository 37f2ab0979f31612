import type { Context } from '../context.js';
import { examples, type Program } from '../program-base.js';
import { carryOut } from './operation.js';
import { dryRunOption, jsonOption, reasonOption, watchOption } from './operation-flags.js';

/** `cluster onboard`: a regular cluster becomes a trusted one. @rule QB-9 */
export function addClusterCommands(program: Program, context: Context): void {
  program
    .command('cluster')
    .description('Clusters that join an estate.')
    .command('onboard')
    .argument('<estate>', 'estate')
    .requiredOption('--cluster <name>', 'regular cluster that becomes a trusted one')
    .requiredOption('--vcenter <name>', 'its vCenter, one of the trusted vCenters of the estate')
    .addOption(reasonOption())
    .addOption(dryRunOption())
    .addOption(watchOption())
    .addOption(jsonOption())
    .summary('Make a regular cluster a trusted one.')
    .description(
      'Make a regular cluster of a trusted vCenter a trusted cluster: TPM, Secure Boot, versions and boots of its hosts are checked before anything is touched; quick-booted hosts boot fully first; then the services of the Trust Authority are bound to it behind a gate, its hosts remediated, and each attested.',
    )
    .addHelpText(
      'after',
      examples(
        'vta cluster onboard lab --cluster Regular --vcenter wl-vc --dry-run',
        'vta cluster onboard lab --cluster Regular --vcenter wl-vc --reason "it shall hold encrypted VMs" --watch',
      ),
    )
    .action((estate, { cluster, vcenter, ...flags }) =>
      carryOut(context, { estate, kind: 'onboard-cluster', parameters: { cluster, vcenter } }, flags),
    );
}
