import { join } from 'node:path';
import { lastLine, run } from './run.mjs';
import { everySoOften, say } from './steps.mjs';
import { binaryName, publish, withWorkFolder } from './temporal-cache.mjs';
import { SERVER_VERSION } from './temporal-version.mjs';

const MODULE = `go.temporal.io/server/cmd/server@v${SERVER_VERSION}`;
/** What the server's own module asks for, and govmomi too. */
const OLDEST_GO = [1, 25];

/**
 * Builds the official server module with the Go that is installed. Takes minutes, once per user.
 *
 * @returns {Promise<{ path: string, version: string } | { failed: string }>}
 */
export async function buildServer({ folder, platform, env, progressSeconds = 15 }) {
  const reason = await whyNoGo(env);
  if (reason) return { failed: reason };
  say(`  … building Temporal ${SERVER_VERSION} with Go, which takes 3 to 5 minutes the first time`);
  const stop = everySoOften((time) => `still building Temporal ${SERVER_VERSION}: ${time}`, progressSeconds);
  try {
    return await withWorkFolder(folder, async (work) => {
      const args = ['install', '-ldflags', '-s -w', MODULE];
      // GOBIN forbids cross-compiling, which is what we want: the binary must run here.
      const { code, output } = await run('go', args, { cwd: work, env: { ...env, GOBIN: work } });
      if (code !== 0) return { failed: `go install ended with ${code}: ${lastLine(output)}` };
      const made = join(work, binaryName('server', platform));
      return (
        (await publish(folder, 'server', platform, made)) ?? { failed: 'what Go built does not run here' }
      );
    });
  } finally {
    stop();
  }
}

/**
 * Why nothing can be built with Go here; nothing when it can. An older Go may fetch a newer one by itself, unless the
 * user said `GOTOOLCHAIN=local`.
 *
 * @returns {Promise<string | undefined>}
 */
export async function whyNoGo(env) {
  const { code, output } = await run('go', ['env', 'GOVERSION', 'GOTOOLCHAIN'], { env, timeoutSeconds: 30 });
  if (code !== 0) return 'Go is not installed';
  const [version = '', toolchain = ''] = output.trim().split('\n');
  const [major = 0, minor = 0] = version.replace(/^go/, '').split('.').map(Number);
  const isAtLeast = (least) => major > 1 || (major === 1 && minor >= least);
  if (isAtLeast(OLDEST_GO[1]) || (isAtLeast(21) && toolchain !== 'local')) return undefined;
  return `Go is ${version}, and ${OLDEST_GO.join('.')} is needed`;
}
