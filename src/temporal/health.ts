import type { Client } from '@temporalio/client';
import type { EnginePort } from '../ports/engine.js';
import { ORCHESTRATION_QUEUE } from './names.js';

const WORKFLOW_QUEUE = 1;
const ACTIVITY_QUEUE = 2;
const ANSWER_WITHIN_MS = 3_000;

/** Whether Temporal answers, and how many workers poll each queue. */
export async function readHealth(
  client: Client,
  queues: readonly string[],
): ReturnType<EnginePort['health']> {
  try {
    return await client.withDeadline(Date.now() + ANSWER_WITHIN_MS, async () => {
      const { serverVersion } = await client.workflowService.getSystemInfo({});
      const counted = await Promise.all(queues.map((name) => pollersOf(client, name)));
      return { reachable: true, serverVersion, queues: counted };
    });
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { reachable: false, queues: [], problem };
  }
}

async function pollersOf(client: Client, name: string): Promise<{ name: string; pollers: number }> {
  const { pollers } = await client.workflowService.describeTaskQueue({
    namespace: client.options.namespace,
    taskQueue: { name },
    taskQueueType: name === ORCHESTRATION_QUEUE ? WORKFLOW_QUEUE : ACTIVITY_QUEUE,
  });
  return { name, pollers: new Set(pollers?.map(({ identity }) => identity)).size };
}
