import type { Context } from '../context.js';
import { examples, type Program } from '../program-base.js';
import { debtLines } from '../render/debts.js';

/** `debt list`: hosts that owe a full boot. @rule QB-4, DG-3 */
export function addDebtCommands(program: Program, context: Context): void {
  program
    .command('debt')
    .description('Hosts that owe a full boot, and the base images that they keep from being removed.')
    .command('list')
    .argument('<estate>', 'estate')
    .option('--json', 'print JSON')
    .summary('List hosts that owe a full boot.')
    .description(
      'List the hosts that attest with another version than they run, or with one that nobody knows: since when, how they booted last, and which base images stay needed for them.',
    )
    .addHelpText('after', examples('vta debt list lab'))
    .action(async (estate, { json }) => {
      const answer = await (await context.api()).debts(estate);
      context.result(json, answer, () => debtLines(answer.items, context.style()).join('\n'));
    });
}
