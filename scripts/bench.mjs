import { join } from 'node:path';
import { PROJECT } from './lib/files.mjs';
import { run } from './lib/run.mjs';
import { runScript } from './lib/stop.mjs';

/** `node scripts/bench.mjs [NAME…] [--report FILE]`: the benchmarks, straight from their sources. */
await runScript(async () => {
  const args = ['--import', 'tsx', join(PROJECT, 'bench', 'main.ts'), ...process.argv.slice(2)];
  const { code } = await run(process.execPath, args, { show: true });
  return code;
});
