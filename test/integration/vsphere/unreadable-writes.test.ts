import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createApplianceActivities } from '../../../src/activities/appliance.js';
import { createAuthorityActivities } from '../../../src/activities/authority.js';
import { createClusterActivities } from '../../../src/activities/clusters.js';
import { asActivityFailure } from '../../../src/activities/failures.js';
import { createHostActivities, type Started } from '../../../src/activities/hosts.js';
import type { EsxCluster } from '../../../src/domain/model/inventory.js';
import { eventually } from '../../support/eventually.js';
import { inActivity } from '../../support/fake-vsphere.js';
import { startLabVSphere, type LabVSphere } from '../../support/lab-vsphere.js';
import { memoryBlobs } from '../../support/memory-blobs.js';
import type { Passing, Tampered } from '../../support/tampering-proxy.js';

const target = '8.0.3-24022510';
const MIB = 1024 * 1024;

/** Ways in which the answer of a write that was carried out cannot be read. */
const ways: Readonly<Record<string, (passing: Passing) => Tampered>> = {
  'a web page': () => ({ status: 200, body: '<html><body>Log in</body></html>' }),
  'half of its announced length': ({ body }) => ({ body: body.padEnd(100), cutAt: 20 }),
  'a cut document': ({ body }) => ({ status: 200, body: (body || '"').slice(0, 3) }),
  'a redirect': () => ({ status: 302, headers: { location: 'https://elsewhere.example/' }, body: '' }),
  '17 MiB': () => ({ status: 200, body: '"'.padEnd(17 * MIB) }),
  'something of another type': () => ({ status: 200, body: '[{"a":1}]' }),
  'another language': ({ body }) => ({ status: 200, body: body.startsWith('<') ? '{"a":1}' : '<?xml?><a/>' }),
};

const isWrite = ({ method, path, soapMethod }: Passing): boolean =>
  soapMethod.endsWith('_Task') ||
  (method === 'POST' &&
    /action=(commit|apply|import-from-imgdb|stage|install)|\/drafts$|\/backup\/job$/.test(path));

