import type { Client, WorkflowHandle } from '@temporalio/client';
import type { UpdateDefinition, Workflow } from '@temporalio/common';
import type { Durations } from '../domain/durations.js';
import type { Estate } from '../domain/model/estate.js';
import { diagnosisWorkflowId, runWorkflowId } from '../domain/ids.js';
import type { SubjectDecision } from '../domain/model/decision.js';
import type { GateDecision, Request, RunStatus } from '../domain/model/run.js';
import type { EngineAnswer, EnginePort, PlanningResult } from '../ports/engine.js';
import {
  AskPayload,
  LimitsChangePayload,
  GateDecisionPayload,
  HashPayload,
  OperationPlanInputPayload,
  PlanInputPayload,
  PlanResultPayload,
  readPayload,
  RunInputPayload,
  RunStatusPayload,
  SubjectDecisionPayload,
  SurveyInputPayload,
  SurveyResultPayload,
} from '../ports/payloads/index.js';
import type * as workflows from '../workflows/index.js';
import {
  abortRunUpdate,
  changeLimitsUpdate,
  decideGateUpdate,
  decideHostUpdate,
  pauseRunUpdate,
  resumeRunUpdate,
  runStatusQuery,
} from '../workflows/messages.js';
import { answerOf, notFound } from './answers.js';
import { readHealth } from './health.js';
import { ORCHESTRATION_QUEUE, searchAttributes } from './names.js';
import { createAdmission } from './update-queue.js';

/** Above ten in flight a workflow nearly stops; four is plenty for people. */
const UPDATES_IN_FLIGHT = 4;

interface RunIdentity {
  readonly runId: string;
  readonly estate: Estate;
  readonly requestedBy: string;
  readonly reason: string;
}

export interface EngineOptions {
  readonly client: Client;
  /** Estate seconds per real second; 1 in production. */
  readonly timeScale: number;
  /** Times and limits that a run keeps from its start to its end; absent = defaults. */
  readonly durations?: Durations;
  /** How long an operator waits for an answer before "no worker answered" is said. */
  readonly answerWithinMs?: number;
  /** How long a survey or plan may take. */
  readonly planWithinMs?: number;
  /** Task queues whose pollers `health` counts. */
  readonly queues: readonly string[];
}

