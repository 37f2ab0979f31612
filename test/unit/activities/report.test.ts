import { describe, expect, it } from '@jest/globals';
import type { Client } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { getJson } from '../../../src/activities/json-blobs.js';
import { createReportActivities } from '../../../src/activities/report.js';
import type { RunReport } from '../../../src/domain/model/report.js';
import { memoryRecords } from '../../support/memory-records.js';
import { aHostProgress, aRunRecord, aRunStatus } from '../../support/run-builders.js';
import { memoryBlobs } from '../../support/memory-blobs.js';

type Events = readonly Record<string, object | null>[];

const started = { workflowExecutionStartedEventAttributes: {} };
const activity = { activityTaskScheduledEventAttributes: {} };
const timer = { timerStartedEventAttributes: {} };
// What a worker does with a task costs no action.
const task = { workflowTaskCompletedEventAttributes: {}, timerStartedEventAttributes: null };

/** Temporal as far as the report asks it; `most` counts the histories that are fetched at one time. */
function aTemporalWith(histories: Readonly<Record<string, Events>>) {
  let [now, most] = [0, 0];
  const client = {
    withAbortSignal: async (_signal: AbortSignal, ask: () => Promise<unknown>) => ask(),
    workflow: {
      getHandle: (id: string) => ({
        describe: async () => ({ type: `type of ${id}` }),
        fetchHistory: async () => {
          most = Math.max(most, ++now);
          await new Promise((resolve) => setTimeout(resolve, 1));
          now--;
          return { events: histories[id] ?? [started] };
        },
      }),
    },
  };
  return { client: client as unknown as Client, most: () => most };
}

const hostAt = (vcenter: string, moid: string, startedAt?: string) =>
  aHostProgress({
    host: { vcenter, moid, name: `${vcenter}-${moid}` },
    ...(startedAt === undefined ? {} : { startedAt }),
  });

async function report(histories: Readonly<Record<string, Events>>, hosts: ReturnType<typeof hostAt>[]) {
  const [records, blobs] = [memoryRecords(), memoryBlobs()];
  await records.port.putRun(aRunRecord());
  for (const host of hosts) await records.port.putHostProgress('run-1', host);
  const temporal = aTemporalWith(histories);
  const env = new MockActivityEnvironment({}, { client: temporal.client });
  const status = aRunStatus({ state: 'succeeded', endedAt: '2026-03-01T12:00:00.000Z' });
  const { writeReport } = createReportActivities({ records: records.port, blobs });
  const { reportHash }: { reportHash: string } = await env.run(writeReport, {
    status,
    unitIds: ['upgrade/lab'],
    trustedVCenters: ['wl-vc'],
  });
  return {
    report: await getJson<RunReport>(blobs, reportHash),
    run: await records.port.getRun('run-1'),
    reportHash,
    most: temporal.most(),
  };
}

const AT = '2026-03-01T10:10:00.000Z';

describe('writeReport', () => {
  it('stores the report by hash and remembers it with the run, whose end is not told yet', async () => {
    const { report: written, run, reportHash } = await report({}, [hostAt('wl-vc', 'host-1', AT)]);
    expect(run).toMatchObject({ reportHash, status: aRunRecord().status });
    expect(written).toMatchObject({
      schema: 1,
      runId: 'run-1',
      state: 'succeeded',
      requestedBy: 'olga',
      endedAt: '2026-03-01T12:00:00.000Z',
      hosts: [{ host: { moid: 'host-1' } }],
    });
  });

  it('counts actions by the events that cost one, and averages them over the trusted hosts', async () => {
    const { report: written } = await report(
      {
        'upgrade/lab': [started, task, activity, timer, task],
        'upgrade/lab/host/ta-vc/host-1': [started, activity, activity, activity, activity, activity],
        'upgrade/lab/host/wl-vc/host-1': [started, activity],
        'upgrade/lab/host/wl-vc/host-2': [started, activity, timer, activity, task],
      },
      [hostAt('ta-vc', 'host-1', AT), hostAt('wl-vc', 'host-1', AT), hostAt('wl-vc', 'host-2', AT)],
    );
    expect(written.temporal.actionsPerTrustedHost).toEqual({ max: 4, mean: 3 });
    expect(written.temporal.longestHistory).toBe(6);
    expect(written.temporal.workflows[0]).toEqual({
      workflowId: 'upgrade/lab',
      type: 'type of upgrade/lab',
      actions: 3,
      historyEvents: 5,
    });
  });

  it('a host that was never begun has no workflow to count, but its line stays', async () => {
    const { report: written } = await report({}, [hostAt('wl-vc', 'host-1')]);
    expect(written.hosts).toHaveLength(1);
    expect(written.temporal.workflows.map(({ workflowId }) => workflowId)).toEqual(['upgrade/lab']);
    expect(written.temporal.actionsPerTrustedHost).toEqual({ max: 0, mean: 0 });
  });

  it('asks for a few histories at a time, however many hosts there are', async () => {
    const hosts = Array.from({ length: 30 }, (_, index) => hostAt('wl-vc', `host-${index}`, AT));
    const { report: written, most } = await report({}, hosts);
    expect(written.temporal.workflows).toHaveLength(31);
    expect(most).toBeLessThanOrEqual(8);
  });
});
