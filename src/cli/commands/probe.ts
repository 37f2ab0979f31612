import type { Context } from '../context.js';
import { usageError } from '../exit.js';
import { examples, type Program } from '../program-base.js';
import { flagsOf, run } from './processes.js';

/** `probe`: reads a real estate, says what is not as we assume, and records it for a rehearsal. */
export function addProbeCommand(program: Program, context: Context): void {
  program
    .command('probe')
    .summary('Read a real estate and record it for a rehearsal; changes nothing.')
    .description(
      'Read everything that an upgrade needs from the vCenters of an estate file, report what differs from what\n' +
        'vTA Conductor assumes, and write a recording that the lab can show. Every call that could change a server is\n' +
        'refused before it is sent. The recording holds pseudonyms; what they stand for goes into --names, and stays\n' +
        'with you. Needs no service: logins come from the configuration, as for a worker.',
    )
    .argument('<estate>', 'estate file (YAML)')
    .option('--config <file>', 'configuration file with the logins (or VTA_CONFIG)')
    .option('--out <file>', 'write the recording to this file')
    .option('--names <file>', 'write the names behind the pseudonyms to this file (mode 0600)')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      examples(
        'vta probe estate.yaml --config config.yaml',
        'vta probe estate.yaml --config config.yaml --out estate.json --names estate.names.json',
        'vta lab --from-recording estate.json',
      ),
    )
    .action(async (estate, { json, ...files }) => {
      if (files.names !== undefined && files.out === undefined) {
        throw usageError('--names belongs to a recording: give --out, too.');
      }
      await run(context, 'probe', [...flagsOf(files), ...(json ? ['--json'] : []), '--', estate]);
    });
}
