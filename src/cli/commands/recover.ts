import type { Context } from '../context.js';
import { examples, type Program } from '../program-base.js';
import { carryOut } from './operation.js';
import { dryRunOption, jsonOption, reasonOption, watchOption } from './operation-flags.js';

/** `recover`: the procedure for a Trust Authority host whose upgrade did not succeed. @rule REC-0 */
export function addRecoverCommand(program: Program, context: Context): void {
  program
    .command('recover')
    .argument('<estate>', 'estate')
    .requiredOption('--host <name>', 'the Trust Authority host whose upgrade did not succeed')
    .option('--to <version>', 'ESXi version to be restored, where no run has recorded it: 8.0.2-22380479')
    .addOption(reasonOption())
    .addOption(dryRunOption())
    .addOption(watchOption())
    .addOption(jsonOption())
    .summary('Recover a Trust Authority host whose upgrade did not succeed.')
    .description(
      'Take a failed Trust Authority host out of its cluster, wait for people who restore its former ESXi version, add it ' +
        'again with its whole configuration, and tell the trusted side. Begun only while the other hosts are healthy, and no ' +
        'run is under way: a run that has parked the host recovers it itself (vta host decide RUN HOST recover).',
    )
    .addHelpText(
      'after',
      examples(
        'vta recover lab --host ta-esx3 --dry-run',
        'vta recover lab --host ta-esx3 --reason "hangs at boot" --watch',
      ),
    )
    .action((estate, { host, to, ...flags }) => {
      const parameters = { host, ...(to === undefined ? {} : { version: to }) };
      return carryOut(context, { estate, kind: 'recover-ta-host', parameters }, flags);
    });
}
