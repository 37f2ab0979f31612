import { readFacts } from './facts.js';
import { checkLogs, summaryLine } from './recordings.js';

/** `npx tsx test/conformance/check.ts wire.jsonl …`: compares wire logs with VMware's bindings. */
async function main(files: readonly string[]): Promise<number> {
  if (files.length === 0) {
    console.error('Which wire log? For example one of: npm run demo -- --yes --wire wire.jsonl');
    return 2;
  }
  const facts = readFacts();
  const sum = await checkLogs(facts, files);
  for (const line of sum.lines) console.log(line);
  for (const file of sum.incomplete) console.log(`${file}: its beginning is missing`);
  console.log(summaryLine(facts, sum, `${sum.seen.size} operations seen`));
  return sum.violations.length === 0 && sum.exchanges > 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
