import type { Context } from '../context.js';
import { wholeNumber } from '../numbers.js';
import { examples, type Program } from '../program-base.js';
import { auditTable } from '../render/audit.js';

/** `audit list`: who did what, when, to what. */
export function addAuditCommands(program: Program, context: Context): void {
  program
    .command('audit')
    .description('Who did what, and why.')
    .command('list')
    .option('--limit <n>', 'how many entries, newest first', wholeNumber(1), 50)
    .option('--json', 'print JSON')
    .description('List the audit trail, newest first.')
    .addHelpText('after', examples('vta audit list', 'vta audit list --limit 500 --json'))
    .action(async ({ limit, json }) => {
      const entries = await (await context.api()).audit(limit);
      context.result(json, entries, () => auditTable(entries, context.style()));
    });
}
