import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hashOfFiles, readJsonIfThere, writeWhole } from './files.mjs';
import { withLock } from './lock.mjs';
import { makePythonEnvironment } from './peers-python.mjs';
import { buildVcsim } from './peers-vcsim.mjs';
import { say } from './steps.mjs';
import { userCache } from './temporal-cache.mjs';

/**
 * Programs of others that parts of ours are tested against. None of them ships, and a machine without what they need
 * skips their tests, with the reason.
 *
 * `files`: what decides that a kept one is old. `make(folder, project, env)` fills the folder and answers `{ path }`,
 * the program to run, or `{ skipped }`, the reason why it cannot be had here.
 */
export const PEERS = {
  bindings: {
    about: "VMware's Python bindings",
    files: ['test/conformance/requirements.txt'],
    make: (folder, project) =>
      makePythonEnvironment(folder, join(project, 'test/conformance/requirements.txt')),
  },
  pyvmomi: {
    about: 'pyVmomi',
    files: ['test/peers/pyvmomi/requirements.txt'],
    make: (folder, project) =>
      makePythonEnvironment(folder, join(project, 'test/peers/pyvmomi/requirements.txt')),
  },
  vcsim: {
    about: "vcsim, govmomi's simulator",
    files: ['go.mod', 'go.sum', 'main.go', 'control.go', 'front.go', 'hosts.go'].map(
      (name) => `test/peers/vcsim/${name}`,
    ),
    make: (folder, project, env) => buildVcsim(folder, join(project, 'test/peers/vcsim'), { env }),
  },
};

/**
 * Gets one peer: the one kept in the user's cache, or a new one made there.
 *
 * @param {keyof typeof PEERS} name
 * @param {{ project: string, env?: NodeJS.ProcessEnv, platform?: string, peers?: object }} options
 * @returns {Promise<{ path: string, from: string } | { skipped: string }>}
 */
export async function findPeer(
  name,
  { project, env = process.env, platform = process.platform, peers = PEERS },
) {
  const { about, files, make } = peers[name];
  const hash = await hashOfFiles(
    project,
    files.map((file) => join(project, file)),
  );
  const folder = join(userCache(env, platform), 'vta', 'peers', `${name}-${hash.slice(0, 16)}`);
  const marker = join(folder, 'whole.json');
  return withLock(`${folder}.lock`, `is getting ${about}`, async () => {
    const kept = await readJsonIfThere(marker);
    if (typeof kept?.path === 'string') return { path: kept.path, from: 'cache' };
    say(`  … getting ${about}, once`);
    // A folder without its marker was left by somebody who was stopped in the middle.
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const made = await make(folder, project, env);
    if ('skipped' in made) {
      await rm(folder, { recursive: true, force: true });
      return { skipped: `${about}: ${made.skipped}` };
    }
    await writeWhole(marker, `${JSON.stringify({ path: made.path }, null, 2)}\n`);
    return { path: made.path, from: 'made now' };
  });
}
