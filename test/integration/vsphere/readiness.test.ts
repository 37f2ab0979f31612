import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Readiness } from '../../../src/domain/model/readiness.js';
import { privilegesNeeded } from '../../../src/domain/preflight/index.js';
import { cleanTopology, NEW, OLD } from '../../support/surveyed-lab.js';
import { startLabVSphere, type LabVSphere } from '../../support/lab-vsphere.js';

const SPEED = 50;
let bench: LabVSphere;

const read = async (side: 'authority' | 'trusted'): Promise<Readiness> => {
  const vcenter = side === 'authority' ? bench.ta : bench.wl;
  const name = side === 'authority' ? 'TA' : 'Prod-A';
  const clusters = (await bench.vsphere.hosts.readClusters(vcenter, [name])).map(({ ref }) => ref);
  const [cluster] = clusters;
  return bench.vsphere.readiness.readReadiness(vcenter, {
    clusters,
    privileges: privilegesNeeded(side),
    ...(side === 'authority' && cluster ? { authority: cluster } : {}),
  });
};

describe('readiness of a healthy estate', () => {
  beforeAll(async () => {
    bench = await startLabVSphere({ topology: await cleanTopology(), speed: SPEED });
  });
  afterAll(() => bench.stop());

  it('of the Trust Authority side', async () => {
    const found = await read('authority');
    const needed = privilegesNeeded('authority');
    const cluster = [...bench.vcenter('ta-vc').clusters.values()].find(({ kind }) => kind === 'authority');
    expect(found).toMatchObject({
      vcenter: 'ta-vc',
      instanceUuid: bench.vcenter('ta-vc').instanceUuid,
      linkedWith: [],
      authorityClusters: [cluster?.moid],
      serviceAddresses: ['ta-esx1:443', 'ta-esx2:443', 'ta-esx3:443'],
      access: {
        login: 'svc-conductor-ta@vsphere.local',
        missingPrivileges: needed.filter((privilege) => privilege.startsWith('TrustedAdmin.')),
        trustedAdmin: false,
      },
      trustAccess: {
        login: 'vta-conductor-ta@vsphere.local',
        missingPrivileges: needed.filter((privilege) => !privilege.startsWith('TrustedAdmin.')),
        trustedAdmin: true,
      },
      tasks: {
        login: 'svc-conductor-ta@vsphere.local',
        trustLogin: 'vta-conductor-ta@vsphere.local',
        tasks: [],
      },
      timeSync: 'NTP',
      storage: 'green',
      databaseStorage: 'green',
      vcenterHa: 'NONE',
      alarms: [],
      depot: [OLD, '8.0.2-23305546', NEW],
      keyServers: ['kms-1', 'kms-2'].map((name) => ({
        provider: 'kp-main',
        name,
        health: 'OK',
        isTrusted: true,
        trustsClient: true,
      })),
    });
    expect(found.certificates?.map(({ name }) => name)).toEqual([
      'TLS certificate of ta-vc',
      'signing certificate of ta-vc',
      'client certificate of key provider kp-main',
      'key server certificate 1 of kp-main',
      'key server certificate 2 of kp-main',
    ]);
    for (const { expiresAt } of found.certificates ?? [])
      expect(Date.parse(expiresAt ?? '')).toBeGreaterThan(Date.now());
  });

  it('its clock goes as fast as that of the lab', async () => {
    const [one, other] = [(await read('trusted')).clock, (await read('trusted')).clock];
    if (one === undefined || other === undefined) throw new Error('the lab has a clock');
    const passed = (Date.parse(other.at) - Date.parse(one.at)) / 1000;
    const expected = ((other.readAtMs - one.readAtMs) / 1000) * SPEED;
    expect(Math.abs(passed - expected)).toBeLessThanOrEqual(
      one.toleranceSeconds + other.toleranceSeconds + 1,
    );
    expect(one.timeScale).toBe(SPEED);
  });

  it('memory and time service of every host, and nothing of the authority on the trusted side', async () => {
    const found = await read('trusted');
    const hosts = [...bench.vcenter('wl-vc').hosts.values()].filter(
      ({ cluster }) => cluster.name === 'Prod-A',
    );
    expect(found.hosts?.map(({ moid }) => moid).toSorted()).toEqual(hosts.map(({ moid }) => moid).toSorted());
    for (const host of found.hosts ?? []) {
      expect(host).toMatchObject({ memoryMiB: 1024 * 1024, timeServers: 1, timeServiceRuns: true });
      expect(host.platform).toEqual({
        tpmAttestation: 'accepted',
        firmware: 'UEFI',
        tpmVersion: '2.0',
        txt: false,
      });
      expect(host.usedMiB).toBe((host.runningMiB ?? 0) + 4096);
    }
    expect(found.insecureVms).toEqual([]);
    expect(found.keyServers).toBeUndefined();
    expect(found.serviceAddresses).toBeUndefined();
    expect(found.authorityClusters).toEqual([]);
  });
});

