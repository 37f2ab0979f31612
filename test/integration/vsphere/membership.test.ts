import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAuthorityZone, createTrustedZone } from '../../../src/activities/index.js';
import type { Watched } from '../../../src/activities/watch.js';
import type { ClusterRef, HostRef } from '../../../src/domain/model/inventory.js';
import { actByHand } from '../../../src/lab/control/people.js';
import { eventually } from '../../support/eventually.js';
import { aPatience, inActivity } from '../../support/fake-vsphere.js';
import { startLabVSphere, type LabVSphere } from '../../support/lab-vsphere.js';
import { memoryBlobs } from '../../support/memory-blobs.js';

const OLD = '8.0.2-22380479';
const SPEED = 2_000;
const within = () => ({ patience: aPatience({ limitSeconds: 30 }) });
const HOST = 'ta-esx3';

/** A TA host of the estate `small` on its way out and back in, by the activities of both zones. */
class Bench {
  readonly lab: LabVSphere;
  readonly cluster: ClusterRef;
  readonly host: HostRef;
  readonly activities;

  constructor(lab: LabVSphere, cluster: ClusterRef, host: HostRef) {
    this.lab = lab;
    this.cluster = cluster;
    this.host = host;
    const dependencies = { vsphere: lab.vsphere, blobs: memoryBlobs(), timeScale: SPEED };
    this.activities = { ...createAuthorityZone(dependencies), ...createTrustedZone(dependencies) };
  }
  static async start(): Promise<Bench> {
    const lab = await startLabVSphere({ speed: SPEED });
    const [cluster] = await lab.vsphere.hosts.readClusters(lab.ta, ['TA']);
    const host = cluster?.hosts.find(({ ref }) => ref.name === HOST);
    if (!cluster || !host) throw new Error(`no ${HOST} in TA`);
    return new Bench(lab, cluster.ref, host.ref);
  }
  get access() {
    return { ...this.lab.hostAccess, credential: 'ta-vc-hosts' };
  }
  get onAuthority() {
    return { vcenter: this.lab.ta, cluster: this.cluster };
  }
  get onHost() {
    return { ...this.onAuthority, host: this.host };
  }
  get onTrusted() {
    return { vcenter: this.lab.wl, clusters: ['Prod-A', 'Prod-B'] };
  }
  effects(): string[] {
    return this.lab.lab.world.journal.entries
      .filter(({ effect }) => /^host\.(removed|added)$|^authority|^trust\./.test(effect))
      .map(({ effect, subject, detail }) => [effect, subject, detail['change']].filter(Boolean).join(' '));
  }
  look() {
    return inActivity(this.activities.lookAtRecovery, { ...this.onHost, access: this.access });
  }
}

function valueOf<T>(watched: Watched<T>): T {
  if (watched.state !== 'done') throw new Error(JSON.stringify(watched));
  return watched.value;
}

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.lab.stop());

