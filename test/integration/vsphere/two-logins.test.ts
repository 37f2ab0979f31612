import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAuthorityZone } from '../../../src/activities/index.js';
import { aPatience, inActivity } from '../../support/fake-vsphere.js';
import { startLabVSphere, type LabVSphere } from '../../support/lab-vsphere.js';
import { memoryBlobs } from '../../support/memory-blobs.js';
import { cleanTopology, NEW } from '../../support/surveyed-lab.js';

const SPEED = 2_000;
const TI = '/api/vcenter/trusted-infrastructure/';
let bench: LabVSphere;
beforeAll(async () => {
  bench = await startLabVSphere({ topology: await cleanTopology(), speed: SPEED });
});
afterAll(() => bench.stop());

/** Who asked for what since the lab began, without the tasks, which both may read. */
const asked = () =>
  [...bench.lab.wire.read()].flatMap((entry) =>
    'path' in entry ? [{ login: entry.login.slice(0, 3), path: entry.path.split('?')[0] ?? '' }] : [],
  );
const cluster = async () => {
  const [found] = await bench.vsphere.hosts.readClusters(bench.ta, ['TA']);
  if (found === undefined) throw new Error('the sample estate has the cluster TA');
  return found.ref;
};

describe('ORD-2: one login for the upgrade, another for the vTA configuration', () => {
  it('reads and changes the vTA configuration with the one, and all else with the other', async () => {
    const facts = await bench.vsphere.trustAuthority.readAuthority(bench.ta, 'TA');
    expect(facts.images.map(({ version }) => version)).toContain(NEW);
    await bench.vsphere.lifecycle.readPolicy(bench.ta, await cluster());
    const calls = asked().filter(({ login }) => login !== '');
    const trust = calls.filter(({ path }) => path.startsWith(TI));
    expect(new Set(trust.map(({ login }) => login))).toEqual(new Set(['vta']));
    const others = calls.filter(
      ({ path }) => path.startsWith('/api/esx/') || path === '/api/vcenter/cluster',
    );
    expect(new Set(others.map(({ login }) => login))).toEqual(new Set(['svc']));
  });

  it('follows a task that the one has started, and takes neither for somebody else', async () => {
    const zone = createAuthorityZone({ vsphere: bench.vsphere, blobs: memoryBlobs(), timeScale: SPEED });
    const since = { sinceMs: Date.now() };
    const removal = { vcenter: bench.ta, cluster: await cluster(), version: NEW, ...since };
    const started = await inActivity(zone.startRemoval, removal);
    const ended = await inActivity(zone.awaitRemoval, { ...removal, ...started, patience: aPatience() });
    expect(ended).toMatchObject({ state: 'done' });
    const { images } = await bench.vsphere.trustAuthority.readAuthority(bench.ta, 'TA');
    expect(images.map(({ version }) => version)).not.toContain(NEW);
    expect(await bench.vsphere.tasks.listRunning(bench.ta)).toMatchObject({
      login: 'svc-conductor-ta@vsphere.local',
      trustLogin: 'vta-conductor-ta@vsphere.local',
    });
  });

  it('what the other login may not do is refused, not tried with the first', async () => {
    const { trustCredential: _, ...single } = bench.ta;
    await expect(bench.vsphere.trustAuthority.readAuthority(single, 'TA')).rejects.toMatchObject({
      name: 'VSphereError',
      kind: 'refused',
    });
  });
});
