import {
  ServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  isGrpcDeadlineError,
  isGrpcServiceError,
  type Client,
  type WorkflowHandle,
} from '@temporalio/client';
import { ActivityFailure, ApplicationFailure, type UpdateDefinition } from '@temporalio/common';
import type { Durations } from '../domain/durations.js';
import { runWorkflowId } from '../domain/ids.js';
import type { SubjectDecision } from '../domain/model/decision.js';
import type { GateDecision, Request, RunStatus } from '../domain/model/run.js';
import type { EngineAnswer, EnginePort } from '../ports/engine.js';
import {
  AskPayload,
  LimitsChangePayload,
  GateDecisionPayload,
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
import { readHealth } from './health.js';
import { ORCHESTRATION_QUEUE, searchAttributes } from './names.js';
import { createAdmission } from './update-queue.js';

/** Above ten in flight a workflow nearly stops; four is plenty for people. */
const UPDATES_IN_FLIGHT = 4;

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

    planUpgrade: ({ id, ...input }) =>
      answered(planWithinMs, async () => ({
        kind: 'done',
        value: readPayload(
          'the answer of the planning',
          PlanResultPayload,
          await client.workflow.execute<typeof workflows.planUpgrade>('planUpgrade', {
            workflowId: `plan/${input.estate.name}/${id}`,
            taskQueue: ORCHESTRATION_QUEUE,
            workflowIdConflictPolicy: 'USE_EXISTING',
            args: [readPayload('the request to plan', PlanInputPayload, input)],
          }),
        ),
      })),

    startRun: (input) =>
      answered(answerWithinMs, async () => {
        await client.workflow.start<typeof workflows.upgradeEstate>('upgradeEstate', {
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
      }),

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

function notFound<T>(runId: string): EngineAnswer<T> {
  return { kind: 'not-found', message: `Run ${runId} is not the estate's present run.` };
}

function answerOf<T>(error: unknown, withinMs: number): EngineAnswer<T> {
  if (error instanceof WorkflowExecutionAlreadyStartedError) {
    return {
      kind: 'refused',
      message: 'A run of this estate is under way; an estate has one at a time.',
      rule: 'DG-12',
    };
  }
  if (error instanceof WorkflowNotFoundError)
    return { kind: 'not-found', message: 'No such run, or it has ended.' };
  if (error instanceof WorkflowUpdateFailedError || error instanceof WorkflowFailedError)
    return refusal(error);
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || isGrpcDeadlineError(error)) {
    const seconds = Math.round(withinMs / 1000);
    return {
      kind: 'pending',
      message: `No worker answered within ${seconds} s. Check 'vta doctor'; repeating with the same Idempotency-Key is safe.`,
    };
  }
  // Most calls of the client wrap what came from the wire.
  const onTheWire = error instanceof ServiceError ? error.cause : error;
  if (isGrpcServiceError(onTheWire)) {
    return {
      kind: 'pending',
      message: `Temporal is not reachable now (${onTheWire.details}). Repeating is safe.`,
    };
  }
  throw error;
}

/** A validator's no, or a workflow's failure: its own words, and the rule where the code is one. */
function refusal<T>(error: WorkflowUpdateFailedError | WorkflowFailedError): EngineAnswer<T> {
  // An activity's failure wraps the one that says something.
  const cause = error.cause instanceof ActivityFailure ? (error.cause.cause ?? error.cause) : error.cause;
  const code = cause instanceof ApplicationFailure ? cause.type : undefined;
  const isRule = code != null && /^[A-Z]{2,3}-\d+$/.test(code);
  const server = code === 'too-old' ? serverOf(cause) : undefined;
  const refusalCode = isRule ? detailOf(cause, 'code') : undefined;
  return {
    kind: 'refused',
    message: cause?.message ?? 'refused',
    ...(isRule ? { rule: code } : {}),
    ...(refusalCode === undefined ? {} : { code: refusalCode }),
    ...(server === undefined ? {} : { tooOld: server }),
    ...(code === 'payload-newer' ? { newer: true } : {}),
  };
}

/** The server that an activity's failure is about, as `asActivityFailure` writes it down. */
function serverOf(failure: unknown): string | undefined {
  return detailOf(failure, 'server');
}

function detailOf(failure: unknown, name: string): string | undefined {
  const [about] = failure instanceof ApplicationFailure ? (failure.details ?? []) : [];
  return (about as Record<string, string | undefined> | undefined)?.[name];
}
