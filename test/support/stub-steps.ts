import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Watched } from '../../src/activities/watch.js';
import type { VCenterRef } from '../../src/domain/model/estate.js';
import type { ClusterRef, HostRef } from '../../src/domain/model/inventory.js';
import type { TaskList } from '../../src/domain/model/running-task.js';
import { VC_OLD, type StubWorld } from './stub-world.js';

export interface OnHost {
  host: HostRef;
}
export interface OnCluster {
  cluster: ClusterRef;
}

export const done = <T>(value: T): Watched<T> => ({
  state: 'done',
  value,
  startedAtMs: Date.now(),
  noticedAtMs: Date.now(),
});
/** What the activities of a stub estate have in common. */
export function stubSteps({ trouble, tasks, versions, put }: StubWorld) {
  const hold = async (step: string, subject: string): Promise<void> => {
    const held = trouble.holds?.(step, subject);
    if (held !== undefined) await Promise.race([held, Context.current().cancelled]);
  };
  const taskList = (vcenter: string): TaskList => ({
    vcenter,
    login: 'VSPHERE.LOCAL\\svc-vta',
    tasks: tasks[vcenter] ?? [],
  });
  const store = async (part: unknown): Promise<{ hash: string }> => ({
    hash: await put(new TextEncoder().encode(JSON.stringify(part))),
  });
  const refuseUnreadable = ({ name }: VCenterRef): void => {
    const why = trouble.unreadable?.(name);
    if (why !== undefined) throw ApplicationFailure.nonRetryable(why, 'refused');
  };

  const storedPart = async <T extends object>(value: object, more: T, { name }: VCenterRef) => {
    const bytes = new TextEncoder().encode(JSON.stringify(value));
    const version = versions[name] ?? VC_OLD;
    return {
      hash: await put(bytes),
      bytes: bytes.byteLength,
      vcenter: name,
      vcenterVersion: version,
      ...more,
    };
  };
  return { hold, taskList, store, refuseUnreadable, storedPart };
}

export type StubSteps = ReturnType<typeof stubSteps>;
