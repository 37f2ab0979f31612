import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createAuthorityZone } from '../../../src/activities/index.js';
import type { HostRef } from '../../../src/domain/model/inventory.js';
import { whyNotTakeOut } from '../../../src/domain/services/index.js';
import { anEnvironment, aPatience, inActivity } from '../../support/fake-vsphere.js';
import { startLabVSphere, type LabVSphere } from '../../support/lab-vsphere.js';
import { memoryBlobs } from '../../support/memory-blobs.js';

const SPEED = 2_000;
let bench: LabVSphere;
let zone: ReturnType<typeof createAuthorityZone>;
beforeEach(async () => {
  bench = await startLabVSphere({ speed: SPEED });
  zone = createAuthorityZone({ vsphere: bench.vsphere, blobs: memoryBlobs(), timeScale: SPEED });
});
afterEach(() => bench.stop());

const look = () => inActivity(zone.lookAtServices, { vcenter: bench.ta, cluster: 'TA' });
const refOf = (name: string): HostRef => ({ vcenter: 'ta-vc', moid: bench.host(name).moid, name });
const on = (name: string, service = 'attestd') => ({ vcenter: bench.ta, host: refOf(name), service });
const until = (name: string, running: boolean, service = 'attestd') =>
  inActivity(zone.awaitService, { ...on(name, service), running, patience: aPatience({ limitSeconds: 20 }) });
const orders = (name: string) =>
  bench.lab.world.journal.entries.filter(
    ({ effect, subject, login }) => effect === 'host.service' && subject === name && login !== '',
  );

describe('SVC-2: services of TA hosts through vCenter', () => {
  it('are read as each host lists them', async () => {
    const { health, taHosts } = await look();
    expect(health).toEqual({
      attestation: { health: 'OK', details: [] },
      keyProvider: { health: 'OK', details: [] },
    });
    for (const { services } of taHosts) {
      expect(services?.map(({ key, running }) => [key, running])).toEqual(
        ['attestd', 'kmxd', 'esxtokend', 'apiForwarder'].map((key) => [key, true]),
      );
    }
  });

  it('are stopped once, seen by the health of the cluster, and started again', async () => {
    await inActivity(zone.stopService, on('ta-esx1'));
    expect(await until('ta-esx1', false)).toMatchObject({ state: 'done' });
    await inActivity(zone.stopService, on('ta-esx1'));
    expect(orders('ta-esx1')).toHaveLength(1);
    const stopped = await look();
    expect(stopped.health.attestation).toMatchObject({
      health: 'WARNING',
      details: [expect.stringContaining('ta-esx1')],
    });
    const { taHosts } = stopped;
    expect(whyNotTakeOut('stop', refOf('ta-esx2'), taHosts, stopped.health)).toBeNull();
    const without3 = taHosts.filter(({ ref }) => ref.name !== 'ta-esx3');
    expect(whyNotTakeOut('stop', refOf('ta-esx2'), without3, stopped.health)).toMatchObject({
      have: expect.stringContaining('last healthy TA host'),
    });
    await inActivity(zone.startService, on('ta-esx1'));
    expect(await until('ta-esx1', true)).toMatchObject({ state: 'done' });
    expect((await look()).health.attestation.health).toBe('OK');
  });

  it('are restarted, and are waited for until they run', async () => {
    bench.lab.world.faults.add({ kind: 'service-hangs', target: 'ta-esx2', seconds: 2_000 });
    await inActivity(zone.restartService, on('ta-esx2', 'kmxd'));
    expect(bench.host('ta-esx2').services.get('kmxd')?.running).toBe(false);
    expect(await until('ta-esx2', true, 'kmxd')).toMatchObject({ state: 'done' });
  });

  it('that a host does not list are refused by name', async () => {
    await expect(inActivity(zone.restartService, on('ta-esx1', 'nope'))).rejects.toThrow(
      'ta-esx1 does not list service nope',
    );
  });
});

describe('SVC-3: an order about a service is never given twice without a person', () => {
  it.each(['stop', 'restart'] as const)('%s, when its answer was lost', async (action) => {
    const method = action === 'stop' ? 'StopService' : 'RestartService';
    bench.lab.world.faults.add({ kind: 'reset-before-effect', operation: `HostServiceSystem.${method}` });
    const activity = action === 'stop' ? zone.stopService : zone.restartService;
    const first = anEnvironment();
    await expect(first.run(activity, on('ta-esx1'))).rejects.toMatchObject({ kind: 'unknown-outcome' });
    const retried = anEnvironment({ attempt: 2, heartbeatDetails: first.seen.at(-1) });
    const given = await retried.run(activity, on('ta-esx1'));
    expect(given).toEqual({ unanswered: true });
    expect(orders('ta-esx1')).toEqual([]);
    // That it runs proves nothing of a restart, and a service that was to be stopped runs still.
    const running = action === 'restart';
    const wait = { ...on('ta-esx1'), ...given, running, patience: aPatience() };
    expect(await inActivity(zone.awaitService, wait)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('no answer arrived'),
    });
  });

  it('a refusal that says nothing was done lets the next attempt order it', async () => {
    await inActivity(zone.lookAtServices, { vcenter: bench.ta, cluster: 'TA' });
    bench.lab.world.faults.add({ kind: 'expire-session', operation: 'HostServiceSystem.StopService' });
    const first = anEnvironment();
    await expect(first.run(zone.stopService, on('ta-esx1'))).rejects.toMatchObject({ kind: 'passing' });
    const retried = anEnvironment({ attempt: 2, heartbeatDetails: first.seen.at(-1) });
    await retried.run(zone.stopService, on('ta-esx1'));
    expect(orders('ta-esx1')).toHaveLength(1);
  });
});

it.each(['start', 'stop', 'restart'] as const)('a client that only reads: %s is refused', async (action) => {
  const reading = await startLabVSphere({ speed: SPEED, readOnly: true });
  const host = { vcenter: 'ta-vc', moid: reading.host('ta-esx1').moid, name: 'ta-esx1' };
  try {
    await expect(reading.vsphere.services[action](reading.ta, host, 'kmxd')).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('only reads'),
    });
    expect(reading.lab.world.journal.entries.map(({ effect }) => effect)).not.toContain('host.service');
  } finally {
    await reading.stop();
  }
});
