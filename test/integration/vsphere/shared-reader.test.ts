import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHostActivities } from '../../../src/activities/hosts.js';
import type { EsxCluster, HostRef } from '../../../src/domain/model/inventory.js';
import { generateTopology } from '../../../src/lab/topology/generate.js';
import { eventually } from '../../support/eventually.js';
import { anEnvironment, aPatience } from '../../support/fake-vsphere.js';
import { startLabVSphere, type LabVSphere } from '../../support/lab-vsphere.js';
import { memoryBlobs } from '../../support/memory-blobs.js';

describe('many who ask at the same time', () => {
  let bench: LabVSphere;
  let clusters: readonly EsxCluster[];
  let hosts: readonly HostRef[];
  beforeAll(async () => {
    const topology = generateTopology({ clusters: 2, hostsPerCluster: 16, seed: 1 });
    bench = await startLabVSphere({ topology, speed: 200 });
    clusters = await bench.vsphere.hosts.readClusters(bench.wl, ['Prod-01', 'Prod-02']);
    hosts = clusters.flatMap((cluster) => cluster.hosts.map(({ ref }) => ref));
  });
  afterAll(() => bench.stop());

  /** What is said to the vCenter meanwhile, as `GET /api/…` and `RetrievePropertiesEx`. */
  const during = async (work: () => Promise<unknown>): Promise<string[]> => {
    const before = [...bench.lab.wire.read()].at(-1)?.seq ?? 0;
    await work();
    return [...bench.lab.wire.read(before)].map(({ method, path, requestBody }) =>
      path === '/sdk' ? (requestBody as { method: string }).method : `${method} ${path}`,
    );
  };
  const count = (calls: readonly string[], call: string): number =>
    calls.filter((each) => each === call).length;

  it('32 hosts are read with one call of the property collector', async () => {
    const calls = await during(async () => {
      const read = await Promise.all(hosts.map((host) => bench.vsphere.hosts.readHost(bench.wl, host)));
      // Reports are renewed all the time; everything else stands still.
      const known = clusters.flatMap((cluster) => cluster.hosts);
      expect(read).toEqual(known.map((host) => ({ ...host, attestation: expect.anything() })));
    });
    expect(count(calls, 'RetrievePropertiesEx')).toBe(1);
    expect(calls.length).toBeLessThanOrEqual(5);
  });

  it('32 hosts are watched with few calls, and every watch sees its own host', async () => {
    const { awaitUpgradeByHand } = createHostActivities({
      vsphere: bench.vsphere,
      blobs: memoryBlobs(),
      timeScale: 200,
    });
    const watches = hosts.map((host) => {
      const environment = anEnvironment();
      const input = { vcenter: bench.wl, host, target: '9.9.9-1', patience: aPatience() };
      const end = environment.run(awaitUpgradeByHand, input).catch(() => 'cancelled');
      return { ...environment, end };
    });
    const calls = await during(async () => {
      await eventually('ten looks at each host', () => watches.every(({ seen }) => seen.length >= 10));
      for (const { cancel } of watches) cancel();
      await Promise.all(watches.map(({ end }) => end));
    });
    const looks = watches.reduce((sum, { seen }) => sum + seen.length, 0);
    expect(looks).toBeGreaterThanOrEqual(320);
    expect(count(calls, 'RetrievePropertiesEx')).toBeLessThan(looks / 10);
    expect(calls.length).toBeLessThan(looks / 4);
  });

  it('a host that is not there is that one’s answer alone', async () => {
    const nobody = { vcenter: 'wl-vc', moid: 'host-999999', name: 'nobody' };
    const asked = await Promise.allSettled(
      [...hosts, nobody].map((host) => bench.vsphere.hosts.readHost(bench.wl, host)),
    );
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(32);
    expect(asked.at(-1)).toMatchObject({ reason: { kind: 'not-found', errorType: 'ManagedObjectNotFound' } });
  });

  it('attestation of all hosts is one call too', async () => {
    const calls = await during(async () => {
      const read = await Promise.all(
        hosts.map((host) => bench.vsphere.hosts.readAttestation(bench.wl, host)),
      );
      expect(read.map(({ status }) => status)).toEqual(hosts.map(() => 'attested'));
    });
    expect(calls.toSorted()).toEqual(['CurrentTime', 'RetrievePropertiesEx']);
  });

  it('a cluster that eight want is read once', async () => {
    const calls = await during(() =>
      Promise.all(hosts.slice(0, 8).map(() => bench.vsphere.hosts.readClusters(bench.wl, ['Prod-01']))),
    );
    expect(count(calls, 'RetrievePropertiesEx')).toBe(1);
    expect(calls.filter((call) => call.startsWith('GET /api/vcenter/cluster'))).toHaveLength(1);
  });

  it('an unknown cluster is that asker’s error alone', async () => {
    const [known, unknown] = await Promise.allSettled(
      ['Prod-01', 'none'].map((name) => bench.vsphere.hosts.readClusters(bench.wl, [name])),
    );
    expect(known).toMatchObject({ value: [{ ref: { name: 'Prod-01' } }] });
    expect(unknown).toMatchObject({ reason: { kind: 'not-found' } });
  });

  it('vim25 tasks are read together; one that is forgotten is gone', async () => {
    const [one, two] = hosts as [HostRef, HostRef];
    const tasks = [
      await bench.vsphere.hosts.enterMaintenance(bench.wl, one),
      await bench.vsphere.hosts.enterMaintenance(bench.wl, two),
      { kind: 'vim', id: 'task-999999' } as const,
    ];
    const calls = await during(async () => {
      const read = await Promise.all(tasks.map((task) => bench.vsphere.tasks.readTask(bench.wl, task)));
      expect(read.map(({ state }) => state === 'gone')).toEqual([false, false, true]);
    });
    expect(calls).toEqual(['RetrievePropertiesEx']);
  });

  it('tasks of the Automation API are listed together; one that is forgotten is gone', async () => {
    const started = await Promise.all(
      clusters.map(async ({ ref, hosts: [host] }) => {
        const moid = host?.ref.moid ?? '';
        return bench.vsphere.lifecycle.startCheck(bench.wl, ref, '1', [moid]);
      }),
    );
    const service = (started[0]?.id ?? '').replace(/^[^:]+/, '');
    const forgotten = { kind: 'cis', id: `00000000-0000-4000-8000-000000000000${service}` } as const;
    const calls = await during(async () => {
      const read = await Promise.all(
        [...started, forgotten].map((task) => bench.vsphere.tasks.readTask(bench.wl, task)),
      );
      expect(read.map(({ state }) => state === 'gone')).toEqual([false, false, true]);
    });
    expect(count(calls, 'POST /api/cis/tasks?action=list')).toBe(1);
    expect(calls).toHaveLength(2);
  });
});
