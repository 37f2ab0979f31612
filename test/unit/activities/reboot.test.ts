import { describe, expect, it } from '@jest/globals';
import { createRebootActivities, type BootReading } from '../../../src/activities/reboot.js';
import type { BootEvidence, EsxHost } from '../../../src/domain/model/inventory.js';
import type { HostsPort, TasksPort } from '../../../src/ports/vsphere.js';
import { aTrustedHost, BOOTED_AT, NEW, OLD } from '../../support/builders.js';
import {
  aFault,
  aPatience,
  fakeVSphere,
  inActivity,
  inTurn,
  TRUSTED_VC,
} from '../../support/fake-vsphere.js';

const LATER = '2026-01-10T20:00:00Z';
const TASK = { kind: 'vim', id: 'task-1' } as const;
const host = aTrustedHost('esx-1', { installed: NEW, inMaintenance: true });
const onHost = { vcenter: TRUSTED_VC, host: host.ref };
const from: BootReading = {
  bootTime: BOOTED_AT,
  boot: host.boot,
  tpm: { fingerprint: 'old' },
  readAtMs: Date.now(),
};
const event = (type: 'full' | 'quick'): BootEvidence => ({
  type,
  source: 'event',
  bootTime: LATER,
  event: `esx.audit.host.${type === 'full' ? '' : 'quick'}boot`,
});

function rebooting(hosts: Partial<HostsPort>, tasks: Partial<TasksPort> = {}) {
  const fake = fakeVSphere({
    hosts: {
      readTime: async () => '2026-01-10T12:00:00Z',
      findReboot: async () => undefined,
      readHost: async () => host,
      readTpm: async () => undefined,
      reboot: async () => TASK,
      ...hosts,
    },
    tasks,
  });
  return { calls: fake.calls, ...createRebootActivities(fake) };
}

describe('QB-5: a reboot is ordered once, whatever became of its answer', () => {
  it.each<[string, Partial<EsxHost>, Partial<HostsPort>, object, boolean]>([
    ['a host in maintenance mode is rebooted', {}, {}, { task: TASK }, true],
    ['one that has booted since is not', { bootTime: LATER }, {}, {}, false],
    ['one on its way down neither', {}, { findReboot: async () => TASK }, { task: TASK }, false],
    [
      'nor one that vCenter does not see, when the reboot is listed',
      { connection: 'notResponding' },
      { findReboot: async () => TASK },
      { task: TASK },
      false,
    ],
  ])('%s', async (_, seen, answers, started, isOrdered) => {
    const { startReboot, calls } = rebooting({ readHost: async () => ({ ...host, ...seen }), ...answers });
    expect(await inActivity(startReboot, { ...onHost, from })).toEqual(started);
    expect(calls.includes('hosts.reboot')).toBe(isOrdered);
  });

  it.each<[string, Partial<EsxHost>, string]>([
    ['out of maintenance mode', { inMaintenance: false }, 'not in maintenance mode'],
    ['with its maintenance mode unread', { inMaintenance: undefined as never }, 'not in maintenance mode'],
    ['not connected', { connection: 'notResponding' }, 'notResponding'],
  ])('a host %s is not rebooted', async (_, seen, message) => {
    const { startReboot, calls } = rebooting({ readHost: async () => ({ ...host, ...seen }) });
    await expect(inActivity(startReboot, { ...onHost, from })).rejects.toMatchObject({
      type: 'state',
      nonRetryable: true,
      message: expect.stringContaining(message),
    });
    expect(calls).not.toContain('hosts.reboot');
  });

  it('DG-14: without its boot time no reboot begins', async () => {
    const { bootTime: _, ...timeless } = host;
    const { readBoot } = rebooting({ readHost: async () => timeless });
    await expect(inActivity(readBoot, onHost)).rejects.toMatchObject({ type: 'state' });
  });

  it('a host without a readable TPM is rebooted all the same', async () => {
    const { readBoot } = rebooting({});
    expect(await inActivity(readBoot, onHost)).not.toHaveProperty('tpm');
  });
});

describe('QB-5: a reboot is over when the boot time has moved', () => {
  const booted = { ...host, bootTime: LATER };

  it.each<[string, 'full' | 'quick', string, string | undefined, string]>([
    ['event and TPM say full', 'full', 'new', OLD, 'full'],
    ['event and TPM say quick', 'quick', 'old', OLD, 'quick'],
    ['DG-14: they contradict each other', 'full', 'old', OLD, 'unknown'],
    ['the TPM cannot tell, as the measured version is unknown', 'full', 'old', undefined, 'full'],
  ])('%s', async (_, type, fingerprint, measured, expected) => {
    const { awaitReboot } = rebooting(
      {
        readHost: inTurn<EsxHost>({ ...host, connection: 'notResponding' }, host, booted),
        readBootEvidence: async () => event(type),
        readTpm: async () => ({ fingerprint }),
      },
      { readTask: async () => ({ state: 'succeeded' }) },
    );
    const input = { ...onHost, from, task: TASK, patience: aPatience(), ...(measured && { measured }) };
    const ended = await inActivity(awaitReboot, input);
    expect(ended).toMatchObject({ state: 'done', value: { bootTime: LATER, boot: { type: expected } } });
  });

  it('a failed task is told, with the host as it was', async () => {
    const { awaitReboot } = rebooting({}, { readTask: async () => ({ state: 'failed', error: 'no' }) });
    const ended = await inActivity(awaitReboot, { ...onHost, from, task: TASK, patience: aPatience() });
    expect(ended).toEqual({ state: 'failed', error: 'no' });
  });

  it('DG-14: an order of which there is no sign is left to a person once its usual time is over', async () => {
    const { awaitReboot } = rebooting({});
    const patience = aPatience({ sinceMs: 0 });
    expect(await inActivity(awaitReboot, { ...onHost, from, patience })).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('boot time has not moved'),
    });
  });

  it('a vCenter that does not answer is no answer', async () => {
    const { awaitReboot } = rebooting({
      readHost: inTurn<EsxHost>(aFault('passing'), booted),
      readBootEvidence: async () => event('full'),
    });
    const ended = await inActivity(awaitReboot, { ...onHost, from, patience: aPatience() });
    expect(ended).toMatchObject({ state: 'done' });
  });
});
