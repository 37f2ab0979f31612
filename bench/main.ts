import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { allReached, chosen, measure, textOf, UnknownScenario, type Outcome } from './runner.js';
import { polling } from './scenarios/polling.js';
import { recovery } from './scenarios/recovery.js';

/** Every benchmark there is. */
const scenarios = [polling, recovery];

/** `npm run bench -- [NAME…] [--report FILE]`: 0 when every goal is reached, 1 when one is missed, 2 for a wrong call. */
const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { report: { type: 'string' } },
  });
  const outcomes: Outcome[] = [];
  for (const scenario of chosen(scenarios, positionals)) {
    const outcome = await measure(scenario);
    console.log(textOf(outcome));
    outcomes.push(outcome);
  }
  if (values.report !== undefined) {
    const report = { node: process.version, at: new Date().toISOString(), outcomes };
    await writeFile(values.report, `${JSON.stringify(report, null, 2)}\n`);
  }
  return allReached(outcomes) ? 0 : 1;
};

try {
  process.exitCode = await main();
} catch (error) {
  const { code } = error as NodeJS.ErrnoException;
  const isMistake = error instanceof UnknownScenario || code?.startsWith('ERR_PARSE_ARGS') === true;
  console.error(isMistake ? (error as Error).message : error);
  process.exitCode = isMistake ? 2 : 1;
}