describe.each(Object.entries(ways))('writes that are answered with %s', (way, spoil) => {
  let bench: LabVSphere;
  let cluster: EsxCluster;
  /** Each write's first answer is spoilt; `spoilt` holds their names. */
  const spoilt = new Set<string>();
  beforeAll(async () => {
    spoilt.clear();
    bench = await startLabVSphere({
      speed: 2_000,
      tamper: (passing) => {
        const name = (passing.soapMethod || passing.path).replace(/drafts\/[^?]+/, 'drafts/N');
        if (!isWrite(passing) || passing.status >= 400 || spoilt.has(name)) return undefined;
        spoilt.add(name);
        return spoil(passing);
      },
    });
    [cluster] = (await bench.vsphere.hosts.readClusters(bench.wl, ['Prod-A'])) as [EsxCluster];
  });
  afterAll(() => bench.stop());

  const dependencies = () => ({ vsphere: bench.vsphere, blobs: memoryBlobs(), timeScale: 1_000_000 });
  const effects = (effect: string, detail = {}) =>
    bench.lab.world.journal.entries.filter(
      (entry) =>
        entry.effect === effect &&
        Object.entries(detail).every(([key, value]) => entry.detail[key] === value),
    );

  /** Attempts an activity as its retry policy does; answers what it ended with and the failures before. */
  const attempt = async <R>(activity: () => Promise<R>): Promise<{ result: R; failures: unknown[] }> => {
    const failures: unknown[] = [];
    for (let tries = 0; tries < 10; tries += 1) {
      try {
        return { result: await activity(), failures };
      } catch (error) {
        const failure = asActivityFailure(error) as { type?: string; nonRetryable?: boolean };
        failures.push(failure.type);
        if (failure.nonRetryable !== false) throw error;
      }
    }
    throw new Error(`never ended: ${failures.join(', ')}`);
  };
  const ended = (on: LabVSphere['wl'], task: Started['task']) =>
    eventually('the task', async () => {
      if (!task) return true;
      return (await bench.vsphere.tasks.readTask(on, task)).state !== 'running';
    });

  it('a backup is started once, and adopted', async () => {
    const { startBackup } = createApplianceActivities(dependencies());
    const { result, failures } = await attempt(() => inActivity(startBackup, { vcenter: bench.ta }));
    expect(failures).toEqual(['unknown-outcome']);
    const [started, ...more] = effects('vcenter.backup.started');
    expect([started?.detail['job'], more]).toEqual([result.job, []]);
  });

  it('an image is committed, and its commit is the one that is found', async () => {
    const { startCommit, awaitCommit } = createClusterActivities(dependencies());
    const input = { vcenter: bench.wl, cluster: cluster.ref, baseImage: target, target, message: 'm' };
    const { result, failures } = await attempt(() => inActivity(startCommit, input));
    expect(new Set(failures)).toEqual(new Set(['unknown-outcome']));
    await ended(bench.wl, result.task);
    const patience = { sinceMs: Date.now(), patient: false, handedOver: false };
    const found = await inActivity(awaitCommit, { ...input, ...result, patience });
    expect(found).toMatchObject({ state: 'done', value: { commit: expect.any(String) } });
    const commits = effects('cluster.image.committed').map(({ detail }) => detail['commit']);
    expect(commits).toEqual([found.state === 'done' && found.value.commit]);
  });

  it('ORD-7, ORD-8: maintenance and the apply are asked for once', async () => {
    const { startMaintenance, startRemediation, startExitMaintenance } = createHostActivities(dependencies());
    const [{ ref: host }] = cluster.hosts as [EsxCluster['hosts'][0]];
    const onHost = { vcenter: bench.wl, host };
    const entering = await attempt(() => inActivity(startMaintenance, onHost));
    expect(entering.failures).toEqual(['unknown-outcome']);
    await ended(bench.wl, entering.result.task);
    expect(effects('host.maintenance.requested', { direction: 'enter' })).toHaveLength(1);

    const { desired } = (await bench.vsphere.hosts.readClusters(bench.wl, ['Prod-A']))[0] as EsxCluster;
    const commit = desired?.commit ?? '';
    const applying = await attempt(() =>
      inActivity(startRemediation, { ...onHost, cluster: cluster.ref, commit, target }),
    );
    expect(applying.failures).toEqual(['unknown-outcome']);
    await ended(bench.wl, applying.result.task);
    expect(effects('cluster.apply.requested')).toHaveLength(1);

    const leaving = await attempt(() => inActivity(startExitMaintenance, onHost));
    expect(leaving.failures).toEqual(['unknown-outcome']);
    await ended(bench.wl, leaving.result.task);
    expect(effects('host.maintenance.requested', { direction: 'exit' })).toHaveLength(1);
  });

  it('IMG-4: an image is imported once', async () => {
    const { blobs, ...others } = dependencies();
    const { startImport } = createAuthorityActivities({ blobs, ...others });
    const [host] = (await bench.vsphere.hosts.readClusters(bench.wl, ['Prod-A']))[0]?.hosts ?? [];
    if (host?.installed !== target) throw new Error('no host runs the target');
    const { bytes } = await bench.vsphere.hosts.downloadImageDatabase(host, bench.hostAccess);
    const { cluster: clusterRef } = await bench.vsphere.trustAuthority.readAuthority(bench.ta, 'TA');
    const imageHash = await blobs.put(bytes);
    const input = { vcenter: bench.ta, cluster: 'TA', clusterRef, imageHash, version: target };
    const { failures } = await attempt(() => inActivity(startImport, input));
    expect(failures).toEqual(['unknown-outcome']);
    expect(effects('image.import.requested')).toHaveLength(1);
    await eventually('the image', async () => {
      const { images } = await bench.vsphere.trustAuthority.readAuthority(bench.ta, 'TA');
      return images.some(({ version, health }) => version === target && health === 'OK');
    });
  });

  it('ORD-2: a vCenter update is staged and installed once', async () => {
    const { startStage, startInstall, awaitStage } = createApplianceActivities(dependencies());
    const input = { vcenter: bench.ta, version: '8.0.3.00000' };
    const staging = await attempt(() => inActivity(startStage, input));
    // JSON where nothing was due is a success with more in it than we know.
    const failure = way === 'something of another type' ? [] : ['unknown-outcome'];
    expect(staging.failures).toEqual(failure);
    const patience = { sinceMs: Date.now(), patient: false, handedOver: false };
    await expect(inActivity(awaitStage, { ...input, patience })).resolves.toMatchObject({ state: 'done' });
    const installing = await attempt(() => inActivity(startInstall, input));
    expect(installing.failures.filter((kind) => kind !== 'passing')).toEqual(failure);
    expect(effects('vcenter.stage.started')).toHaveLength(1);
    expect(effects('vcenter.install.started')).toHaveLength(1);
  });

  it('all of these writes were spoilt', () => {
    expect(spoilt.size).toBe(9);
  });
});
