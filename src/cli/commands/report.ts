import { writeFile } from 'node:fs/promises';
import type { Context } from '../context.js';
import { examples, type Program } from '../program-base.js';
import { reportLines } from '../render/report.js';

/** `report`: what a run did, for the file. */
export function addReportCommand(program: Program, context: Context): void {
  program
    .command('report')
    .argument('<run>', 'run ID')
    .summary("Print or save a run's report.")
    .description('Print the report of an ended run, or write it to a file as JSON.')
    .option('--out <file>', 'write the report to this file (JSON)')
    .option('--json', 'print JSON')
    .addHelpText('after', examples('vta report RUN', 'vta report RUN --out report.json'))
    .action(async (runId, { out, json }) => {
      const report = await (await context.api()).report(runId);
      if (out !== undefined) {
        await writeFile(out, `${JSON.stringify(report, null, 2)}\n`);
        context.progress(`Report of run ${runId} written to ${out}.`);
        return;
      }
      context.result(json, report, () => reportLines(report, context.style()).join('\n'));
    });
}