describe('readiness of an estate with something wrong', () => {
  afterAll(() => bench.stop());
  beforeAll(async () => {
    const topology = await cleanTopology();
    const [ta, wl] = topology.vcenters;
    const provider = topology.trustAuthority.keyProviders[0];
    if (!ta || !wl || !provider) throw new Error('the sample estate has both sides and a key provider');
    Object.assign(ta, {
      linkedWith: ['other-vc'],
      vcenterHa: 'MANUAL',
      storageHealth: 'yellow',
      timeSync: 'HOST',
      certificateExpiresAt: '2030-01-02T03:04:05Z',
      signingExpiresAt: '2031-01-02T03:04:05Z',
    });
    wl.alarms = [
      { name: 'alarm.HostTimeSyncAlarm', on: 'prod-a-esx2', status: 'yellow' },
      { name: 'alarm.TaStsCertificatesChangeAlarm', status: 'red' },
    ];
    provider.clientCertificateExpiresAt = '2029-01-02T03:04:05Z';
    const [first] = provider.servers;
    if (first) first.reachable = false;
    bench = await startLabVSphere({ topology, speed: SPEED });
  });

  it('is told as it is', async () => {
    const found = await read('authority');
    expect(found).toMatchObject({
      linkedWith: ['other-vc'],
      storage: 'yellow',
      timeSync: 'HOST',
      vcenterHa: 'MANUAL',
    });
    expect(found.certificates?.slice(0, 3).map(({ expiresAt }) => expiresAt)).toEqual([
      '2030-01-02T03:04:05.000Z',
      '2031-01-02T03:04:05.000Z',
      '2029-01-02T03:04:05.000Z',
    ]);
    expect(found.keyServers?.map(({ health }) => health)).toEqual(['ERROR', 'OK']);
  });

  it('with its alarms, on what they are', async () => {
    expect((await read('trusted')).alarms).toEqual([
      { name: 'alarm.HostTimeSyncAlarm', on: 'prod-a-esx2', status: 'yellow' },
      { name: 'alarm.TaStsCertificatesChangeAlarm', on: 'Datacenters', status: 'red' },
    ]);
  });

  it.each([
    ['GET /api/vcenter/topology/nodes', 'linkedWith'],
    ['GET /api/appliance/health/storage', 'storage'],
    ['GET /api/vcenter/vcha/cluster/deployment-type', 'vcenterHa'],
    ['AuthorizationManager.HasUserPrivilegeOnEntities', 'access'],
    ['GET /api/esx/settings/depot-content/base-images', 'depot'],
  ] as const)('DG-14: what %s does not tell is absent, and the rest is there', async (operation, part) => {
    const { faults } = bench.lab.world;
    faults.add({ kind: 'http-500', operation, count: 0 });
    const found = await read('authority');
    faults.clear();
    expect(found[part]).toBeUndefined();
    expect(found.timeSync).toBe('HOST');
    expect((await read('authority'))[part]).toBeDefined();
  });
});
