import { afterEach, describe, expect, it } from '@jest/globals';
import { startLab } from '../../../src/lab/index.js';
import type { RunningLab } from '../../../src/lab/index.js';
import { generateTopology } from '../../../src/lab/topology/generate.js';
import { loadTopology } from '../../../src/lab/topology/load.js';

let lab: RunningLab | undefined;
afterEach(async () => {
  await lab?.stop();
  lab = undefined;
});

describe('startLab', () => {
  it('says where everything listens', async () => {
    const topology = await loadTopology('examples/topologies/small.yaml');
    lab = await startLab({ topology, seed: 1, speed: 1, paused: true });
    expect(
      lab.vcenters.map(({ name, role, clusters, hosts }) => [name, role, clusters.length, hosts.length]),
    ).toEqual([
      ['ta-vc', 'authority', 1, 3],
      ['wl-vc', 'trusted', 2, 8],
    ]);
    const [{ thumbprint, url, hosts }] = lab.vcenters as [RunningLab['vcenters'][number]];
    expect(thumbprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    expect(hosts[0]).toMatchObject({ name: 'ta-esx1', address: expect.stringMatching(/^127\.0\.0\.1:\d+$/) });
    const accounts = (await (await fetch(`${lab.control}/lab/accounts`)).json()) as any[];
    expect(accounts[0].users[0]).toMatchObject({
      name: 'svc-conductor-ta@vsphere.local',
      groups: ['TrustedAdmins'],
    });
    expect(accounts[0].hostUsers[0].name).toBe('root');
  });

  it('starts large estates too', async () => {
    lab = await startLab({
      topology: generateTopology({ clusters: 4, hostsPerCluster: 8, seed: 2 }),
      seed: 2,
      speed: 600,
    });
    expect(lab.vcenters[1]?.hosts).toHaveLength(32);
  });
});
