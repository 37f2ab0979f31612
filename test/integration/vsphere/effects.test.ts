import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAuthorityZone, createTrustedZone } from '../../../src/activities/index.js';
import { asActivityFailure } from '../../../src/activities/failures.js';
import type { BootReading } from '../../../src/activities/reboot.js';
import type { Patience, Watched } from '../../../src/activities/watch.js';
import { EFFECTS } from '../../../src/domain/effects/index.js';
import type { ClusterRef, EsxCluster } from '../../../src/domain/model/inventory.js';
import type { FaultSpec } from '../../../src/lab/faults/rule.js';
import { restOperationOf } from '../../../src/vsphere/rest/operations.js';
import { eventually } from '../../support/eventually.js';
import { inActivity } from '../../support/fake-vsphere.js';
import { startLabVSphere, type LabVSphere } from '../../support/lab-vsphere.js';
import { memoryBlobs } from '../../support/memory-blobs.js';

const target = '8.0.3-24022510';
const version = '8.0.3.00000';
const SPEED = 2_000;

/** One effect on the estate `small`, begun and awaited as a workflow does it. */
interface Row {
  /** As in the table of effects. */
  readonly effect: string;
  /** Name of its write for a fault. */
  readonly operation: string;
  readonly on: 'ta-vc' | 'wl-vc';
  /** Whether its write is answered with a task. */
  readonly isTask: boolean;
  /** In the lab's journal. */
  readonly journal: string;
  readonly detail?: Readonly<Record<string, string>>;
  readonly start: (bench: Bench) => Promise<object | void>;
  readonly wait?: (bench: Bench, started: object, patience: Patience) => Promise<Watched<unknown>>;
}

