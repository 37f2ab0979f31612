import type { LabTask } from '../../world/model.js';
import { required } from '../arguments.js';
import type { Site } from '../context.js';
import { bind } from '../managed-object.js';
import type { ManagedType } from '../managed-object.js';
import { moref, reference } from '../value.js';
import { recentTasks } from './entity.js';
import { historyCollector } from './history-collector.js';
import { taskFilter } from './history-filter.js';
import { taskDescription } from './task-description.js';
import { taskInfo } from './task-info.js';

export const task: ManagedType<LabTask> = {
  name: 'Task',
  properties: { info: (self, { site }) => taskInfo(self, site), value: () => [], availableField: () => [] },
  methods: {
    CancelTask: {
      run(self, { site, session }) {
        // Whoever started a task may end it.
        if (self.user !== session.user.name) site.requirePrivilege(session, 'Global.CancelTask');
        site.world.cancelTask(self);
        return undefined;
      },
    },
  },
};

const taskHistory = historyCollector<Record<string, unknown>>('TaskHistoryCollector', 'TaskInfo', 'Tasks');

export const taskManager: ManagedType<Site> = {
  name: 'TaskManager',
  properties: {
    recentTask: (site) => recentTasks(site),
    description: taskDescription,
    maxCollector: () => 32,
  },
  methods: {
    CreateCollectorForTasks: {
      run(_, { site, args, objects }) {
        const filter = required(args.object('filter'), 'filter');
        const matches = taskFilter(filter, site);
        const moid = objects.newMoid();
        const read = () => site.tasks.filter(matches).map((found) => taskInfo(found, site));
        objects.managed.set(
          moid,
          bind(taskHistory, moid, {
            read,
            filter: filter.value('TaskFilterSpec'),
            position: 0,
            pageSize: 10,
          }),
        );
        return reference(moref('TaskHistoryCollector', moid));
      },
    },
  },
};
