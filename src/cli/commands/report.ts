import { writeFile } from 'node:fs/promises';
import type { Context } from '../context.js';
import { print } from '../io.js';
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
      const api = await context.api();
      if (out === undefined && !json) {
        const report = await api.report(runId);
        return context.result(false, report, () => reportLines(report, context.style()).join('\n'));
      }
      const whole = `${JSON.stringify(await api.wholeReport(runId), null, 2)}\n`;
      if (out === undefined) return print(context.io.stdout, whole);
      await writeFile(out, whole);
      context.progress(`Report of run ${runId} written to ${out}.`);
    });
}