/** What the API asks of Temporal. */
export function createEngine(options: EngineOptions): EnginePort {
  const { client, timeScale, answerWithinMs = 10_000, planWithinMs = 180_000 } = options;
  const admission = createAdmission(UPDATES_IN_FLIGHT);

  const update = async <A extends Request>(
    estate: string,
    runId: string,
    definition: UpdateDefinition<RunStatus, [A]>,
    request: A,
  ): Promise<EngineAnswer<RunStatus>> =>
    admission.admit(estate, () =>
      answered(answerWithinMs, async () => {
        const handle = await handleOf(client, estate, runId);
        if (handle === undefined) return notFound(runId);
        const value = await handle.executeUpdate(definition, { args: [request], updateId: request.id });
        return { kind: 'done', value: statusOf(runId, value) };
      }),
    );

  async function answered<T>(
    withinMs: number,
    ask: () => Promise<EngineAnswer<T>>,
  ): Promise<EngineAnswer<T>> {
    try {
      return await client.withDeadline(Date.now() + withinMs, ask);
    } catch (error) {
      return answerOf(error, withinMs);
    }
  }

  /** A planning workflow; the same `id` finds the one that is under way, or its answer. */
  async function planned<W extends (input: never) => Promise<PlanningResult>>(
    workflow: string,
    estate: Estate,
    id: string,
    input: () => Parameters<W>[0],
  ): Promise<EngineAnswer<PlanningResult>> {
    return answered(planWithinMs, async () => ({
      kind: 'done',
      value: readPayload(
        'the answer of the planning',
        PlanResultPayload,
        await client.workflow.execute<Workflow>(workflow, {
          workflowId: `plan/${estate.name}/${id}`,
          taskQueue: ORCHESTRATION_QUEUE,
          workflowIdConflictPolicy: 'USE_EXISTING',
          args: [input()],
        }),
      ),
    }));
  }

  /** Takes the estate's lock: its run has one workflow ID, whatever it does. */
  async function started<W extends (input: never) => Promise<RunStatus>>(
    workflow: string,
    input: Omit<Parameters<W>[0], 'timeScale' | 'durations'> & RunIdentity,
  ): Promise<EngineAnswer<{ readonly runId: string }>> {
    return answered(answerWithinMs, async () => {
      await client.workflow.start<Workflow>(workflow, {
        workflowId: runWorkflowId(input.estate.name),
        taskQueue: ORCHESTRATION_QUEUE,
        workflowIdConflictPolicy: 'FAIL',
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        staticSummary: `${input.estate.name}: ${input.reason}`.slice(0, 200),
        typedSearchAttributes: [
          { key: searchAttributes.estate, value: input.estate.name },
          { key: searchAttributes.runId, value: input.runId },
          { key: searchAttributes.requestedBy, value: input.requestedBy },
        ],
        args: [
          readPayload('the start of a run', RunInputPayload, {
            ...input,
            timeScale,
            ...(options.durations === undefined ? {} : { durations: options.durations }),
          }),
        ],
      });
      return { kind: 'done', value: { runId: input.runId } };
    });
  }

  return {
    surveyEstate: ({ estate, id }) =>
      answered(planWithinMs, async () => ({
        kind: 'done',
        value: readPayload(
          'the answer of the survey',
          SurveyResultPayload,
          await client.workflow.execute<typeof workflows.surveyEstate>('surveyEstate', {
            workflowId: `survey/${estate.name}/${id}`,
            taskQueue: ORCHESTRATION_QUEUE,
            workflowIdConflictPolicy: 'USE_EXISTING',
            args: [readPayload('the estate', SurveyInputPayload, { estate })],
          }),
        ),
      })),

    collectDiagnosis: ({ id, ...input }) =>
      answered(planWithinMs, async () => ({
        kind: 'done',
        value: readPayload(
          'the answer of the diagnosis',
          HashPayload,
          await client.workflow.execute<typeof workflows.collectDiagnosis>('collectDiagnosis', {
            workflowId: diagnosisWorkflowId(input.estate.name, id),
            taskQueue: ORCHESTRATION_QUEUE,
            workflowIdConflictPolicy: 'USE_EXISTING',
            args: [{ ...readPayload('the estate', SurveyInputPayload, input), ...input }],
          }),
        ),
      })),

    planUpgrade: ({ id, ...input }) =>
      planned<typeof workflows.planUpgrade>('planUpgrade', input.estate, id, () =>
        readPayload('the request to plan', PlanInputPayload, input),
      ),

    planOperation: ({ id, ...input }) =>
      planned<typeof workflows.planOperation>('planOperation', input.estate, id, () =>
        readPayload('the request to plan', OperationPlanInputPayload, input),
      ),

    startRun: (input) => started<typeof workflows.upgradeEstate>('upgradeEstate', input),
    startOperation: (input) => started<typeof workflows.runOperation>('runOperation', input),

    runStatus: (estate, runId) =>
      answered(answerWithinMs, async () => {
        const handle = await handleOf(client, estate, runId);
        return handle === undefined
          ? notFound(runId)
          : { kind: 'done', value: statusOf(runId, await handle.query(runStatusQuery)) };
      }),

    decideGate: (estate, runId, decision: GateDecision) =>
      update(estate, runId, decideGateUpdate, readPayload('the decision', GateDecisionPayload, decision)),
    pauseRun: (estate, runId, request) =>
      update(estate, runId, pauseRunUpdate, readPayload('the request', AskPayload, request)),
    resumeRun: (estate, runId, request) =>
      update(estate, runId, resumeRunUpdate, readPayload('the request', AskPayload, request)),
    abortRun: (estate, runId, request) =>
      update(estate, runId, abortRunUpdate, readPayload('the request', AskPayload, request)),
    decideHost: (estate, runId, decision: SubjectDecision) =>
      update(estate, runId, decideHostUpdate, readPayload('the decision', SubjectDecisionPayload, decision)),
    changeLimits: (estate, runId, change) =>
      update(estate, runId, changeLimitsUpdate, readPayload('the change', LimitsChangePayload, change)),

    health: () => readHealth(client, options.queues),
  };
}

/** A worker of another release may have answered. */
function statusOf(runId: string, answer: unknown): RunStatus {
  return readPayload(`the status of run ${runId}`, RunStatusPayload, answer);
}

/** The estate's workflow, if its present or last execution is this very run. */
async function handleOf(client: Client, estate: string, runId: string): Promise<WorkflowHandle | undefined> {
  const handle = client.workflow.getHandle(runWorkflowId(estate));
  const description = await handle.describe();
  return description.typedSearchAttributes.get(searchAttributes.runId) === runId ? handle : undefined;
}
