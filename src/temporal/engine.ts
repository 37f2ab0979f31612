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
import { runWorkflowId } from '../domain/ids.js';
import type { GateDecision, Request, RunStatus } from '../domain/model/run.js';
import type { EngineAnswer, EnginePort } from '../ports/engine.js';
import type * as workflows from '../workflows/index.js';
import {
  abortRunUpdate,
  changeLimitsUpdate,
  decideGateUpdate,
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
        return { kind: 'done', value };
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
        value: await client.workflow.execute<typeof workflows.surveyEstate>('surveyEstate', {
          workflowId: `survey/${estate.name}/${id}`,
          taskQueue: ORCHESTRATION_QUEUE,
          workflowIdConflictPolicy: 'USE_EXISTING',
          args: [{ estate }],
        }),
      })),

    planUpgrade: ({ id, ...input }) =>
      answered(planWithinMs, async () => ({
        kind: 'done',
        value: await client.workflow.execute<typeof workflows.planUpgrade>('planUpgrade', {
          workflowId: `plan/${input.estate.name}/${id}`,
          taskQueue: ORCHESTRATION_QUEUE,
          workflowIdConflictPolicy: 'USE_EXISTING',
          args: [input],
        }),
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
          args: [{ ...input, timeScale }],
        });
        return { kind: 'done', value: { runId: input.runId } };
      }),

    runStatus: (estate, runId) =>
      answered(answerWithinMs, async () => {
        const handle = await handleOf(client, estate, runId);
        return handle === undefined
          ? notFound(runId)
          : { kind: 'done', value: await handle.query(runStatusQuery) };
      }),

    decideGate: (estate, runId, decision: GateDecision) => update(estate, runId, decideGateUpdate, decision),
    pauseRun: (estate, runId, request) => update(estate, runId, pauseRunUpdate, request),
    resumeRun: (estate, runId, request) => update(estate, runId, resumeRunUpdate, request),
    abortRun: (estate, runId, request) => update(estate, runId, abortRunUpdate, request),
    changeLimits: (estate, runId, change) => update(estate, runId, changeLimitsUpdate, change),

    health: () => readHealth(client, options.queues),
  };
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
  return {
    kind: 'refused',
    message: cause?.message ?? 'refused',
    ...(isRule ? { rule: code } : {}),
    ...(server === undefined ? {} : { tooOld: server }),
  };
}

/** The server that an activity's failure is about, as `asActivityFailure` writes it down. */
function serverOf(failure: unknown): string | undefined {
  const [about] = failure instanceof ApplicationFailure ? (failure.details ?? []) : [];
  return (about as { server?: string } | undefined)?.server;
}
