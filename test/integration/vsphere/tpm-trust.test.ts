import { afterEach, describe, expect, it } from '@jest/globals';
import { createAuthorityZone, createTrustedZone } from '../../../src/activities/index.js';
import type { Candidate } from '../../../src/domain/operations/onboard-cluster/candidate.js';
import { judgeTpm } from '../../../src/domain/operations/onboard-cluster/tpm-trust.js';
import { loadTopology } from '../../../src/lab/topology/load.js';
import type { Topology } from '../../../src/lab/topology/schema.js';
import { eventually } from '../../support/eventually.js';
import { aPatience, inActivity } from '../../support/fake-vsphere.js';
import { startLabVSphere, type LabVSphere } from '../../support/lab-vsphere.js';
import { memoryBlobs } from '../../support/memory-blobs.js';

const SPEED = 2_000;
let lab: LabVSphere;
afterEach(() => lab.stop());

const HOSTS = ['reg-esx1', 'reg-esx2', 'reg-esx3'];
const hostOf = (topology: Topology, name: string) => {
  const host = topology.vcenters.flatMap(({ clusters }) => clusters.flatMap(({ hosts }) => hosts));
  const found = host.find((one) => one.name === name);
  if (found === undefined) throw new Error(`the sample has ${name}`);
  return found;
};

/** The regular cluster of the sample, read as its planning does. */
async function surveyed(change: (topology: Topology) => void = () => undefined) {
  const topology = await loadTopology('examples/topologies/regular-cluster.yaml');
  change(topology);
  lab = await startLabVSphere({ speed: SPEED, topology });
  const blobs = memoryBlobs();
  const dependencies = { vsphere: lab.vsphere, blobs, timeScale: SPEED };
  const authority = createAuthorityZone(dependencies);
  const trusted = createTrustedZone(dependencies);
  const rules = await inActivity(authority.surveyTpmRules, { vcenter: lab.ta, cluster: 'TA' });
  const { hash } = await inActivity(trusted.surveyCandidate, {
    vcenter: lab.wl,
    cluster: 'Regular',
    tpmRules: rules.hash,
  });
  const candidate = JSON.parse(new TextDecoder().decode(await blobs.get(hash))) as Candidate;
  const verdicts = HOSTS.map((name) =>
    candidate.tpmTrust === undefined ? 'unread' : judgeTpm(candidate.tpmTrust, lab.host(name).moid).trusted,
  );
  return { candidate, verdicts, trusted };
}

describe('ATT-1: TPMs of a regular cluster, beside what the Trust Authority knows', () => {
  it('are trusted by the CA that has signed their certificates', async () => {
    const { verdicts, candidate } = await surveyed();
    expect(verdicts).toEqual([true, true, true]);
    expect(candidate.tpmTrust?.hosts[lab.host('reg-esx1').moid]).toEqual({
      isRegistered: false,
      certificate: 'known-ca',
      issuer: 'CN=tpm-vendor-ca',
    });
  });

  it('one by another vendor is not trusted, and the lab refuses to attest it', async () => {
    const { verdicts, candidate, trusted } = await surveyed(
      (topology) => void (hostOf(topology, 'reg-esx3').tpmVendor = 'other-vendor'),
    );
    expect(verdicts).toEqual([true, true, false]);
    const authorityCluster = candidate.trust.attestationServices[0]?.authorityCluster ?? '';
    const on = { vcenter: lab.wl, cluster: candidate.cluster.ref };
    const binding = { ...on, kind: 'attestation', authorityCluster } as const;
    const started = await inActivity(trusted.startBinding, binding);
    await inActivity(trusted.awaitBinding, { ...binding, ...started, patience: aPatience() });
    const attestation = async (name: string) =>
      (await lab.vsphere.hosts.readHost(lab.wl, { vcenter: 'wl-vc', moid: lab.host(name).moid, name }))
        .attestation;
    await eventually('reg-esx1 attested', async () => (await attestation('reg-esx1')).status === 'attested');
    await eventually(
      'reg-esx3 refused',
      async () => (await attestation('reg-esx3')).status === 'notAttested',
    );
    const messages = (await attestation('reg-esx3')).services.flatMap((service) => service.messages);
    expect(messages.join(' ')).toContain('TPM');
  });

  it('by their registered keys, where the settings ask for them', async () => {
    const { verdicts } = await surveyed(({ trustAuthority }) => {
      trustAuthority.tpmSettings = { requireEndorsementKeys: true, requireCertificateValidation: false };
      trustAuthority.endorsementKeys = ['reg-esx2'];
    });
    expect(verdicts).toEqual([false, true, false]);
  });

  it('DG-14: of a host that shows nothing, and on a vCenter that does not tell, it is unknown', async () => {
    const { verdicts } = await surveyed((topology) => delete hostOf(topology, 'reg-esx1').tpmVendor);
    expect(verdicts).toEqual(['unknown', true, true]);
    await lab.stop();
    const older = await surveyed((topology) => {
      const users = topology.vcenters.flatMap((vcenter) => vcenter.users);
      for (const user of users) user.privileges = user.privileges.filter((one) => one !== 'Host.Tpm.Read');
    });
    expect(older.verdicts).toEqual(['unknown', 'unknown', 'unknown']);
  });
});