/** A running lab, the activities of both zones, and what earlier rows found out. */
class Bench {
  readonly activities;
  commit = '';
  readonly lab: LabVSphere;
  readonly cluster: EsxCluster;
  /** The Trust Authority Cluster. */
  readonly authority: ClusterRef;
  readonly #blobs = memoryBlobs();
  constructor(lab: LabVSphere, cluster: EsxCluster, authority: ClusterRef) {
    this.lab = lab;
    this.cluster = cluster;
    this.authority = authority;
    const blobs = this.#blobs;
    const dependencies = { vsphere: lab.vsphere, blobs, timeScale: SPEED };
    this.activities = { ...createAuthorityZone(dependencies), ...createTrustedZone(dependencies) };
  }
  static async start(): Promise<Bench> {
    const lab = await startLabVSphere({ speed: SPEED });
    const [cluster] = await lab.vsphere.hosts.readClusters(lab.wl, ['Prod-A']);
    if (!cluster) throw new Error('no cluster');
    const { cluster: authority } = await lab.vsphere.trustAuthority.readAuthority(lab.ta, 'TA');
    return new Bench(lab, cluster, authority);
  }
  get ta() {
    return { vcenter: this.lab.ta };
  }
  get onHost() {
    const [host] = this.cluster.hosts;
    if (!host) throw new Error('no host');
    return { vcenter: this.lab.wl, host: host.ref };
  }
  get onCluster() {
    return { vcenter: this.lab.wl, cluster: this.cluster.ref };
  }
  get original() {
    if (!this.cluster.policy) throw new Error('no policy');
    return this.cluster.policy;
  }
  get apply() {
    return { ...this.onHost, cluster: this.cluster.ref, commit: this.commit, target };
  }
  /** What the import begins with: the image database of the upgraded host, in the store. */
  async importing() {
    const { vsphere, ta, wl } = this.lab;
    const host = await vsphere.hosts.readHost(wl, this.onHost.host);
    const { bytes } = await vsphere.hosts.downloadImageDatabase(host, this.lab.hostAccess);
    const { cluster: clusterRef } = await vsphere.trustAuthority.readAuthority(ta, 'TA');
    return {
      ...this.ta,
      cluster: 'TA',
      clusterRef,
      imageHash: await this.#blobs.put(bytes),
      version: target,
    };
  }
  #from: BootReading | undefined;
  /** The reboot, from the boot that the host had when it was first asked for. */
  async rebooting() {
    this.#from ??= await inActivity(this.activities.readBoot, this.onHost);
    return { ...this.onHost, from: this.#from };
  }
  /** The version that everything started with; another one has been imported by then. */
  get removing() {
    return { ...this.ta, cluster: this.authority, version: '8.0.2-22380479' };
  }
  begun({ journal, detail = {} }: Row): number {
    return this.lab.lab.world.journal.entries.filter(
      (entry) =>
        entry.effect === journal &&
        Object.entries(detail).every(([key, value]) => entry.detail[key] === value),
    ).length;
  }
}

const within = (limitSeconds = 20): Patience => ({
  sinceMs: Date.now(),
  limitSeconds,
  patient: false,
  handedOver: false,
});

/** In the order in which they can follow one another. */
const rows: readonly Row[] = [
  {
    effect: 'backup',
    operation: 'POST /api/appliance/recovery/backup/job',
    on: 'ta-vc',
    isTask: false,
    journal: 'vcenter.backup.started',
    start: ({ activities, ta }) => inActivity(activities.startBackup, ta),
    wait: ({ activities, ta }, started, patience) =>
      inActivity(activities.awaitBackup, { ...ta, ...(started as { job: string }), patience }),
  },
  {
    effect: 'commit image',
    operation: 'POST /api/esx/settings/clusters/*action=commit',
    on: 'wl-vc',
    isTask: true,
    journal: 'cluster.image.committed',
    start: ({ activities, onCluster }) =>
      inActivity(activities.startCommit, { ...onCluster, baseImage: target, target, message: 'm' }),
    wait: async (bench, started, patience) => {
      const input = { ...bench.onCluster, ...started, target, patience };
      const end = await inActivity(bench.activities.awaitCommit, input);
      if (end.state === 'done') bench.commit = end.value.commit;
      return end;
    },
  },
  {
    effect: 'write policy',
    operation: 'PUT /api/esx/settings/clusters/*/policies/apply',
    on: 'wl-vc',
    isTask: false,
    journal: 'cluster.policy.written',
    start: ({ activities, onCluster, original }) =>
      inActivity(activities.writePlannedPolicy, { ...onCluster, original, planned: { quickBoot: true } }),
  },
  {
    effect: 'restore policy',
    operation: 'PUT /api/esx/settings/clusters/*/policies/apply',
    on: 'wl-vc',
    isTask: false,
    journal: 'cluster.policy.written',
    start: ({ activities, onCluster, original }) =>
      inActivity(activities.restorePolicy, { ...onCluster, original }),
  },
  {
    effect: 'enter maintenance',
    operation: 'HostSystem.EnterMaintenanceMode_Task',
    on: 'wl-vc',
    isTask: true,
    journal: 'host.maintenance.requested',
    detail: { direction: 'enter' },
    start: ({ activities, onHost }) => inActivity(activities.startMaintenance, onHost),
    wait: ({ activities, onHost }, started, patience) =>
      inActivity(activities.awaitMaintenance, { ...onHost, ...started, patience }),
  },
  {
    effect: 'apply',
    operation: 'POST /api/esx/settings/clusters/*action=apply',
    on: 'wl-vc',
    isTask: true,
    journal: 'cluster.apply.requested',
    start: ({ activities, apply }) =>
      inActivity(activities.startRemediation, { ...apply, sinceMs: Date.now() }),
    wait: ({ activities, apply }, started, patience) =>
      inActivity(activities.awaitRemediation, { ...apply, ...started, patience }),
  },
  {
    effect: 'import image',
    operation: 'POST /api/vcenter/trusted-infrastructure/*action=import-from-imgdb',
    on: 'ta-vc',
    isTask: true,
    journal: 'image.import.requested',
    start: async (bench) => inActivity(bench.activities.startImport, await bench.importing()),
    wait: ({ activities, ta }, started, patience) =>
      inActivity(activities.awaitImport, {
        ...ta,
        cluster: 'TA',
        ...started,
        version: target,
        patience,
      }),
  },
  {
    effect: 'reboot',
    operation: 'HostSystem.RebootHost_Task',
    on: 'wl-vc',
    isTask: true,
    journal: 'host.reboot',
    detail: { by: 'operator' },
    start: async (bench) => inActivity(bench.activities.startReboot, await bench.rebooting()),
    wait: async (bench, started, patience) => {
      const end = await inActivity(bench.activities.awaitReboot, {
        ...(await bench.rebooting()),
        ...started,
        patience,
      });
      return end;
    },
  },
  {
    effect: 'remove image',
    operation: 'DELETE /api/vcenter/trusted-infrastructure/*',
    on: 'ta-vc',
    isTask: true,
    journal: 'image.removed',
    start: (bench) => inActivity(bench.activities.startRemoval, { ...bench.removing, sinceMs: Date.now() }),
    wait: (bench, started, patience) =>
      inActivity(bench.activities.awaitRemoval, { ...bench.removing, ...started, patience }),
  },
  {
    effect: 'exit maintenance',
    operation: 'HostSystem.ExitMaintenanceMode_Task',
    on: 'wl-vc',
    isTask: true,
    journal: 'host.maintenance.requested',
    detail: { direction: 'exit' },
    start: ({ activities, onHost }) => inActivity(activities.startExitMaintenance, onHost),
    wait: ({ activities, onHost }, started, patience) =>
      inActivity(activities.awaitExitMaintenance, { ...onHost, ...started, patience }),
  },
  {
    effect: 'stage',
    operation: 'POST /api/appliance/update/pending/*action=stage',
    on: 'ta-vc',
    isTask: false,
    journal: 'vcenter.stage.started',
    start: ({ activities, ta }) => inActivity(activities.startStage, { ...ta, version }),
    wait: ({ activities, ta }, _, patience) =>
      inActivity(activities.awaitStage, { ...ta, version, patience }),
  },
  {
    effect: 'install',
    operation: 'POST /api/appliance/update/pending/*action=install',
    on: 'ta-vc',
    isTask: false,
    journal: 'vcenter.install.started',
    start: ({ activities, ta }) => inActivity(activities.startInstall, { ...ta, version }),
    wait: ({ activities, ta }, _, patience) =>
      inActivity(activities.awaitInstall, { ...ta, version, patience }),
  },
];

/** Attempts a start as its retry policy does; a failure that is not retried is handed on. */
async function attempt<T>(start: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    try {
      return await start();
    } catch (error) {
      const failure = asActivityFailure(error) as { nonRetryable?: boolean };
      if (failure.nonRetryable !== false || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}

/** Faults that leave everything to the state, and what they strike. */
const faults: readonly {
  readonly name: string;
  readonly strikes: 'the write' | 'between start and wait';
  readonly fault: (row: Row) => FaultSpec;
}[] = [
  ...(['drop-answer-after-effect', 'reset-before-effect', 'expire-session', 'http-503'] as const).map(
    (kind) => ({
      name: kind,
      strikes: 'the write' as const,
      fault: ({ operation, on }: Row) => ({
        kind,
        operation,
        ...(operation.includes('/') ? { target: on } : {}),
      }),
    }),
  ),
  {
    name: 'a vCenter that restarts, and so forgets its sessions and tasks',
    strikes: 'between start and wait',
    fault: ({ on }) => ({ kind: 'outage', target: on, seconds: 120 }),
  },
];

describe.each(faults)('$name', ({ strikes, fault }) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.start();
  });
  afterAll(() => bench.lab.stop());

  it.each(rows)('$effect: is done, and was begun once', async (row) => {
    const { faults: rules } = bench.lab.lab.world;
    const before = bench.begun(row);
    const strike = () => rules.add(fault(row));
    const rule = strikes === 'the write' ? strike() : undefined;
    const started = (await attempt(() => row.start(bench))) ?? {};
    const struck = rule ?? strike();
    if (row.wait) expect(await row.wait(bench, started, within())).toMatchObject({ state: 'done' });
    expect(struck.fired).toBe(1);
    expect(bench.begun(row) - before).toBe(1);
    // Asked again, as after a worker's death, it finds the state and begins nothing.
    await attempt(() => row.start(bench));
    expect(bench.begun(row) - before).toBe(1);
    rules.clear();
  });

  it('every write that went over the wire is one of an effect', () => {
    const named = new Set(EFFECTS.flatMap(({ operations }) => operations));
    const writes = [...bench.lab.lab.wire.read()].flatMap(({ method, path }) => {
      if (!path.startsWith('/api/')) return [];
      const url = new URL(path.slice('/api'.length), 'http://x');
      const query = Object.fromEntries(url.searchParams);
      const operation = restOperationOf({
        method: method as 'POST',
        path: url.pathname,
        query: { ...query, ...(query['vmw-task'] === 'true' ? { 'vmw-task': true } : {}) },
      });
      if (operation === undefined || operation.isRead) return [];
      const { path: template, action, isTask } = operation;
      return [
        `${method} ${template}${action === undefined ? '' : `?action=${action}`}${isTask ? ' [T]' : ''}`,
      ];
    });
    expect(new Set(writes).size).toBeGreaterThan(8);
    expect(writes.filter((name) => !named.has(name))).toEqual([]);
  });
});

