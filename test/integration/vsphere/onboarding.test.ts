import { afterEach, describe, expect, it } from '@jest/globals';
import { createTrustedZone } from '../../../src/activities/index.js';
import type { Candidate } from '../../../src/domain/operations/onboard-cluster/candidate.js';
import { diagnose } from '../../../src/domain/repairing/index.js';
import { ledgerFromInventory } from '../../../src/domain/attestation/index.js';
import { loadTopology } from '../../../src/lab/topology/load.js';
import { eventually } from '../../support/eventually.js';
import { aPatience, inActivity } from '../../support/fake-vsphere.js';
import { startLabVSphere, type LabVSphere } from '../../support/lab-vsphere.js';
import { memoryBlobs } from '../../support/memory-blobs.js';

const SPEED = 2_000;
let lab: LabVSphere;
afterEach(() => lab.stop());

/** The regular cluster of the sample, as its planning reads it. */
async function regular() {
  lab = await startLabVSphere({
    speed: SPEED,
    topology: await loadTopology('examples/topologies/regular-cluster.yaml'),
  });
  const blobs = memoryBlobs();
  const activities = createTrustedZone({ vsphere: lab.vsphere, blobs, timeScale: SPEED });
  const survey = async (): Promise<Candidate> => {
    const { hash } = await inActivity(activities.surveyCandidate, { vcenter: lab.wl, cluster: 'Regular' });
    return JSON.parse(new TextDecoder().decode(await blobs.get(hash))) as Candidate;
  };
  const candidate = await survey();
  const authorityCluster = candidate.trust.attestationServices[0]?.authorityCluster ?? '';
  const on = { vcenter: lab.wl, cluster: candidate.cluster.ref };
  const bind = async (kind: 'attestation' | 'kms') => {
    const binding = { ...on, kind, authorityCluster };
    const started = await inActivity(activities.startBinding, binding);
    return inActivity(activities.awaitBinding, { ...binding, ...started, patience: aPatience() });
  };
  return { activities, candidate, survey, on, bind };
}
const status = async (name: string) => {
  const ref = { vcenter: 'wl-vc', moid: lab.host(name).moid, name };
  return (await lab.vsphere.hosts.readHost(lab.wl, ref)).attestation.status;
};
/** What the product says of a host that does not attest, and whose last full boot the ledger has seen. */
async function explained(name: string, measured: string): Promise<string> {
  const ref = { vcenter: 'wl-vc', moid: lab.host(name).moid, name };
  const [host, { images }] = await Promise.all([
    lab.vsphere.hosts.readHost(lab.wl, ref),
    lab.vsphere.trustAuthority.readAuthority(lab.ta, 'TA'),
  ]);
  const at = '2020-01-01T00:00:00.000Z';
  const boot = { type: 'full', source: 'event', bootTime: at } as const;
  const known = { host: ref, installed: measured, measured, boot, at };
  const found = diagnose(host, ledgerFromInventory(host, known, new Date().toISOString()), images);
  return 'text' in found ? found.text : found.state;
}
const boundIn = () => lab.lab.world.journal.entries.filter(({ effect }) => effect === 'trust.bound').length;

describe('QB-9: a regular cluster of the lab', () => {
  it('is read with the platform of its hosts, its boots, and nothing bound to it', async () => {
    const { candidate } = await regular();
    const { cluster, platforms, trust } = candidate;
    expect(cluster.hosts.map(({ ref, boot }) => [ref.name, boot.type])).toEqual([
      ['reg-esx1', 'full'],
      ['reg-esx2', 'quick'],
      ['reg-esx3', 'full'],
    ]);
    expect(Object.values(platforms).map(({ tpmAttestation }) => tpmAttestation)).toEqual(
      Array.from({ length: 3 }, () => 'accepted'),
    );
    expect(trust.clusters).toMatchObject([{ attestation: [], keyProvider: [] }]);
    expect(trust.attestationServices).toHaveLength(2);
  });

  it('QB-9: once bound its full-booted hosts attest, the quick-booted one only after a full boot', async () => {
    const { activities, bind, on } = await regular();
    expect(await bind('attestation')).toMatchObject({ state: 'done' });
    expect(await bind('kms')).toMatchObject({ state: 'done' });
    const remediation = await inActivity(activities.startTrustRemediation, on);
    const ended = await inActivity(activities.awaitTrustRemediation, {
      ...on,
      ...remediation,
      patience: aPatience(),
    });
    expect(ended).toMatchObject({ state: 'done', value: { isOk: true } });
    await eventually('reg-esx1 attested', async () => (await status('reg-esx1')) === 'attested');
    await eventually('reg-esx2 refused', async () => (await status('reg-esx2')) === 'notAttested');
    expect(await explained('reg-esx2', '8.0.2-22380479')).toMatch(
      /runs 8\.0\.2-23305546 since a Quick Boot and is measured as 8\.0\.2-22380479: .*does not help/,
    );
    const host = lab.host('reg-esx2');
    const { world } = lab.lab;
    const [administrator] = lab
      .vcenter('wl-vc')
      .users.filter(({ groups }) => groups.includes('Administrators'));
    if (administrator === undefined) throw new Error('no administrator');
    const session = world.login(lab.vcenter('wl-vc'), administrator.name, administrator.password, 'soap');
    world.reboot(host, session, true);
    await eventually('reg-esx2 attested', async () => (await status('reg-esx2')) === 'attested', 60_000);
  });

  it('binds once, however often it is asked', async () => {
    const { bind } = await regular();
    await bind('attestation');
    await bind('attestation');
    expect(boundIn()).toBe(1);
  });

  it('adopts a binding whose answer was lost', async () => {
    const { bind } = await regular();
    lab.lab.world.faults.add({
      kind: 'drop-answer-after-effect',
      operation: 'POST /api/vcenter/trusted-infrastructure/trusted-clusters/*/attestation/services*',
      target: 'wl-vc',
    });
    const first = await bind('attestation').catch((error: unknown) => error);
    if (first instanceof Error) expect(await bind('attestation')).toMatchObject({ state: 'done' });
    expect(boundIn()).toBe(1);
  });
});
