import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanEnvironment, packageFolder } from '../support/processes.js';

/**
 * Runs the demo, a whole upgrade of the sample estate, on data of its own.
 *
 * @param wire - file for what its lab sees
 * @returns exit code, and what it said
 */
export async function runDemo(wire: string): Promise<{ code: number | null; output: string }> {
  const data = await mkdtemp(join(tmpdir(), 'vta-conformance-'));
  const args = ['--yes', '--speed', '600', '--report', join(data, 'report.json'), '--wire', wire];
  const child = spawn(process.execPath, [join(packageFolder, 'dist/demo.js'), ...args], {
    cwd: packageFolder,
    env: { ...cleanEnvironment(), VTA_DATA_DIRECTORY: join(data, 'data') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    return { code, output };
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}