describe('a Trust Authority host leaves its cluster and comes back', () => {
  it('REC-1: is removed in maintenance mode, once, also when the answer of the first attempt is lost', async () => {
    const { activities, lab, onHost, host } = bench;
    const inVCenter = { vcenter: lab.ta, host };
    const entering = await inActivity(activities.startMaintenance, inVCenter);
    valueOf(await inActivity(activities.awaitMaintenance, { ...inVCenter, ...entering, ...within() }));
    lab.lab.world.faults.add({ kind: 'drop-answer-after-effect', operation: 'HostSystem.Destroy_Task' });
    const started = await inActivity(activities.startHostRemoval, onHost);
    valueOf(await inActivity(activities.awaitHostRemoval, { ...onHost, ...started, ...within() }));
    expect(await inActivity(activities.startHostRemoval, onHost)).toEqual({});
    expect(bench.effects()).toEqual([`host.removed ${HOST}`]);
  });

  it('REC-2: tells by itself which version it runs, and stays open on another one', async () => {
    const { activities, lab, host, access } = bench;
    expect(await bench.look()).toMatchObject({ member: null, itself: { version: OLD } });
    const about = { host, access, patience: aPatience({ limitSeconds: 1 }) };
    expect(await inActivity(activities.awaitRestored, { ...about, version: '8.0.1-1' })).toMatchObject({
      state: 'overdue',
      have: `it runs ${OLD}, and 8.0.1-1 is recorded`,
    });
    // People who restore it are told at once, and once.
    const patience = { ...aPatience({ limitSeconds: 1 }), told: '' };
    const told = await inActivity(activities.awaitRestored, { ...about, version: '8.0.1-1', patience });
    expect(told).toEqual({ state: 'failed', error: `it runs ${OLD}, and 8.0.1-1 is recorded` });
    const again = { ...patience, told: `it runs ${OLD}, and 8.0.1-1 is recorded` };
    expect(
      await inActivity(activities.awaitRestored, { ...about, version: '8.0.1-1', patience: again }),
    ).toMatchObject({ state: 'overdue' });
    const before = apart(lab).endpoint?.thumbprintSha1;
    expect(actByHand(lab.lab.world, { do: 'install-afresh', host: HOST, version: OLD })).toHaveProperty(
      'begun',
    );
    const other = await eventually('another certificate', async () => {
      const shown = (await bench.look()).itself?.sha1;
      return shown !== before && shown;
    });
    expect(other).toBe(apart(lab).endpoint?.thumbprintSha1);
  });

  it('REC-3, DG-18: is added with the certificate that was approved, under another moid', async () => {
    const { activities, lab, onHost, access, host } = bench;
    const addition = { ...onHost, access, version: OLD };
    const wrong = inActivity(activities.startAddition, { ...addition, thumbprint: 'AA:BB' });
    await expect(wrong).rejects.toThrow('was approved');
    const thumbprint = (await bench.look()).itself?.sha1 ?? '';
    lab.lab.world.faults.add({
      kind: 'drop-answer-after-effect',
      operation: 'ClusterComputeResource.AddHost_Task',
    });
    const started = await inActivity(activities.startAddition, { ...addition, thumbprint });
    const added = valueOf(await inActivity(activities.awaitAddition, { ...onHost, ...started, ...within() }));
    expect(added.moid).not.toBe(host.moid);
    expect(await inActivity(activities.startAddition, { ...addition, thumbprint })).toEqual({});
    expect(bench.effects()).toEqual([`host.removed ${HOST}`, `host.added ${HOST}`]);
  });

  it('REC-3: gets vTA services when the cluster is enabled again', async () => {
    const { activities, onAuthority } = bench;
    expect((await bench.look()).authority?.attestationService).toBe('WARNING');
    const started = await inActivity(activities.startEnabling, onAuthority);
    valueOf(await inActivity(activities.awaitEnabling, { ...onAuthority, ...started, ...within() }));
    expect(await inActivity(activities.startEnabling, onAuthority)).toEqual({});
    expect(bench.effects()).toContain('authority.enabled TA');
  });

  it('REC-4: is registered anew step by step, and trusted clusters are remediated', async () => {
    const { activities, lab, onTrusted, onHost } = bench;
    const offered = await inActivity(activities.readOfferedServices, onHost);
    expect(offered.map(({ kind }) => kind)).toEqual(['attestation', 'kms']);
    const about = { ...onTrusted, offered };
    const before = await inActivity(activities.lookAtRegistrations, about);
    expect(before.outdated).toEqual([
      'attestation service: take from cluster Prod-A',
      'key provider service: take from cluster Prod-A',
    ]);
    expect(before.diverged.map(({ name }) => name)).toEqual(['Prod-A', 'Prod-B']);
    for (;;) {
      const { step, ...started } = await inActivity(activities.startRegistrationStep, about);
      if (step === undefined) break;
      const input = { ...about, ...started, step, ...within() };
      valueOf(await inActivity(activities.awaitRegistrationStep, input));
    }
    const after = await inActivity(activities.lookAtRegistrations, about);
    expect(after).toEqual({ outdated: [], diverged: [], clusters: before.clusters });
    expect(before.clusters?.map(({ name }) => name)).toEqual(['Prod-A', 'Prod-B']);
    const changes = bench.effects().filter((effect) => effect.startsWith('trust.service'));
    expect(changes.filter((effect) => effect.endsWith('registered'))).toHaveLength(4);
    expect(changes.filter((effect) => effect.endsWith(' bound'))).toHaveLength(4);

    const [cluster] = [...(lab.vcenter('wl-vc').clusters.values() ?? [])];
    cluster?.trust?.applied.clear();
    const on = { vcenter: lab.wl, cluster: before.diverged[0] as ClusterRef };
    const started = await inActivity(activities.startTrustRemediation, on);
    valueOf(await inActivity(activities.awaitTrustRemediation, { ...on, ...started, ...within() }));
    expect(await inActivity(activities.startTrustRemediation, on)).toEqual({});
    const again = await inActivity(activities.startTrustRemediation, { ...on, always: true });
    expect(again.task).toBeDefined();
    valueOf(await inActivity(activities.awaitTrustRemediation, { ...on, ...again, ...within() }));
  });

  it('DG-18: no secret is in an error or in the journal', async () => {
    const { lab } = bench;
    const written = JSON.stringify([...lab.lab.wire.read()]) + JSON.stringify(lab.lab.world.journal.entries);
    for (const secret of lab.secrets()) expect(written).not.toContain(secret);
  });
});

function apart(lab: LabVSphere) {
  const host = lab.vcenter('ta-vc').apart.get(HOST);
  if (!host) throw new Error(`${HOST} is in the inventory`);
  return host;
}