describe('a task that fails without its effect', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.start();
  });
  afterAll(() => bench.lab.stop());

  it.each(rows.filter(({ isTask }) => isTask))(
    '$effect: has failed, and is done when begun again',
    async (row) => {
      const { faults: rules } = bench.lab.lab.world;
      const before = bench.begun(row);
      rules.add({ kind: 'fail-task', operation: row.operation });
      const failed = await attempt(() => row.start(bench));
      expect(await row.wait?.(bench, failed ?? {}, within())).toMatchObject({
        state: 'failed',
        error: expect.stringContaining('the task was failed by the lab'),
      });
      expect(bench.begun(row) - before).toBeLessThanOrEqual(1);
      const again = await attempt(() => row.start(bench));
      expect(await row.wait?.(bench, again ?? {}, within())).toMatchObject({ state: 'done' });
      rules.clear();
    },
  );
});

describe('DG-14: a task that says otherwise than its work', () => {
  const tasks = rows.filter(({ isTask }) => isTask);
  const start = async (bench: Bench, row: Row) => (await attempt(() => row.start(bench))) ?? {};

  describe('failed, although it is done', () => {
    let bench: Bench;
    beforeAll(async () => {
      bench = await Bench.start();
    });
    afterAll(() => bench.lab.stop());

    it.each(tasks)('$effect: is done, and was begun once', async (row) => {
      const before = bench.begun(row);
      const rule = bench.lab.lab.world.faults.add({
        kind: 'fail-task-though-done',
        operation: row.operation,
      });
      const started = await start(bench, row);
      expect(await row.wait?.(bench, started, within())).toMatchObject({ state: 'done' });
      expect(rule.fired).toBe(1);
      await start(bench, row);
      expect(bench.begun(row) - before).toBe(1);
    });
  });

  describe('done, although nothing has happened', () => {
    let bench: Bench;
    beforeAll(async () => {
      bench = await Bench.start();
    });
    afterAll(() => bench.lab.stop());

    it.each(tasks)('$effect: is not done, and is when begun again', async (row) => {
      const rule = bench.lab.lab.world.faults.add({
        kind: 'succeed-task-undone',
        operation: row.operation,
      });
      const end = await row.wait?.(bench, await start(bench, row), within(1));
      expect(end?.state).toBe(['apply', 'remove image'].includes(row.effect) ? 'failed' : 'overdue');
      expect(rule.fired).toBe(1);
      const again = await start(bench, row);
      expect(await row.wait?.(bench, again, within())).toMatchObject({ state: 'done' });
    });
  });
});

