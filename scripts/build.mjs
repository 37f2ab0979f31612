import { cp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { existsSync } from 'node:fs';
import { BUILD_HASH, isBuilt, sourceHash } from './lib/build-state.mjs';
import { PROJECT, filesBelow } from './lib/files.mjs';
import { withLock } from './lib/lock.mjs';
import { run } from './lib/run.mjs';
import { step } from './lib/steps.mjs';
import { Stop, runScript } from './lib/stop.mjs';

/** `node scripts/build.mjs [--if-needed]`: compiles `src` and bundles the workflows into `dist`. */
await runScript(async () => {
  const ifNeeded = process.argv.includes('--if-needed');
  await withLock(join(PROJECT, '.var', 'locks', 'build'), 'is building', async () => {
    const hash = await sourceHash(PROJECT);
    if (ifNeeded && (await isBuilt(PROJECT, hash))) return;
    await removeLeftovers();
    const target = join(PROJECT, `dist.tmp-${process.pid}`);
    try {
      await step('compile', () => compile(target));
      await step('bundle', () => bundle(target));
      await writeFile(join(target, BUILD_HASH), hash);
      await putInPlace(target);
    } finally {
      await rm(target, { recursive: true, force: true });
    }
  });
});

/** What a build that was killed left behind; the lock says that no other one is at work. */
async function removeLeftovers() {
  const left = (await readdir(PROJECT)).filter((name) => /^dist\.(tmp|old)-\d+$/.test(name));
  for (const name of left) await rm(join(PROJECT, name), { recursive: true, force: true });
}

async function compile(target) {
  const tsc = join(PROJECT, 'node_modules', 'typescript', 'bin', 'tsc');
  const args = [tsc, '-p', 'tsconfig.build.json', '--outDir', target];
  const { code, output } = await run(process.execPath, args, { cwd: PROJECT });
  if (code !== 0) throw new Stop(`${output.trimEnd()}\nThe sources do not compile: see the lines above.`);
  const source = join(PROJECT, 'src');
  for (const file of (await filesBelow(source)).filter((name) => !name.endsWith('.ts'))) {
    const copy = join(target, relative(source, file));
    await mkdir(dirname(copy), { recursive: true });
    await cp(file, copy);
  }
  return { outcome: 'src compiled' };
}

/** One file that every worker loads: made once here, it spares each start about a second. */
async function bundle(target) {
  const workflowsPath = join(target, 'workflows', 'index.js');
  if (!existsSync(workflowsPath)) return { outcome: 'skipped: there is no src/workflows/index.ts' };
  const { bundleWorkflowCode } = await import('@temporalio/worker');
  const problems = [];
  const keep = (message) => problems.push(message);
  const quiet = () => {};
  const logger = { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: keep, error: keep };
  try {
    const { code } = await bundleWorkflowCode({ workflowsPath, logger });
    await writeFile(join(target, 'workflow-bundle.js'), code);
  } catch (error) {
    throw new Stop([...problems, `The workflows could not be bundled: ${error.message}`].join('\n'));
  }
  return { outcome: 'workflows bundled' };
}

/** The old build steps aside and the new one takes its name, so that `dist` is always a whole one. */
async function putInPlace(target) {
  const dist = join(PROJECT, 'dist');
  const old = join(PROJECT, `dist.old-${process.pid}`);
  if (existsSync(dist)) await rename(dist, old);
  await rename(target, dist);
  await rm(old, { recursive: true, force: true });
}
