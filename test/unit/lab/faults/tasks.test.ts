import { describe, expect, it } from '@jest/globals';
import type { TaskKind } from '../../../../src/lab/faults/catalogue.js';
import type { LabTask } from '../../../../src/lab/world/model.js';
import { LabBench } from '../../../support/lab-world.js';

const OPERATION = 'HostSystem.EnterMaintenanceMode_Task';

/** A host on its way into maintenance mode, under a fault of its task. */
function entering(kind: TaskKind, more: { seconds?: number } = {}) {
  const lab = new LabBench();
  const { faults } = lab.world;
  const { id } = faults.add({ kind, operation: OPERATION, ...more });
  const host = lab.host('esx-1');
  const rule = faults.onExchange({ operation: OPERATION, server: 'wl-vc', subjects: ['esx-1', 'Prod'] });
  const task: LabTask = faults.under(rule, () => lab.world.enterMaintenance(host, lab.session(), 0));
  return { lab, host, task, heal: () => faults.remove(id) };
}

describe('a task that', () => {
  it('fails has done nothing', () => {
    const { lab, host, task } = entering('fail-task');
    lab.minutes(10);
    expect([task.state, host.inMaintenance]).toEqual(['error', false]);
    const again = lab.world.enterMaintenance(host, lab.session(), 0);
    lab.minutes(10);
    expect(again.state).toBe('success');
  });

  it('fails though it has done its work', () => {
    const { lab, host, task } = entering('fail-task-though-done');
    lab.minutes(10);
    expect([task.state, host.inMaintenance]).toEqual(['error', true]);
  });

  it('succeeds without having done anything', () => {
    const { lab, host, task } = entering('succeed-task-undone');
    lab.minutes(10);
    expect([task.state, host.inMaintenance]).toEqual(['success', false]);
  });

  it('hangs begins when it is healed', () => {
    const { lab, host, task, heal } = entering('hang-task');
    lab.minutes(600);
    expect([task.state, task.progress, host.inMaintenance]).toEqual(['running', 0, false]);
    heal();
    lab.minutes(10);
    expect([task.state, host.inMaintenance]).toEqual(['success', true]);
  });

  it('hangs and begins by itself finds the estate as it is then', () => {
    const { lab, host, task } = entering('hang-task', { seconds: 3_600 });
    const other = lab.world.enterMaintenance(host, lab.session(), 0);
    lab.minutes(10);
    expect([other.state, task.state]).toEqual(['success', 'running']);
    lab.minutes(60);
    expect(task).toMatchObject({ state: 'error', error: { rest: 'NOT_ALLOWED_IN_CURRENT_STATE' } });
  });

  it('hangs though it has done its work ends when it is healed', () => {
    const { lab, host, task, heal } = entering('hang-task-though-done');
    lab.minutes(600);
    expect([task.state, host.inMaintenance]).toEqual(['running', true]);
    heal();
    expect(task.state).toBe('success');
  });

  it('is lost does its work', () => {
    const { lab, host, task } = entering('lose-task');
    expect(lab.world.task(lab.vcenter('wl-vc'), task.moid)).toBeUndefined();
    expect(lab.world.task(lab.vcenter('wl-vc'), task.cisId)).toBeUndefined();
    lab.minutes(10);
    expect(host.inMaintenance).toBe(true);
  });

  it('can be cancelled while it hangs never begins', () => {
    const { lab, host, task, heal } = entering('hang-task');
    lab.world.cancelTask(task);
    heal();
    lab.minutes(10);
    expect([task.state, host.inMaintenance]).toEqual(['error', false]);
  });
});
