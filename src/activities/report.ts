import { getClient } from '@temporalio/activity';
import type { RunReport, StepTiming, WorkflowFigures } from '../domain/model/report.js';
import type { RunStatus } from '../domain/model/run.js';
import type { RecordsDependencies } from './dependencies.js';
import { putJson } from './json-blobs.js';

/** History events that stand for one billable action of a workflow. */
const ACTION_EVENTS = [
  'workflowExecutionStartedEventAttributes',
  'activityTaskScheduledEventAttributes',
  'timerStartedEventAttributes',
  'workflowExecutionSignaledEventAttributes',
  'signalExternalWorkflowExecutionInitiatedEventAttributes',
  'workflowExecutionUpdateAcceptedEventAttributes',
  'upsertWorkflowSearchAttributesEventAttributes',
  'markerRecordedEventAttributes',
  'workflowExecutionContinuedAsNewEventAttributes',
] as const;

/** Counts what Temporal did and writes the run's report. */
export function createReportActivities({ records, blobs }: RecordsDependencies) {
  return {
    /** Stores the report by hash and remembers it with the run. `self` is counted up to this moment. */
    async writeReport(input: {
      status: RunStatus;
      workflowIds: readonly string[];
      trustedHostWorkflowIds: readonly string[];
      timings: readonly StepTiming[];
    }): Promise<{ reportHash: string }> {
      const workflows = await Promise.all(input.workflowIds.map((id) => figuresOf(id)));
      const trusted = workflows.filter(({ workflowId }) => input.trustedHostWorkflowIds.includes(workflowId));
      const actions = trusted.map((figures) => figures.actions);
      const { status } = input;
      const report: RunReport = {
        schema: 1,
        runId: status.runId,
        estate: status.estate,
        planHash: status.planHash,
        requestedBy: status.requestedBy,
        state: status.state,
        startedAt: status.startedAt,
        endedAt: status.endedAt ?? new Date().toISOString(),
        tiers: status.tiers,
        gates: status.gates,
        hosts: await records.listHostProgress(status.runId),
        debts: status.debts,
        temporal: {
          workflows,
          actionsPerTrustedHost: {
            max: Math.max(0, ...actions),
            mean: actions.length === 0 ? 0 : actions.reduce((sum, n) => sum + n, 0) / actions.length,
          },
          longestHistory: Math.max(0, ...workflows.map(({ historyEvents }) => historyEvents)),
        },
        timings: input.timings,
      };
      const reportHash = await putJson(blobs, report);
      const run = await records.getRun(status.runId);
      if (run !== undefined) await records.putRun({ ...run, status, reportHash });
      return { reportHash };
    },
  };
}

async function figuresOf(workflowId: string): Promise<WorkflowFigures> {
  const handle = getClient().workflow.getHandle(workflowId);
  const [description, history] = await Promise.all([handle.describe(), handle.fetchHistory()]);
  const events = history.events ?? [];
  const actions = events.filter((event) => ACTION_EVENTS.some((kind) => event[kind] != null)).length;
  return { workflowId, type: description.type, actions, historyEvents: events.length };
}
