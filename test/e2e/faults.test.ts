import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack, type Stack } from '../support/e2e.js';
import { administratorOf } from '../support/e2e-administrator.js';
import { NEW, OLD, type TestEstate } from '../support/e2e-estate.js';
import { applied, isApplyOn, isEntering } from '../support/e2e-journal.js';

const HOSTS = ['prod-esx1', 'prod-esx2', 'prod-esx3'];
const IMPORT = 'POST /api/vcenter/trusted-infrastructure/trust-authority-clusters/*/base-images*';

describe('faults of the estate', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(async () => {
    await stack?.stop();
  });

  it('ORD-7, IMG-4: orders whose answer is lost are adopted, never given twice', async () => {
    const estate = await stack.startEstate({ done: 'authority' });
    for (const operation of [
      'POST /api/esx/settings/clusters/*action=commit*',
      'HostSystem.EnterMaintenanceMode_Task',
      'POST /api/esx/settings/clusters/*action=apply*',
      IMPORT,
      'HostSystem.ExitMaintenanceMode_Task',
    ]) {
      await estate.fault({ kind: 'drop-answer-after-effect', operation });
    }

    await succeeds(estate);

    const journal = await estate.journal();
    expect(journal.filter(({ effect }) => effect === 'fault.fired')).toHaveLength(5);
    expect(journal.filter(({ effect }) => effect === 'image.import.requested')).toHaveLength(1);
    expect(journal.filter(({ effect }) => effect === 'cluster.image.committed')).toHaveLength(1);
    for (const host of HOSTS) expect(journal.filter(isEntering(host))).toHaveLength(1);
  });

  it('servers that are overloaded, cut connections and forget sessions are asked again', async () => {
    const estate = await stack.startEstate({ done: 'authority' });
    const run = await estate.start();
    for (const target of ['ta-vc', 'wl-vc']) {
      await estate.fault({ kind: 'http-503', operation: 'GET *', target, count: 6, skip: 5 });
      await estate.fault({ kind: 'http-503', operation: 'PropertyCollector.*', target, count: 6, skip: 15 });
      await estate.fault({ kind: 'expire-session', operation: '*', target, count: 4, skip: 40 });
    }
    await estate.fault({ kind: 'reset-before-effect', operation: 'HostSystem.*', target: 'wl-vc', count: 2 });
    await estate.fault({ kind: 'slow', operation: 'GET *', target: 'wl-vc', count: 3, seconds: 120 });

    expect((await estate.approveToEnd(run)).state).toBe('succeeded');
    expect(applied(await estate.journal())).toEqual(HOSTS);
    const fired = (await estate.journal()).filter(({ effect }) => effect === 'fault.fired');
    expect(new Set(fired.map(({ detail }) => detail['fault']))).toEqual(
      new Set(['http-503', 'expire-session', 'reset-before-effect', 'slow']),
    );
    expect(await estate.referee()).toMatchObject({ ok: true, violations: [] });
  });

  it('a failed evacuation waits for a person, and goes on when somebody has done it by hand', async () => {
    const estate = await stack.startEstate({ done: 'authority' });
    const operation = 'HostSystem.EnterMaintenanceMode_Task';
    // The entry is repeated three times before anybody is asked.
    await estate.fault({ kind: 'fail-task', operation, target: 'wl-vc', count: 4 });
    const run = await estate.start();
    const ended = estate.approveToEnd(run);
    ended.catch(() => undefined);

    const parked = await estate.untilStatus(run, 'a parked host', ({ state }) => state === 'needs-operator');
    expect(parked.parkings).toEqual([
      expect.objectContaining({
        subject: 'prod-esx1',
        step: 'evacuation',
        messages: expect.arrayContaining([expect.stringContaining('failed by the lab')]),
      }),
    ]);
    expect(parked.waitingOn).toEqual([
      expect.objectContaining({
        kind: 'operator-decision',
        subject: 'prod-esx1',
        have: expect.stringContaining('failed by the lab'),
      }),
    ]);
    const administrator = administratorOf(estate, 'wl-vc');
    try {
      await administrator.enterMaintenance('prod-esx1');
    } finally {
      await administrator.close();
    }

    expect((await ended).state).toBe('succeeded');
    const entered = (await estate.journal()).filter(isEntering('prod-esx1'));
    expect(entered.at(-1)?.login).toBe('administrator@vsphere.local');
    expect(entered.filter(({ login }) => login === 'administrator@vsphere.local')).toHaveLength(1);
    expect(await estate.referee()).toMatchObject({ ok: true, violations: [] });
  });

  it('QB-3, DG-16: a host back on its old version is parked; after an abort the policy is as it was', async () => {
    const estate = await stack.startEstate({ done: 'authority', quickBoot: true });
    await estate.fault({ kind: 'boot-old-bank', target: 'prod-esx1' });
    const run = await estate.start();
    const ended = estate.approveToEnd(run);
    ended.catch(() => undefined);

    const parked = await estate.untilStatus(run, 'a parked host', ({ state }) => state === 'needs-operator');
    const [waiting] = parked.waitingOn;
    expect(waiting).toMatchObject({ kind: 'operator-decision', subject: 'prod-esx1' });
    expect(`${waiting?.have}; ${waiting?.need}`).toContain(OLD);
    expect(`${waiting?.have}; ${waiting?.need}`).toContain(NEW);
    await stack.operator.api.steer(run, 'abort', { reason: 'the boot bank is looked at first' });

    const status = await ended;
    expect(status).toMatchObject({ state: 'aborted', outcome: expect.stringContaining('operator') });
    expect(status.debts.map(({ text }) => text).join()).toContain('prod-esx1');
    const journal = await estate.journal();
    expect(applied(journal)).toEqual(['prod-esx1']);
    const policies = journal.filter(({ effect }) => effect === 'cluster.policy.written');
    expect(policies.length).toBeGreaterThan(1);
    expect(policies.at(-1)?.detail['after']).toEqual(policies[0]?.detail['before']);
    expect(journal.filter(({ subject, effect }) => /prod-esx[23]/.test(subject) && isWork(effect))).toEqual(
      [],
    );
  });

  it('DG-9: a host that does not attest stays in maintenance mode, and an abort names it', async () => {
    const estate = await stack.startEstate({ done: 'authority' });
    await estate.fault({ kind: 'never-attests', target: 'prod-esx1' });
    const run = await estate.start();
    const ended = estate.approveToEnd(run);
    ended.catch(() => undefined);

    await estate.until('the first refusal', ({ effect, subject }) => {
      return effect === 'host.unattested' && subject === 'prod-esx1';
    });
    const parked = await estate.untilStatus(run, 'a parked host', ({ state }) => state === 'needs-operator');
    expect(parked.waitingOn).toEqual([
      expect.objectContaining({ subject: 'prod-esx1', have: expect.stringMatching(/verif|attest/i) }),
    ]);
    await stack.operator.api.steer(run, 'abort', { reason: 'its TPM is looked at first' });

    const status = await ended;
    expect(status.state).toBe('aborted');
    expect(status.debts.map(({ text }) => text).join()).toMatch(/prod-esx1 .*maintenance/);
    const journal = await estate.journal();
    expect(applied(journal)).toEqual(['prod-esx1']);
    expect(journal.filter(isApplyOn('prod-esx1'))).toHaveLength(1);
    const left = journal.filter(({ effect, subject }) => {
      return effect === 'host.maintenance.exited' && subject === 'prod-esx1';
    });
    expect(left).toEqual([]);
  });

  async function succeeds(estate: TestEstate): Promise<void> {
    expect((await estate.approveToEnd(await estate.start())).state).toBe('succeeded');
    expect(applied(await estate.journal())).toEqual(HOSTS);
    expect(await estate.referee()).toMatchObject({ ok: true, violations: [] });
  }
});

const isWork = (effect: string): boolean => /^host\.(maintenance|install|reboot)/.test(effect);