describe('ORD-8: an apply whose answer is lost and that fails by itself', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.start();
  });
  afterAll(() => bench.lab.stop());
  const row = (effect: string): Row => {
    const found = rows.find((candidate) => candidate.effect === effect);
    if (!found) throw new Error(`no row ${effect}`);
    return found;
  };
  const done = async (effect: string) => {
    const { start, wait } = row(effect);
    const started = await attempt(() => start(bench));
    expect(await wait?.(bench, started ?? {}, within())).toMatchObject({ state: 'done' });
  };

  it('is not begun again by itself, and is when a person decides so', async () => {
    await done('commit image');
    await done('enter maintenance');
    const { world } = bench.lab.lab;
    const { startRemediation, awaitRemediation } = bench.activities;
    const { apply } = bench;
    const sinceMs = Date.now();
    world.faults.add({ kind: 'boot-old-bank', target: apply.host.name });
    world.faults.add({ kind: 'drop-answer-after-effect', operation: row('apply').operation });
    await expect(inActivity(startRemediation, { ...apply, sinceMs })).rejects.toMatchObject({
      kind: 'unknown-outcome',
    });
    await eventually('the end of the apply', async () =>
      world.journal.entries.some(({ effect }) => effect === 'cluster.apply.ended'),
    );

    const adopted = await inActivity(startRemediation, { ...apply, sinceMs });
    expect(adopted.task).toBeUndefined();
    const watched = await inActivity(awaitRemediation, { ...apply, ...adopted, patience: within() });
    expect(watched).toMatchObject({ state: 'failed', error: expect.stringContaining(`not ${target}`) });
    expect(bench.begun(row('apply'))).toBe(1);

    const again = await inActivity(startRemediation, { ...apply, sinceMs, again: { afterMs: Date.now() } });
    expect(again.task).toBeDefined();
    const repeated = await inActivity(awaitRemediation, { ...apply, ...again, patience: within() });
    expect(repeated).toMatchObject({ state: 'done' });
    expect(bench.begun(row('apply'))).toBe(2);
  });

  it('DG-12: an apply of another host is waited for, not adopted', async () => {
    const [, second, third] = bench.cluster.hosts;
    if (!second || !third) throw new Error('too few hosts');
    const { apply } = bench;
    const { startMaintenance, awaitMaintenance, startRemediation } = bench.activities;
    for (const { ref: host } of [second, third]) {
      const on = { vcenter: apply.vcenter, host };
      const entering = await attempt(() => inActivity(startMaintenance, on));
      await inActivity(awaitMaintenance, { ...on, ...entering, patience: within() });
    }
    const { vsphere } = bench.lab;
    const { vcenter, cluster, commit } = apply;
    await attempt(() => vsphere.lifecycle.startApply(vcenter, cluster, commit, [second.ref.moid]));
    const ours = { ...apply, host: third.ref, sinceMs: Date.now() };
    const refused = inActivity(startRemediation, ours);
    await expect(refused).rejects.toMatchObject({ type: 'foreign-activity', nonRetryable: false });
    await expect(refused).rejects.toThrow(`hosts ${second.ref.moid}`);
    const begun = await attempt(() => inActivity(startRemediation, ours));
    expect(begun.task).toBeDefined();
    expect(bench.begun(row('apply'))).toBe(4);
  });
});
