import { stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { delimiter, join, resolve } from 'node:path';
import { withLock } from './lock.mjs';
import { Stop } from './stop.mjs';
import { binaryName, cacheFolder, wholeBinary } from './temporal-cache.mjs';
import { downloadCli } from './temporal-download.mjs';
import { buildServer } from './temporal-go.mjs';
import { OLDEST, isNewEnough, serverVersionOf } from './temporal-version.mjs';

/**
 * @typedef {{ kind: 'address', address: string, from: string }
 *   | { kind: 'server' | 'cli', path: string, version: string, from: string }} FoundTemporal
 */

/**
 * Finds a Temporal for evaluation and tests: a configured address, a configured binary, `temporal` on the PATH, the
 * version kept in the user's cache, the official download, a build with Go. Nothing is started.
 *
 * @param {object} [options] what tests replace
 * @returns {Promise<FoundTemporal>}
 * @throws {Stop} when there is no way to get one, or a configured one is no good
 */
export async function findTemporal({
  env = process.env,
  platform = process.platform,
  arch = process.arch,
  downloads,
  progressSeconds,
} = {}) {
  const configured =
    (await fromAddress(env)) ?? (await fromVariables(env)) ?? (await fromPath(env, platform));
  if (configured) return configured;

  const folder = cacheFolder(env, platform);
  const cached = await fromCache(folder, platform);
  if (cached) return cached;
  return withLock(join(folder, '.lock'), 'is getting Temporal', async () => {
    const meanwhile = await fromCache(folder, platform);
    if (meanwhile) return meanwhile;
    const download = await downloadCli({ folder, platform, arch, downloads });
    if (!('failed' in download)) return { kind: 'cli', ...download, from: 'official download' };
    const build = await buildServer({ folder, platform, env, progressSeconds });
    if (!('failed' in build)) return { kind: 'server', ...build, from: 'built with Go' };
    throw new Stop(
      'There is no Temporal, and no way to get one: ' +
        `${download.failed}; ${build.failed}. ` +
        'Install Go 1.25 or newer, or set VTA_TEMPORAL_ADDRESS to a running server or VTA_TEMPORAL_CLI to its CLI.',
    );
  });
}

async function fromAddress(env) {
  const address = env.VTA_TEMPORAL_ADDRESS;
  if (!address) return undefined;
  const [, host, port] = /^(.+):(\d+)$/.exec(address) ?? [];
  if (!host)
    throw new Stop(`VTA_TEMPORAL_ADDRESS must be host:port, such as 127.0.0.1:7233; it is ${address}.`);
  if (!(await answers(host.replace(/^\[(.*)\]$/, '$1'), Number(port)))) {
    throw new Stop(
      `Nothing answers at VTA_TEMPORAL_ADDRESS ${address}: start that server or unset the variable.`,
    );
  }
  return { kind: 'address', address, from: 'VTA_TEMPORAL_ADDRESS' };
}

function answers(host, port) {
  return new Promise((done) => {
    const socket = connect({ host, port, timeout: 3000 });
    const end = (yes) => {
      socket.destroy();
      done(yes);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}

/** What somebody named must be used or complained about, never passed over. */
async function fromVariables(env) {
  const named = [
    ['VTA_TEMPORAL_SERVER', 'server'],
    ['VTA_TEMPORAL_CLI', 'cli'],
  ];
  for (const [variable, kind] of named) {
    if (!env[variable]) continue;
    const path = resolve(env[variable]);
    const version = await serverVersionOf(path, kind);
    if (version === undefined)
      throw new Stop(`${variable} names ${path}, which does not run as a Temporal ${kind}.`);
    if (!isNewEnough(version)) {
      throw new Stop(`${variable} names ${path}, a Temporal ${version}; ${OLDEST} or newer is needed.`);
    }
    return { kind, path, version, from: variable };
  }
  return undefined;
}

async function fromPath(env, platform) {
  for (const folder of (env.PATH ?? env.Path ?? '').split(delimiter).filter((part) => part !== '')) {
    const path = join(folder, binaryName('cli', platform));
    if (!(await stat(path).catch(() => undefined))?.isFile()) continue;
    const version = await serverVersionOf(path, 'cli');
    if (version !== undefined && isNewEnough(version)) return { kind: 'cli', path, version, from: 'PATH' };
  }
  return undefined;
}

async function fromCache(folder, platform) {
  for (const kind of ['server', 'cli']) {
    const whole = await wholeBinary(folder, kind, platform);
    if (whole) return { kind, ...whole, from: 'cache' };
  }
  return undefined;
}
