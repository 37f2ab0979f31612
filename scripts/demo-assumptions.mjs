import { join } from 'node:path';
import { PROJECT } from './lib/files.mjs';
import { run } from './lib/run.mjs';
import { say } from './lib/steps.mjs';
import { runScript } from './lib/stop.mjs';

const USAGE = 'usage: node scripts/demo-assumptions.mjs [NAME=VALUE…] (all alternatives when none is named)';

/** The whole demonstration under each alternative of every assumption, one after another: about a minute each. */
await runScript(async () => {
  const asked = process.argv.slice(2);
  if (asked.includes('--help')) {
    console.log(USAGE);
    return 0;
  }
  const prepared = await run(process.execPath, [join(PROJECT, 'scripts', 'prepare.mjs'), '--for', 'demo'], {
    show: true,
  });
  if (prepared.code !== 0) return prepared.code;
  const { assumptionList } = await import('../dist/lab/topology/assumptions.js');
  const all = assumptionList.flatMap(({ name, alternatives }) =>
    alternatives.slice(1).map((value) => `${name}=${value}`),
  );
  const chosen = asked.length > 0 ? asked : all;
  const failed = [];
  for (const alternative of chosen) {
    const args = [join(PROJECT, 'dist', 'demo.js'), '--yes', '--speed', '600', '--assumptions', alternative];
    const { code, output } = await run(process.execPath, args, { cwd: PROJECT });
    say(`${alternative}: ${code === 0 ? 'succeeded, referee clean' : `failed with exit code ${code}`}`);
    if (code === 0) continue;
    failed.push(alternative);
    console.error(output.split('\n').slice(-40).join('\n'));
  }
  console.log(`demo: ${chosen.length - failed.length} of ${chosen.length} alternatives succeeded`);
  return failed.length > 0 ? 1 : 0;
});
