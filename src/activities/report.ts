import { getClient } from '@temporalio/activity';
import { hostWorkflowId } from '../domain/ids.js';
import type { RunReport, WorkflowFigures } from '../domain/model/report.js';
import type { RunStatus } from '../domain/model/run.js';
import { serviceVersions } from '../domain/services/index.js';
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

const HISTORIES_AT_ONCE = 8;

/** Counts what Temporal did and writes the run's report. */
export function createReportActivities({ records, blobs }: RecordsDependencies) {
  return {
    /** Stores the report by hash and remembers it with the run. `self` is counted up to this moment. */
    async writeReport(input: {
      status: RunStatus;
      /** Workflows above the hosts: the run itself, vCenters, clusters. */
      unitIds: readonly string[];
      /** vCenters of the trusted side; their hosts' figures are averaged. */
      trustedVCenters: readonly string[];
    }): Promise<{ reportHash: string }> {
      const { status, trustedVCenters } = input;
      const hosts = await records.listHostProgress(status.runId);
      const started = hosts.filter(({ startedAt }) => startedAt !== undefined).map(({ host }) => host);
      const units = await figuresOf(input.unitIds);
      const hostFigures = await figuresOf(started.map((host) => hostWorkflowId(status.estate, host)));
      const trustedIds = started
        .filter((host) => trustedVCenters.includes(host.vcenter))
        .map((host) => hostWorkflowId(status.estate, host));
      const actions = hostFigures
        .filter(({ workflowId }) => trustedIds.includes(workflowId))
        .map((figures) => figures.actions);
      const workflows = [...units, ...hostFigures];
      const services = serviceVersions(hosts, trustedVCenters);
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
        ...(status.operation === undefined ? {} : { operation: status.operation }),
        ...(status.steps === undefined ? {} : { steps: status.steps }),
        gates: status.gates,
        hosts,
        ...(services.length === 0 ? {} : { services }),
        debts: status.debts,
        ...(status.residue === undefined ? {} : { residue: status.residue }),
        ...(status.time === undefined ? {} : { time: status.time }),
        temporal: {
          workflows,
          actionsPerTrustedHost: {
            max: Math.max(0, ...actions),
            mean: actions.length === 0 ? 0 : actions.reduce((sum, n) => sum + n, 0) / actions.length,
          },
          longestHistory: Math.max(0, ...workflows.map(({ historyEvents }) => historyEvents)),
        },
      };
      const reportHash = await putJson(blobs, report);
      const run = await records.getRun(status.runId);
      // The last status comes with the last event: who sees that the run has ended can read its whole story.
      if (run !== undefined) await records.putRun({ ...run, reportHash });
      return { reportHash };
    },
  };
}

/** A few histories at a time: 2,500 at once would be a burst on Temporal. */
async function figuresOf(workflowIds: readonly string[]): Promise<WorkflowFigures[]> {
  const figures: WorkflowFigures[] = [];
  for (let from = 0; from < workflowIds.length; from += HISTORIES_AT_ONCE) {
    const slice = workflowIds.slice(from, from + HISTORIES_AT_ONCE);
    figures.push(...(await Promise.all(slice.map((id) => figuresOfOne(id)))));
  }
  return figures;
}

async function figuresOfOne(workflowId: string): Promise<WorkflowFigures> {
  const handle = getClient().workflow.getHandle(workflowId);
  const [description, history] = await Promise.all([handle.describe(), handle.fetchHistory()]);
  const events = history.events ?? [];
  const actions = events.filter((event) => ACTION_EVENTS.some((kind) => event[kind] != null)).length;
  return { workflowId, type: description.type, actions, historyEvents: events.length };
}
