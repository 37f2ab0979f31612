import { join } from 'node:path';
import { lastLine, run } from './run.mjs';

/** Newest syntax that the scripts of the tests use. */
const OLDEST = [3, 9];

/**
 * A Python environment of its own with the packages of a requirements file.
 *
 * @param {string} folder where it is made; it cannot be moved afterwards
 * @returns {Promise<{ path: string } | { skipped: string }>} path of its Python
 */
export async function makePythonEnvironment(folder, requirements) {
  const found = await run('python3', ['-c', 'import sys; print(*sys.version_info[:2])'], {
    timeoutSeconds: 30,
  });
  if (found.code !== 0) return { skipped: 'Python is not installed' };
  const [major = 0, minor = 0] = found.output.trim().split(' ').map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    return { skipped: `Python is ${major}.${minor}, and ${OLDEST.join('.')} is needed` };
  }
  const venv = await run('python3', ['-m', 'venv', join(folder, 'venv')], { timeoutSeconds: 300 });
  if (venv.code !== 0) return { skipped: `python3 -m venv failed: ${lastLine(venv.output)}` };
  const path = join(folder, 'venv', process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const args = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
  const installed = await run(path, args, { timeoutSeconds: 900 });
  if (installed.code !== 0) return { skipped: `pip install failed: ${lastLine(installed.output)}` };
  return { path };
}
