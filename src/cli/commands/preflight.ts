import type { Context } from '../context.js';
import { EXIT } from '../exit.js';
import { examples, type Program } from '../program-base.js';
import { findingLines } from '../render/findings.js';
import { upgradeRequest, withRequest } from './upgrade-flags.js';

/** `preflight`: all checks, without a plan and without changing anything. */
export function addPreflightCommand(program: Program, context: Context): void {
  withRequest(
    program
      .command('preflight')
      .argument('<estate>', 'estate')
      .summary('Check whether an estate is ready to be upgraded.')
      .description(
        'Read both sides and run every check. Changes nothing. Ends with exit code 3 when something blocks the upgrade.',
      ),
  )
    .option('--reason <text>', 'business reason of a narrower plan')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      examples('vta preflight lab --vcenter-version 8.0.3.00400 --esx-version 8.0.3-24022510'),
    )
    .action(async (estate, { json, reason, ...flags }) => {
      const request = upgradeRequest(estate, flags, reason);
      const api = await context.api();
      context.progress(`Reading both sides of ${estate} and checking …`);
      const report = await api.preflight(request);
      context.result(json, report, () => findingLines(report.findings, context.style()).join('\n'));
      if (report.findings.some(({ severity }) => severity === 'blocker')) context.endWith(EXIT.refused);
    });
}
