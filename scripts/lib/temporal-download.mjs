import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { fileInTar } from './tar.mjs';
import { binaryName, publish, withWorkFolder } from './temporal-cache.mjs';
import { CLI_VERSION } from './temporal-version.mjs';

export const DOWNLOADS = 'https://temporal.download/cli/archive';
/** To the first answer; without a network the attempt must not hold anybody up. */
const CONNECT_SECONDS = 5;
/** Between two pieces of it, once it has begun. */
const STALL_SECONDS = 30;

const PLATFORMS = { linux: 'linux', darwin: 'darwin' };
const ARCHITECTURES = { x64: 'amd64', arm64: 'arm64' };

/**
 * Temporal's own archive of the pinned CLI. Every failure is quiet: the next way is tried.
 *
 * @returns {Promise<{ path: string, version: string } | { failed: string }>}
 */
export async function downloadCli({ folder, platform, arch, downloads = DOWNLOADS }) {
  const system = PLATFORMS[platform];
  const processor = ARCHITECTURES[arch];
  // On Windows the archive is a zip, which Node cannot read by itself.
  if (!system || !processor)
    return { failed: `there is no archive for ${platform} ${arch} that we can read` };
  try {
    const archive = await fetchWhole(`${downloads}/v${CLI_VERSION}?platform=${system}&arch=${processor}`);
    const tar = await promisify(gunzip)(archive);
    const binary = fileInTar(tar, 'temporal');
    if (!binary) return { failed: 'the archive does not hold the CLI' };
    return await withWorkFolder(folder, async (work) => {
      const made = join(work, binaryName('cli', platform));
      await writeFile(made, binary, { mode: 0o755 });
      return (
        (await publish(folder, 'cli', platform, made)) ?? { failed: 'the downloaded CLI does not run here' }
      );
    });
  } catch (error) {
    return { failed: `it could not be downloaded (${error.cause?.code ?? error.message})` };
  }
}

/** Throws unless every byte that was announced has come; gunzip checks the content itself. */
async function fetchWhole(url) {
  const abort = new AbortController();
  const giveUpAfter = (time) => setTimeout(() => abort.abort(new Error('no answer')), time * 1000);
  let timer = giveUpAfter(CONNECT_SECONDS);
  try {
    const response = await fetch(url, { signal: abort.signal, redirect: 'follow' });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const chunks = [];
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      clearTimeout(timer);
      timer = giveUpAfter(STALL_SECONDS);
    }
    const body = Buffer.concat(chunks);
    const announced = response.headers.get('content-length');
    const encoded = response.headers.get('content-encoding') !== null;
    if (announced !== null && !encoded && Number(announced) !== body.length) throw new Error('cut short');
    return body;
  } finally {
    clearTimeout(timer);
  }
}
