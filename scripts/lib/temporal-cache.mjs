import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { readJsonIfThere, sha256OfFile, writeWhole } from './files.mjs';
import { SERVER_VERSION, isNewEnough, serverVersionOf } from './temporal-version.mjs';

/** The user's cache directory by the custom of each system. */
export function userCache(env, platform) {
  if (platform === 'win32') return env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local');
  if (platform === 'darwin') return join(env.HOME ?? homedir(), 'Library', 'Caches');
  return env.XDG_CACHE_HOME || join(env.HOME ?? homedir(), '.cache');
}

/** Folder of the pinned version; kept for ever, for getting it again costs minutes. */
export const cacheFolder = (env, platform) =>
  join(userCache(env, platform), 'vta', 'temporal', SERVER_VERSION);

export const binaryName = (kind, platform) =>
  (kind === 'server' ? 'server' : 'temporal') + (platform === 'win32' ? '.exe' : '');

const markerOf = (path) => `${path}.whole.json`;

/**
 * A binary of the cache, if it is whole. The marker beside it is written after the binary: size is compared each
 * time, the hash once per change of the file. A binary without a marker must prove itself by running.
 *
 * @returns {Promise<{ path: string, version: string } | undefined>}
 */
export async function wholeBinary(folder, kind, platform) {
  const path = join(folder, binaryName(kind, platform));
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) return undefined;
  const marker = await readJsonIfThere(markerOf(path));
  if (!marker) return adopt(path, kind);
  if (marker.size !== found.size || !isNewEnough(String(marker.version))) return undefined;
  if (marker.mtimeMs !== found.mtimeMs) {
    if ((await sha256OfFile(path)) !== marker.sha256) return undefined;
    await writeMarker(path, marker.version);
  }
  return { path, version: marker.version };
}

async function adopt(path, kind) {
  const version = await serverVersionOf(path, kind);
  if (version === undefined || !isNewEnough(version)) return undefined;
  await writeMarker(path, version);
  return { path, version };
}

async function writeMarker(path, version) {
  const { size, mtimeMs } = await stat(path);
  const marker = { version, size, mtimeMs, sha256: await sha256OfFile(path) };
  await writeWhole(markerOf(path), `${JSON.stringify(marker, null, 2)}\n`);
}

/**
 * Takes a binary that was made elsewhere into the cache, if it runs and is the right one.
 *
 * @param {string} made on the same file system as the cache, so that taking it over is one rename
 * @returns {Promise<{ path: string, version: string } | undefined>}
 */
export async function publish(folder, kind, platform, made) {
  const version = await serverVersionOf(made, kind);
  if (version === undefined || !isNewEnough(version)) return undefined;
  const path = join(folder, binaryName(kind, platform));
  await rm(markerOf(path), { force: true });
  await rename(made, path);
  await writeMarker(path, version);
  return { path, version };
}

/** A folder in the cache for something unfinished, gone afterwards whatever happens. */
export async function withWorkFolder(folder, use) {
  const work = join(folder, `.work-${process.pid}`);
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  try {
    return await use(work);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
