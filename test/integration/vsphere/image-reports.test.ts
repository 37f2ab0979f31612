import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cleanTopology, NEW } from '../../support/surveyed-lab.js';
import { startLabVSphere, type LabVSphere } from '../../support/lab-vsphere.js';

let bench: LabVSphere;
beforeAll(async () => {
  const topology = await cleanTopology();
  const prod = topology.vcenters.find(({ role }) => role === 'trusted')?.clusters[0];
  if (prod === undefined) throw new Error('the sample estate has a trusted cluster');
  Object.assign(prod, { image: NEW, preChecked: true });
  Object.assign(prod.hosts[1] ?? {}, { unsupportedDevices: ['old NIC'] });
  bench = await startLabVSphere({ topology, speed: 50 });
});
afterAll(() => bench.stop());

const read = async () => {
  const [cluster] = await bench.vsphere.hosts.readClusters(bench.wl, ['Prod-A']);
  if (cluster === undefined) throw new Error('the sample estate has Prod-A');
  const about = { clusters: [cluster.ref], privileges: [] };
  const { imageReports } = await bench.vsphere.readiness.readReadiness(bench.wl, about);
  return { cluster, report: imageReports?.[0] };
};
const moidOf = (name: string): string | undefined =>
  [...bench.vcenter('wl-vc').hosts.values()].find((host) => host.name === name)?.moid;

describe('what vLCM told before', () => {
  it('ORD-5: names hosts with the errors of the pre-check, and the devices of the hardware check', async () => {
    const { cluster, report } = await read();
    const host = moidOf('prod-a-esx2');
    expect(report).toEqual({
      cluster: cluster.ref.moid,
      preCheck: {
        commit: cluster.desired?.commit,
        at: expect.stringMatching(/^20/),
        hosts: cluster.hosts.map(({ ref }) => ref.moid),
        troubles: [
          { host, kind: 'error', texts: [`ESXi ${NEW} does not support old NIC of host prod-a-esx2.`] },
        ],
      },
      hardware: {
        baseImage: NEW,
        at: expect.stringMatching(/^20/),
        devices: [{ name: 'old NIC', kind: 'device', hosts: [host] }],
      },
    });
  });

  it.each([
    ['last-check-result', 'preCheck'],
    ['hardware-compatibility/details', 'hardware'],
  ] as const)('DG-14: %s that cannot be read is absent, and the other is there', async (name, part) => {
    const { faults } = bench.lab.world;
    faults.add({ kind: 'http-500', operation: `GET /api/esx/*/software/reports/${name}`, count: 0 });
    const { report } = await read();
    faults.clear();
    expect(report?.[part]).toBeUndefined();
    expect(Object.keys(report ?? {})).toHaveLength(2);
  });
});
