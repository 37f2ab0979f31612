import { join } from 'node:path';
import { lastLine, run } from './run.mjs';
import { everySoOften, say } from './steps.mjs';
import { Stop } from './stop.mjs';
import { whyNoGo } from './temporal-go.mjs';

const BUILD_SECONDS = 900;

/**
 * Builds our own thin main over govmomi's simulator with the Go that is installed.
 *
 * @param {string} folder where the binary goes
 * @param {string} source folder of the Go module
 * @param {{ env?: NodeJS.ProcessEnv, platform?: string, progressSeconds?: number }} [options]
 * @returns {Promise<{ path: string } | { skipped: string }>}
 * @throws {Stop} when Go and the modules are there and our own code does not compile: that is a bug, no lack
 */
export async function buildVcsim(
  folder,
  source,
  { env = process.env, platform = process.platform, progressSeconds = 15 } = {},
) {
  const noGo = await whyNoGo(env);
  if (noGo) return { skipped: noGo };
  say('  … building vcsim with Go, which takes about a minute the first time');
  const stop = everySoOften((time) => `still building vcsim: ${time}`, progressSeconds);
  try {
    const go = (...args) => run('go', args, { cwd: source, env, timeoutSeconds: BUILD_SECONDS });
    // Fetches the modules that are needed and no others.
    const listed = await go('list', '-deps', '.');
    if (listed.code !== 0) {
      return {
        skipped: `its Go modules cannot be had (go list ended with ${listed.code}): ${lastLine(listed.output)}`,
      };
    }
    const path = join(folder, platform === 'win32' ? 'vcsim.exe' : 'vcsim');
    const built = await go('build', '-trimpath', '-ldflags=-s -w', '-o', path, '.');
    if (built.code !== 0)
      throw new Stop(
        `vcsim could not be built (go build ended with ${built.code}): ${lastLine(built.output)}`,
      );
    return { path };
  } finally {
    stop();
  }
}
