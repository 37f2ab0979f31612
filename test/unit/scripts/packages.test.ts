import { describe, expect, it } from '@jest/globals';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fakeProgram, inTemporaryFolder, loadScript } from '../../support/scripts.js';

const { ensurePackages } = await loadScript<{
  ensurePackages(project: string): Promise<{ outcome: string }>;
}>('packages.mjs');
const LOCK = { packages: { '': {}, 'node_modules/a': { version: '1.0.0', integrity: 'x' } } };

/** A project with a lock file, and an npm that does as told and counts its calls. */
async function withProject(npm: string, work: (project: string) => Promise<void>): Promise<void> {
  const before = process.env['npm_execpath'];
  await inTemporaryFolder(async (project) => {
    await writeFile(join(project, 'package-lock.json'), JSON.stringify(LOCK));
    process.env['npm_execpath'] = await fakeProgram(
      join(project, 'npm.js'),
      `fs.appendFileSync('calls', args.join(' ') + '\\n'); ${npm}`,
    );
    await work(project);
  }).finally(() => {
    if (before === undefined) delete process.env['npm_execpath'];
    else process.env['npm_execpath'] = before;
  });
}
const INSTALLS = `fs.mkdirSync('node_modules', { recursive: true });
  fs.writeFileSync('node_modules/.package-lock.json', '{}');`;
const calls = async (project: string): Promise<string[]> =>
  (await readFile(join(project, 'calls'), 'utf8').catch(() => '')).split('\n').filter(Boolean);

describe('installing packages', () => {
  it('runs npm ci without install scripts, once, also when two ask at the same time', async () => {
    await withProject(INSTALLS, async (project) => {
      const outcomes = await Promise.all([ensurePackages(project), ensurePackages(project)]);
      expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual([
        'installed',
        'were installed by another process',
      ]);
      expect(await ensurePackages(project)).toEqual({ outcome: 'are installed' });
      expect(await calls(project)).toEqual(['ci --ignore-scripts --no-fund --no-audit']);
    });
  });

  it('runs again when the lock file changed', async () => {
    await withProject(INSTALLS, async (project) => {
      await ensurePackages(project);
      await writeFile(join(project, 'package-lock.json'), JSON.stringify({ ...LOCK, more: 1 }));
      expect(await ensurePackages(project)).toEqual({ outcome: 'installed' });
    });
  });

  it('leaves alone what somebody installed by hand, if it is what the lock file asks for', async () => {
    await withProject(INSTALLS, async (project) => {
      await mkdir(join(project, 'node_modules'));
      const { '': _root, ...packages } = LOCK.packages;
      await writeFile(join(project, 'node_modules', '.package-lock.json'), JSON.stringify({ packages }));
      expect(await ensurePackages(project)).toEqual({ outcome: 'are installed, and match the lock file' });
      expect(await calls(project)).toEqual([]);
    });
  });

  it('says what npm said when it fails, and does not count as installed', async () => {
    const npm = `console.error('npm error code EUSAGE\\nnpm error Missing: a@1.0.0 from lock file'); process.exit(1);`;
    await withProject(npm, async (project) => {
      const sentence =
        'The packages could not be installed (npm ci ended with 1): code EUSAGE Missing: a@1.0.0';
      await expect(ensurePackages(project)).rejects.toThrow(sentence);
      await expect(ensurePackages(project)).rejects.toThrow(sentence);
    });
  });
});
