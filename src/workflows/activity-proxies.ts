import { ActivityCancellationType, proxyActivities, type ActivityOptions } from '@temporalio/workflow';
import type { AuthorityZone, OrchestrationZone, TrustedZone } from '../activities/index.js';
import { firstPatienceMs, isPatient, patienceMs } from './outage.js';

/**
 * Every activity heartbeats while its process lives, so that a killed worker is noticed within seconds. Repeating
 * is safe: starts look before they act, awaits only read.
 */
export const HEARTBEAT = '6 seconds';
const DAYS_30 = '30 days';
/** About two minutes at the estate's own pace. */
const FIRST_ATTEMPTS = 10;

/** Retries go on until the server is back; only what repeating cannot cure ends them (see activities/failures). */
function retry(timeScale: number): NonNullable<ActivityOptions['retry']> {
  return {
    initialInterval: 500,
    backoffCoefficient: 2,
    // A vCenter may be away for days: knocking every half minute of its own time is often enough.
    maximumInterval: Math.max(500, 30_000 / timeScale),
  };
}

/**
 * A read or start that found no answer in this time comes back, so that people are told what it waits for. It is
 * counted in attempts as well: none is cut off in the middle because the estate's time goes fast.
 */
const doing = (taskQueue: string, timeScale: number): ActivityOptions => ({
  taskQueue,
  scheduleToCloseTimeout: firstPatienceMs(timeScale),
  heartbeatTimeout: HEARTBEAT,
  retry: { ...retry(timeScale), maximumAttempts: FIRST_ATTEMPTS },
});

/** The same when people know already that the server is away. An abort ends it, once no attempt is in flight. */
const doingPatiently = (taskQueue: string, timeScale: number): ActivityOptions => ({
  taskQueue,
  scheduleToCloseTimeout: patienceMs(timeScale),
  heartbeatTimeout: HEARTBEAT,
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  // Then the server does answer: people are told something else.
  retry: { ...retry(timeScale), nonRetryableErrorTypes: ['foreign-activity'] },
});

/** The patience of each call is that of the moment at which it is made. */
function reading<Zone>(taskQueue: string, timeScale: number) {
  const first = proxyActivities<Zone>(doing(taskQueue, timeScale));
  const patient = proxyActivities<Zone>(doingPatiently(taskQueue, timeScale));
  return new Proxy(first, {
    get: (_, name) => Reflect.get(isPatient() ? patient : first, name),
  });
}

const awaiting = (taskQueue: string, timeScale: number): ActivityOptions => ({
  taskQueue,
  startToCloseTimeout: DAYS_30,
  heartbeatTimeout: HEARTBEAT,
  retry: retry(timeScale),
});

/** What helps people but holds nothing up: an answer soon, or none. */
const asking = (taskQueue: string): ActivityOptions => ({
  taskQueue,
  scheduleToCloseTimeout: '20 seconds',
  heartbeatTimeout: HEARTBEAT,
  retry: { initialInterval: 500, maximumAttempts: 3 },
});

/** Activities of one zone: `does` for reads and starts, `awaits` for what takes as long as it takes. */
export function onAuthority(taskQueue: string, timeScale: number) {
  return {
    does: reading<AuthorityZone>(taskQueue, timeScale),
    awaits: proxyActivities<AuthorityZone>(awaiting(taskQueue, timeScale)),
  };
}

export function onTrusted(taskQueue: string, timeScale: number) {
  return {
    does: reading<TrustedZone>(taskQueue, timeScale),
    awaits: proxyActivities<TrustedZone>(awaiting(taskQueue, timeScale)),
  };
}

/** Activities that both zones offer: appliance, host and cluster. */
export type SharedZone = {
  readonly [Name in keyof AuthorityZone & keyof TrustedZone]: AuthorityZone[Name];
};

export function onEither(taskQueue: string, timeScale: number) {
  return {
    does: reading<SharedZone>(taskQueue, timeScale),
    awaits: proxyActivities<SharedZone>(awaiting(taskQueue, timeScale)),
    asks: proxyActivities<SharedZone>(asking(taskQueue)),
  };
}

/** Records and plans, on the queue the workflow itself runs on. */
export const records = proxyActivities<OrchestrationZone>({
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: HEARTBEAT,
  retry: { initialInterval: 250, backoffCoefficient: 2, maximumInterval: '10 seconds' },
});

/** Looks once a minute of the estate's time whether a workflow has ended; between the looks it costs nothing. */
export function unitWatch(timeScale: number) {
  return proxyActivities<Pick<OrchestrationZone, 'awaitUnitEnd'>>({
    startToCloseTimeout: '1 minute',
    heartbeatTimeout: HEARTBEAT,
    cancellationType: ActivityCancellationType.TRY_CANCEL,
    retry: { initialInterval: Math.max(1_000, 60_000 / timeScale), backoffCoefficient: 1 },
  });
}
