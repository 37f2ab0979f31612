/**
 * `node scripts/prepare.mjs --for demo|start|test|check|build`: does whatever set-up is missing and nothing else.
 * Plain Node without packages, for it runs before they are there.
 */
const OLDEST_NODE = [20, 19];
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
  // Before any import: an older Node may not even read the modules below.
  console.error(`Node ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.versions.node}.`);
  process.exit(1);
}

const path = await import('node:path');
const { PROJECT, writeWhole } = await import('./lib/files.mjs');
const { Stop, runScript } = await import('./lib/stop.mjs');
const { step } = await import('./lib/steps.mjs');

const NEEDS = {
  demo: ['packages', 'build', 'temporal'],
  start: ['packages', 'build', 'temporal'],
  test: ['packages', 'build', 'temporal', 'peers'],
  check: ['packages'],
  build: ['packages'],
};

const STEPS = {
  async packages() {
    const { ensurePackages } = await import('./lib/packages.mjs');
    return ensurePackages(PROJECT);
  },
  async build() {
    const { isBuilt, sourceHash } = await import('./lib/build-state.mjs');
    if (await isBuilt(PROJECT, await sourceHash(PROJECT))) return { outcome: 'is up to date' };
    const { run } = await import('./lib/run.mjs');
    const args = [path.join(PROJECT, 'scripts', 'build.mjs'), '--if-needed'];
    const { code } = await run(process.execPath, args, { cwd: PROJECT, show: true });
    if (code !== 0) throw new Stop('The build failed: see the lines above.');
    return { outcome: 'built' };
  },
  async temporal() {
    const { findTemporal } = await import('./lib/temporal.mjs');
    const found = await findTemporal();
    await writeWhole(path.join(PROJECT, '.var', 'temporal.json'), `${JSON.stringify(found, null, 2)}\n`);
    const where = found.kind === 'address' ? found.address : found.path;
    const version = found.version === undefined ? '' : ` ${found.version}`;
    return { outcome: `${found.from}: ${found.kind}${version} at ${where}` };
  },
  /** What other people's programs are there to test against; `.var/peers.json` tells the tests. */
  async peers() {
    const { PEERS, findPeer } = await import('./lib/peers.mjs');
    const found = {};
    for (const name of Object.keys(PEERS)) found[name] = await findPeer(name, { project: PROJECT });
    await writeWhole(path.join(PROJECT, '.var', 'peers.json'), `${JSON.stringify(found, null, 2)}\n`);
    const told = Object.entries(found).map(
      ([name, peer]) => `${name} ${'skipped' in peer ? `MISSING (${peer.skipped})` : `from ${peer.from}`}`,
    );
    return { outcome: told.join(', ') };
  },
};

await runScript(async () => {
  const index = process.argv.indexOf('--for');
  const purpose = index < 0 ? 'none' : (process.argv[index + 1] ?? 'none');
  const needs = NEEDS[purpose];
  if (!needs) {
    throw new Stop(`--for must be one of ${Object.keys(NEEDS).join(', ')}; it is ${purpose}.`);
  }
  await step('node', async () => ({ outcome: `${process.versions.node} is new enough` }));
  for (const need of needs) await step(need, STEPS[need]);
});
