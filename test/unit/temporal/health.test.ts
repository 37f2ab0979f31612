import { describe, expect, it } from '@jest/globals';
import type { Client } from '@temporalio/client';
import { readHealth } from '../../../src/temporal/health.js';
import { ORCHESTRATION_QUEUE } from '../../../src/temporal/names.js';

interface Asked {
  readonly taskQueue: { readonly name: string };
  readonly taskQueueType: number;
  readonly namespace: string;
}

function aTemporal(pollers: Readonly<Record<string, readonly string[]>>, problem?: Error) {
  const asked: Asked[] = [];
  const client = {
    options: { namespace: 'vta' },
    withDeadline: async (_deadline: number, ask: () => Promise<unknown>) => ask(),
    workflowService: {
      getSystemInfo: async () => {
        if (problem !== undefined) throw problem;
        return { serverVersion: '1.29.0' };
      },
      describeTaskQueue: async (request: Asked) => {
        asked.push(request);
        return { pollers: (pollers[request.taskQueue.name] ?? []).map((identity) => ({ identity })) };
      },
    },
  };
  return { client: client as unknown as Client, asked };
}

describe('readHealth', () => {
  it('counts workers, not their pollers, for each queue', async () => {
    const { client } = aTemporal({ 'vta-authority': ['w1', 'w1', 'w2'], [ORCHESTRATION_QUEUE]: ['w1'] });
    const queues = [ORCHESTRATION_QUEUE, 'vta-authority', 'vta-trusted'];
    expect(await readHealth(client, queues)).toEqual({
      reachable: true,
      serverVersion: '1.29.0',
      queues: [
        { name: ORCHESTRATION_QUEUE, pollers: 1 },
        { name: 'vta-authority', pollers: 2 },
        { name: 'vta-trusted', pollers: 0 },
      ],
    });
  });

  it('asks for workflows on the one queue and for activities on the others', async () => {
    const { client, asked } = aTemporal({});
    await readHealth(client, [ORCHESTRATION_QUEUE, 'vta-trusted']);
    expect(asked.map(({ taskQueue, taskQueueType }) => [taskQueue.name, taskQueueType])).toEqual([
      [ORCHESTRATION_QUEUE, 1],
      ['vta-trusted', 2],
    ]);
  });

  it('an unreachable Temporal is an answer with the problem, not an error', async () => {
    const { client } = aTemporal({}, new Error('14 UNAVAILABLE: connection refused'));
    expect(await readHealth(client, [ORCHESTRATION_QUEUE])).toEqual({
      reachable: false,
      queues: [],
      problem: '14 UNAVAILABLE: connection refused',
    });
  });
});
