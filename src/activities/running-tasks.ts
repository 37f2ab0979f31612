import type { VCenterRef } from '../domain/model/estate.js';
import type { TaskList } from '../domain/model/running-task.js';
import type { VSphereDependencies } from './dependencies.js';
import { callOptions } from './watch.js';

/** What runs in a vCenter at this moment, and who began it. */
export function createTaskActivities({ vsphere }: VSphereDependencies) {
  return {
    /** @rule DG-12 */
    async lookAtTasks({ vcenter }: { vcenter: VCenterRef }): Promise<TaskList> {
      const list = await vsphere.tasks.listRunning(vcenter, callOptions());
      // What is done to virtual machines is most of what a vCenter does, and none of our business.
      return { ...list, tasks: list.tasks.filter(({ entity }) => entity?.type !== 'VirtualMachine') };
    },
  };
}
