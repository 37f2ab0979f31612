import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startLab, type RunningLab } from '../../src/lab/index.js';
import { generateTopology } from '../../src/lab/topology/generate.js';
import { RELEASES, type Release } from '../../src/lab/topology/release-numbers.js';
import { installedVersion } from '../../src/lab/world/model.js';
import { toBaseImage } from '../../src/lab/world/versions.js';
import { describeWithPeer } from '../support/peers.js';
import { caseNames, runCases, type Outcome } from '../support/pyvmomi.js';

const SUBJECT = 'prod-01-esx01';

/** API version of each release. */
const API_VERSIONS: Readonly<Record<Release, string>> = {
  '7.0.1': '7.0.1.0',
  '7.0.3': '7.0.3.0',
  '8.0.0': '8.0.0.1',
  '8.0.1': '8.0.1.0',
  '8.0.2': '8.0.2.0',
  '8.0.3': '8.0.3.0',
};
const releases = Object.keys(API_VERSIONS) as Release[];

/** The cases of a release; against 8.0 U2 `pyvmomi.test.ts` runs most of them. */
function casesOf(release: Release): string[] {
  const others = release === '8.0.2' ? caseNames('cases.txt') : [];
  return caseNames('cases-of-releases.txt').filter((name) => !others.includes(name));
}

/** A build of the same release that one host is brought to. */
const laterBuild = (release: Release): string => `${RELEASES[release].esxi.version}1`;

/** A small estate of one release; it knows a second image of it, and Quick Boot. */
async function startEstate(release: Release): Promise<RunningLab> {
  const topology = generateTopology({ clusters: 1, hostsPerCluster: 2, seed: 1, release });
  const version = laterBuild(release);
  return startLab({
    topology: {
      ...topology,
      // Shorter than the time after which an idle session ends, so that this is not why it is gone.
      timing: { ...topology.timing, majorUpgradeOutageSeconds: 900 },
      esxiImages: [...topology.esxiImages, { ...RELEASES[release].esxi, version }],
      trustAuthority: {
        ...topology.trustAuthority,
        baseImages: [...topology.trustAuthority.baseImages, version],
      },
      vcenters: topology.vcenters.map((vcenter) => ({
        ...vcenter,
        clusters: vcenter.clusters.map((cluster) => ({ ...cluster, quickBoot: true })),
      })),
    },
    seed: 1,
    speed: 300,
    paused: true,
  });
}

/** Lets vLCM bring one host to the later build by Quick Boot: what 7.0 U1 has no `/api` for. */
function remediate({ world }: RunningLab, release: Release): void {
  const vcenter = world.vcenters.get('wl-vc');
  const [cluster] = vcenter?.clusters.values() ?? [];
  const host = [...(vcenter?.hosts.values() ?? [])].find(({ name }) => name === SUBJECT);
  const [user] = vcenter?.users ?? [];
  if (!vcenter || !cluster || !host || !user) throw new Error('the estate is not the expected one');
  const session = world.login(vcenter, user.name, user.password, 'soap');
  const draft = world.createDraft(cluster, session);
  world.setDraftImage(cluster, session, draft, toBaseImage(laterBuild(release)));
  const commit = world.commitDraft(cluster, session, draft, 'a later build');
  world.clock.step(60);
  const spec = { commit: String(commit.result), hosts: [host.moid], acceptEula: true };
  const task = world.apply(cluster, session, spec);
  world.clock.step(7_200);
  expect([task.state, installedVersion(host), host.lastBoot.type]).toEqual([
    'success',
    laterBuild(release),
    'quick',
  ]);
}

describeWithPeer('pyvmomi', "pyVmomi against the lab's SOAP servers of each release", (path) => {
  const labs = new Map<Release, RunningLab>();
  const outcomes = new Map<Release, ReadonlyMap<string, Outcome>>();

  const run = async (release: Release, lab: RunningLab): Promise<void> => {
    remediate(lab, release);
    lab.world.clock.resume();
    const expected = {
      version: API_VERSIONS[release],
      esxi: laterBuild(release),
      subjects: { vCenter: 'wl-vc', ESXi: SUBJECT },
    };
    outcomes.set(release, await runCases(path, casesOf(release), lab, expected));
  };

  beforeAll(async () => {
    for (const release of releases) labs.set(release, await startEstate(release));
    // One after another: six clients at once starve the labs, which all live in this process.
    for (const [release, lab] of labs) await run(release, lab);
  });
  afterAll(() => Promise.all([...labs.values()].map((lab) => lab.stop())));

  describe.each(releases)('%s', (release) => {
    it.each(casesOf(release))('%s', (name) => {
      expect(outcomes.get(release)?.get(name)).toMatchObject({ ok: true, detail: '' });
    });
  });
});
