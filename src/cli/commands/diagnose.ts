import { writeFile } from 'node:fs/promises';
import type { Api } from '../client/api.js';
import type { Context } from '../context.js';
import { examples, type Program } from '../program-base.js';
import { diagnosisLines } from '../render/diagnosis.js';
import { jsonOption } from './operation-flags.js';

/** `diagnose`: the evidence for one host or a whole estate, in one document without secrets. @rule ATT-4, ATT-5 */
export function addDiagnoseCommand(program: Program, context: Context): void {
  program
    .command('diagnose')
    .option('--estate <name>', 'the estate; may be left out when there is only one')
    .option('--host <name>', 'this host alone')
    .option('--output <file>', 'write the document into this file, as JSON')
    .addOption(jsonOption())
    .summary('Collect the evidence for one host or an estate, without secrets.')
    .description(
      'Collect states, versions, tasks, events, attestation messages and which log lies on which host. Only reads, also while a run is under way; nothing that looks like a secret is in it.',
    )
    .addHelpText(
      'after',
      examples('vta diagnose --host esx-7', 'vta diagnose --estate lab --output diagnosis.json'),
    )
    .action(async ({ estate, host, output, json }, command) => {
      const api = await context.api();
      const name = estate ?? (await onlyEstate(api));
      if (name === undefined)
        return command.error('error: name the estate with --estate; there is not exactly one');
      context.progress(`Collecting evidence of ${host ?? name} …`);
      const bundle = await api.diagnose(name, host);
      if (output !== undefined) {
        await writeFile(output, `${JSON.stringify(bundle, null, 2)}\n`, { mode: 0o600 });
        context.progress(`Written to ${output}.`);
        if (json !== true) return;
      }
      context.result(json, bundle, () => diagnosisLines(bundle, context.style()).join('\n'));
    });
}

async function onlyEstate(api: Api): Promise<string | undefined> {
  const [first, second] = await api.estates();
  return second === undefined ? first?.name : undefined;
}
