import { run } from './run.mjs';

/** Pinned: what was measured, and what the stored workflow histories were made with. */
export const SERVER_VERSION = '1.29.1';
/** The CLI release that carries this server. */
export const CLI_VERSION = '1.5.1';
const OLDEST_SERVER = [1, 29];

/**
 * Asks a binary which Temporal server it is. A CLI names the server inside it; its own version says nothing, and a
 * CLI built from source does not even have one.
 *
 * @param {string} path
 * @param {'server' | 'cli'} kind
 * @returns {Promise<string | undefined>} `1.29.1`, or nothing when it does not run or does not say
 */
export async function serverVersionOf(path, kind) {
  const { code, output } = await run(path, ['--version'], { timeoutSeconds: 20 });
  if (code !== 0) return undefined;
  const pattern = kind === 'cli' ? /\bServer v?(\d+\.\d+\.\d+)/ : /\bversion v?(\d+\.\d+\.\d+)/;
  return pattern.exec(output)?.[1];
}

export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST_SERVER[0] || (major === OLDEST_SERVER[0] && minor >= OLDEST_SERVER[1]);
}

export const OLDEST = OLDEST_SERVER.join('.');
