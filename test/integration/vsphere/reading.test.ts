import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { classifyAttestationFailure } from '../../../src/domain/attestation/index.js';
import { createVSphere } from '../../../src/vsphere/index.js';
import { aLedgerRow } from '../../support/builders.js';
import { addExtraFields } from '../../support/extra-fields.js';
import { startLabVSphere, type LabVSphere } from '../../support/lab-vsphere.js';
import { startRecordingProxy } from '../../support/recording-proxy.js';

const old = '8.0.2-22380479';

describe.each([
  ['as the lab gives them', {}],
  ['with fields and elements that nobody here knows', { tamper: addExtraFields }],
] as const)('reading the small estate, answers %s', (_, options) => {
  let bench: LabVSphere;
  beforeAll(async () => {
    bench = await startLabVSphere({ speed: 60, ...options });
  });
  afterAll(() => bench.stop());

  it('vCenters: version, update, licence', async () => {
    await expect(bench.vsphere.appliance.readVCenter(bench.ta)).resolves.toEqual({
      name: 'ta-vc',
      zone: 'authority',
      current: { version: '8.0.2.00000', build: '22385739' },
      updateState: 'UPDATES_PENDING',
      pending: [{ version: '8.0.3.00000', name: 'VC-8.0U3', type: 'UPDATE', rebootRequired: true }],
      health: 'green',
      licensed: true,
    });
  });

  it('the Trust Authority Cluster and its hosts', async () => {
    const facts = await bench.vsphere.trustAuthority.readAuthority(bench.ta, 'TA');
    expect(facts).toMatchObject({
      state: 'ENABLE',
      attestationService: 'OK',
      keyProviderService: 'OK',
      tpmSettings: 'OK',
      keyProviders: [{ name: 'kp-main', health: 'OK' }],
      caCertificates: [{ name: 'tpm-vendor-ca', health: 'OK' }],
    });
    expect(facts.images).toEqual([
      expect.objectContaining({ version: old, health: 'OK', lastAttestedAt: expect.any(String) }),
    ]);
    const [cluster] = await bench.vsphere.hosts.readClusters(bench.ta, ['TA']);
    expect(cluster).toMatchObject({ role: 'authority', imageManaged: true });
    expect(cluster).not.toHaveProperty('appliedConfig');
    expect(cluster?.hosts.map(({ ref }) => ref.name)).toEqual(['ta-esx1', 'ta-esx2', 'ta-esx3']);
  });

  it('BAK-3: everything readable of the vTA configuration', async () => {
    const publicKey = '-----BEGIN PUBLIC KEY-----';
    for (const { ta } of bench.vcenter('ta-vc').hosts.values())
      ta?.endorsementKeys.set('ek-1', { publicKey });
    const { cluster } = await bench.vsphere.trustAuthority.readAuthority(bench.ta, 'TA');
    const whole = await bench.vsphere.trustAuthority.readConfiguration(bench.ta, cluster);
    expect(whole.unreadable).toEqual([]);
    expect(new Set(Object.values(whole.health))).toEqual(new Set(['OK']));
    expect(whole.configuration).toMatchObject({
      cluster: { name: 'TA' },
      baseImages: [{ version: old }],
      endorsementKeys: [{ name: 'ek-1', publicKey }],
      keyProviders: [
        { name: 'kp-main', username: 'vta-kmip', servers: [{ name: 'kms-1' }, { name: 'kms-2' }] },
      ],
      principals: [
        {
          issuer: expect.stringContaining('wl-vc'),
          certificates: [[expect.any(String), expect.any(String)]],
        },
      ],
    });
    expect(whole.configuration.services).toHaveLength(6);
    expect(JSON.parse(JSON.stringify(whole))).toEqual(whole);
    // What no restore knows is not archived either.
    expect(JSON.stringify(whole)).not.toContain('vta_unknown');
  });

  it('trusted clusters: settings, hosts, attestation, boot evidence, VMs', async () => {
    const clusters = await bench.vsphere.hosts.readClusters(bench.wl, ['Prod-B', 'Prod-A']);
    expect(clusters.map(({ ref }) => ref.name)).toEqual(['Prod-B', 'Prod-A']);
    const [b, a] = clusters;
    expect(a).toMatchObject({
      role: 'trusted',
      imageManaged: true,
      drs: 'fullyAutomated',
      appliedConfig: 'OK',
      desired: { baseImage: old, commit: expect.any(String) },
      policy: { enableQuickBoot: false },
    });
    expect(b?.policy).toMatchObject({ enableQuickBoot: true });
    const host = a?.hosts.find(({ ref }) => ref.name === 'prod-a-esx2');
    expect(host).toMatchObject({
      installed: old,
      connection: 'connected',
      inMaintenance: false,
      attestation: { status: 'attested' },
      poweredOnVms: 3,
      encryptedVms: 2,
      pinnedVms: [],
      tpm: true,
      // The event history still knows the last boot.
      boot: { type: 'full', source: 'event' },
      thumbprint: bench.host('prod-a-esx2').endpoint?.thumbprintSha1,
    });
    expect(host?.attestation.services).toHaveLength(3);
  });

  it('the commit of the desired image, also from a vCenter that has no impact report', async () => {
    const [cluster] = await bench.vsphere.hosts.readClusters(bench.wl, ['Prod-A']);
    if (!cluster) throw new Error('no cluster');
    const proxy = await startRecordingProxy(bench.wl.url, (request) => request.includes('/apply-impact'));
    const { url, thumbprint } = proxy;
    const wl = { ...bench.wl, name: 'wl-vc-behind', url, tls: { thumbprint } };
    try {
      const desired = await bench.vsphere.lifecycle.readDesired(wl, cluster.ref);
      expect(desired).toEqual({ baseImage: old, commit: expect.any(String) });
      expect(desired).toEqual(cluster.desired);
    } finally {
      await bench.vsphere.close();
      await proxy.close();
    }
  });

  it('one host reads the same alone as within its cluster', async () => {
    const [cluster] = await bench.vsphere.hosts.readClusters(bench.wl, ['Prod-A']);
    const seen = cluster?.hosts[0];
    if (!seen) throw new Error('no host');
    const alone = await bench.vsphere.hosts.readHost(bench.wl, seen.ref);
    expect(alone).toEqual(seen);
    const { attestation, bootTime = '', boot } = alone;
    await expect(bench.vsphere.hosts.readAttestation(bench.wl, seen.ref)).resolves.toEqual(attestation);
    await expect(bench.vsphere.hosts.readBootEvidence(bench.wl, seen.ref, bootTime)).resolves.toEqual(boot);
  });

  it('ATT-1: why a host does not attest is told by the keys of its messages', async () => {
    const name = 'prod-a-esx3';
    const reports = bench.host(name).reports;
    const kept = [...reports];
    expect(kept).not.toEqual([]);
    const id = 'com.vmware.esx.attestation.report.attest_no_secure_boot';
    for (const [taHost, report] of kept) {
      reports.set(taHost, {
        ...report,
        status: 'notAttested',
        messages: [{ id, text: 'In another language.' }],
      });
    }
    try {
      const [cluster] = await bench.vsphere.hosts.readClusters(bench.wl, ['Prod-A']);
      const host = cluster?.hosts.find(({ ref }) => ref.name === name);
      if (!host) throw new Error('no host');
      expect(host.attestation.services[0]).toMatchObject({
        messageIds: [id],
        messages: ['In another language.'],
      });
      const row = aLedgerRow(host, { measured: old });
      const failure = classifyAttestationFailure({ row, trusted: [old], attestation: host.attestation });
      expect(failure.kind).toBe('host-fault');
    } finally {
      for (const [taHost, report] of kept) reports.set(taHost, report);
    }
  });

  it('DG-13: the link between the two sides', async () => {
    const link = await bench.vsphere.trustedSide.readLink(bench.wl);
    expect(link).toMatchObject({ vcenter: 'wl-vc', attestationServices: expect.any(Array) });
    expect(link.attestationServices).toHaveLength(3);
    expect(link.keyProviderServices).toHaveLength(3);
    expect(link.principalFingerprint).toMatch(/^[0-9a-f]{64}$/);
    await expect(bench.vsphere.trustedSide.readLink(bench.wl)).resolves.toEqual(link);
  });

  it('names what there is when something is not there', async () => {
    await expect(bench.vsphere.hosts.readClusters(bench.wl, ['Prod-C'])).rejects.toThrow('Prod-A, Prod-B');
    await expect(bench.vsphere.trustAuthority.readAuthority(bench.wl, 'Prod-A')).rejects.toMatchObject({
      kind: 'not-found',
      errorType: 'NOT_FOUND',
    });
    const ref = { vcenter: 'wl-vc', moid: 'host-9999', name: 'nobody' };
    await expect(bench.vsphere.hosts.readHost(bench.wl, ref)).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('a login without the TrustedAdmin privileges is refused, with the reason', async () => {
    const admin = bench.vcenter('ta-vc').users.find(({ name }) => name.startsWith('administrator'));
    const vsphere = createVSphere({
      secrets: {
        resolve: () => Promise.resolve({ username: admin?.name ?? '', password: admin?.password ?? '' }),
      },
    });
    try {
      await expect(vsphere.trustAuthority.readAuthority(bench.ta, 'TA')).rejects.toMatchObject({
        kind: 'refused',
        status: 403,
      });
    } finally {
      await vsphere.close();
    }
  });

  it('logs out everywhere when closed', async () => {
    await bench.vsphere.appliance.readVCenter(bench.wl);
    expect(bench.vcenter('wl-vc').sessions.size).toBeGreaterThan(0);
    await bench.vsphere.close();
    expect([...bench.vcenter('wl-vc').sessions.keys()]).toEqual([]);
    expect([...bench.vcenter('ta-vc').sessions.keys()]).toEqual([]);
  });
});
