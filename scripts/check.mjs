import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { countLine } from './lib/counts.mjs';
import { PROJECT } from './lib/files.mjs';
import { run } from './lib/run.mjs';
import { say, seconds } from './lib/steps.mjs';
import { runScript } from './lib/stop.mjs';

const CHECKS = [
  { name: 'types', from: 'typescript', program: 'bin/tsc', args: ['-p', 'tsconfig.json'] },
  { name: 'lint', from: 'oxlint', program: 'bin/oxlint', args: ['-c', '.oxlintrc.json'] },
  {
    name: 'format',
    from: 'prettier',
    program: 'bin/prettier.cjs',
    args: ['--check', '--log-level', 'warn', '.'],
  },
  { name: 'dead code', from: 'knip', program: 'bin/knip.js', args: [] },
];

/** `node scripts/check.mjs`: types, lint with the layers, format, dead code; shows output of what failed only. */
await runScript(async () => {
  let failed = 0;
  for (const { name, from, program, args } of CHECKS) {
    const begin = performance.now();
    const path = join(PROJECT, 'node_modules', from, program);
    const { code, output } = await run(process.execPath, [path, ...args], { cwd: PROJECT });
    if (code !== 0) {
      failed += 1;
      say(output.trimEnd());
    }
    say(`  ${name.padEnd(9)} ${code === 0 ? 'passed' : 'FAILED'} (${seconds(performance.now() - begin)})`);
  }
  console.log(countLine({ passed: CHECKS.length - failed, failed }));
  return failed > 0 ? 1 : 0;
});
