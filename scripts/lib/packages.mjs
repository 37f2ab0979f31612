import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere, readJsonIfThere, sha256OfText, writeWhole } from './files.mjs';
import { withLock } from './lock.mjs';
import { lastLine, run } from './run.mjs';
import { Stop } from './stop.mjs';

/**
 * Installs the packages of the lock file unless they are there. Install scripts are not run: none is needed.
 *
 * @param {string} project
 * @returns {Promise<{ outcome: string }>}
 */
export async function ensurePackages(project) {
  if (await areInstalled(project)) return { outcome: 'are installed' };
  return withLock(join(project, '.var', 'locks', 'packages'), 'is installing the packages', async () => {
    if (await areInstalled(project)) return { outcome: 'were installed by another process' };
    if (await matchWithoutRecord(project)) {
      await record(project);
      return { outcome: 'are installed, and match the lock file' };
    }
    const { code, output } = await npmCi(project);
    if (code !== 0) {
      throw new Stop(`The packages could not be installed (npm ci ended with ${code}): ${npmSays(output)}`);
    }
    await record(project);
    return { outcome: 'installed' };
  });
}

const lockFile = (project) => join(project, 'package-lock.json');
const recordFile = (project) => join(project, 'node_modules', '.vta-lock');
/** npm writes it last, so an installation that was cut short has none. */
const hiddenLock = (project) => join(project, 'node_modules', '.package-lock.json');

async function lockHash(project) {
  const text = await readIfThere(lockFile(project));
  if (text === undefined) throw new Stop('package-lock.json is missing: this is not a whole clone.');
  return sha256OfText(text);
}

async function areInstalled(project) {
  const installed = await stat(hiddenLock(project)).catch(() => undefined);
  return installed !== undefined && (await readIfThere(recordFile(project))) === (await lockHash(project));
}

const record = async (project) => writeWhole(recordFile(project), await lockHash(project));

/** Somebody ran npm himself: compares what npm noted with what the lock file asks for. */
async function matchWithoutRecord(project) {
  const wanted = (await readJsonIfThere(lockFile(project)))?.packages;
  const present = (await readJsonIfThere(hiddenLock(project)))?.packages;
  if (!wanted || !present) return false;
  const same = (path) =>
    wanted[path]?.version === present[path]?.version && wanted[path]?.integrity === present[path]?.integrity;
  const missing = (path) => path !== '' && !present[path] && !wanted[path].optional;
  return Object.keys(present).every(same) && !Object.keys(wanted).some(missing);
}

/** Under `npm run` npm tells where it lies itself, which spares the search and Windows' `npm.cmd`. */
function npmCi(project) {
  const args = ['ci', '--ignore-scripts', '--no-fund', '--no-audit'];
  const cli = process.env['npm_execpath'];
  if (cli?.endsWith('.js')) return run(process.execPath, [cli, ...args], { cwd: project });
  return run('npm', args, { cwd: project, shell: process.platform === 'win32' });
}

const npmSays = (output) =>
  output
    .split('\n')
    .filter((line) => line.startsWith('npm error') && !line.includes('A complete log'))
    .map((line) => line.slice('npm error'.length).trim())
    .filter((line) => line !== '')
    .slice(0, 3)
    .join(' ') || lastLine(output);
