import { join } from 'node:path';
import { PROJECT } from './lib/files.mjs';
import { run } from './lib/run.mjs';
import { runScript } from './lib/stop.mjs';

/** `npm run chaos -- --help`: seeded upgrades in which everything is killed or goes wrong. */
await runScript(async () => {
  const args = process.argv.slice(2);
  const prepared = await run(process.execPath, [join(PROJECT, 'scripts', 'prepare.mjs'), '--for', 'start'], {
    show: !args.includes('--help'),
  });
  if (prepared.code !== 0) return prepared.code;
  const chaos = [
    join(PROJECT, 'node_modules', 'tsx', 'dist', 'cli.mjs'),
    join('test', 'chaos', 'main.ts'),
    ...args,
  ];
  const { code } = await run(process.execPath, chaos, { cwd: PROJECT, show: true });
  return code;
});
