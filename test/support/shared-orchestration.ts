import { activityInfo } from '@temporalio/activity';
import { Worker, type WorkerOptions } from '@temporalio/worker';
import { createOrchestrationZone, type OrchestrationZone } from '../../src/activities/index.js';
import { memoryBlobs } from './memory-blobs.js';
import { memoryRecords } from './memory-records.js';

export const SHARED_QUEUE = 'orchestration';

/**
 * One worker for the workflows and records of all runs of a test file, for starting one costs more than many a test. Each
 * activity is done with the stores of the estate whose name is a part of its workflow's ID.
 */
export async function startSharedOrchestration(common: Omit<WorkerOptions, 'taskQueue' | 'activities'>) {
  const zones = new Map<string, OrchestrationZone>();
  const own = (name: keyof OrchestrationZone) => (input: never) => {
    const { workflowId = '' } = activityInfo().workflowExecution ?? {};
    const zone = workflowId
      .split('/')
      .map((part) => zones.get(part))
      .find((found) => found !== undefined);
    if (zone === undefined) throw new Error(`${workflowId} belongs to no estate of this file`);
    return (zone[name] as (input: never) => unknown)(input);
  };
  const names = Object.keys(
    createOrchestrationZone({ records: memoryRecords().port, blobs: memoryBlobs() }),
  ) as (keyof OrchestrationZone)[];
  const worker = await Worker.create({
    ...common,
    taskQueue: SHARED_QUEUE,
    activities: Object.fromEntries(names.map((name) => [name, own(name)])),
  });
  const running = worker.run();
  return {
    add: (estate: string, zone: OrchestrationZone): void => void zones.set(estate, zone),
    async stop(): Promise<void> {
      worker.shutdown();
      await running;
    },
  };
}
