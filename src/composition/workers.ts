import { NativeConnection, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import {
  createAuthorityZone,
  createOrchestrationZone,
  createTrustedZone,
  createWorkInHand,
  type WorkInHand,
} from '../activities/index.js';
import { createSecrets, durationsOf, type LoadedConfig } from '../config/index.js';
import type { Logger } from '../observability/index.js';
import type { BlobStorePort, RecordsPort } from '../ports/records.js';
import { checkNamespace } from '../temporal/connection.js';
import { ORCHESTRATION_QUEUE } from '../temporal/names.js';
import { createVSphere } from '../vsphere/index.js';
import { workflowBundlePath } from './paths.js';
import { temporalLogger } from './temporal-logger.js';
import { waitFor } from './wait-for.js';

export interface RunningWorkers {
  /** Settles when the workers have ended; rejects when one of them failed. */
  readonly ended: Promise<void>;
  /**
   * Takes no new work, hands over what only waits, and lets the rest come to its end within the configured time.
   *
   * @returns false when something was still under way at the end of that time; another worker repeats it
   */
  stop(): Promise<boolean>;
}

export interface WorkerParts {
  readonly config: LoadedConfig;
  readonly env: NodeJS.ProcessEnv;
  readonly temporalAddress: string;
  readonly records: RecordsPort;
  readonly blobs: BlobStorePort;
  readonly logger: Logger;
  /** Says what is waited for and how it ends; for people. */
  readonly say: (line: string) => void;
  /** Ends the wait for Temporal. */
  readonly stopping?: AbortSignal;
  /** Told once, when Temporal is not there yet. */
  readonly onWaiting?: () => void;
  /** Looks whether Temporal is ready for work; the service makes the namespace with it, a worker waits for it. */
  readonly whenReady?: () => Promise<void>;
}

/** Task queues of all zones, whoever serves them: a zone without a worker is shown as such. */
export function queuesOf({ taskQueues }: LoadedConfig): string[] {
  return [ORCHESTRATION_QUEUE, taskQueues.authority, taskQueues.trusted];
}

/**
 * Workers for the zones of this process, as soon as Temporal is there. A zone's credentials are needed only where the
 * zone is served.
 *
 * @throws StoppedWaiting
 */
export async function startWorkers(parts: WorkerParts): Promise<RunningWorkers> {
  const { config, logger, say } = parts;
  Runtime.install({
    logger: temporalLogger(logger),
    telemetryOptions: { logging: { filter: { core: 'WARN', other: 'WARN' }, forward: {} } },
    // The process decides when to stop, once, for all its parts.
    shutdownSignals: [],
  });
  const connection = await connect(parts);
  const vsphere = createVSphere({
    secrets: createSecrets(config, parts.env),
    logger,
    callsPerSecond: config.vsphere.callsPerSecond,
    timeScale: config.timeScale,
    timeouts: {
      connect: config.limits.connectSeconds * 1000,
      request: config.limits.requestSeconds * 1000,
      transfer: config.limits.transferSeconds * 1000,
      readTask: config.limits.readTaskSeconds * 1000,
    },
    ...(config.backup === undefined ? {} : { backup: config.backup }),
  });
  const inHand = createWorkInHand();
  const workers = await Promise.all(
    config.zones.map((zone) => Worker.create(workerOptions(zone, parts, { connection, vsphere, inHand }))),
  );
  const ended = Promise.all(workers.map((worker) => worker.run())).then(() => undefined);
  ended.catch(() => undefined);
  return {
    ended,
    async stop() {
      const { awaits, others } = inHand.count();
      say(
        `workers take no new work; handed over: ${awaits} waits; to be finished within ` +
          `${config.shutdown.graceSeconds} s: ${others} other activities`,
      );
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      // Only now: before, this very process would have taken them again.
      inHand.handOver();
      const isClean = await ended.then(
        () => true,
        (error: unknown) => {
          say(`workers could not end in time: ${error instanceof Error ? error.message : String(error)}`);
          return false;
        },
      );
      await vsphere.close();
      // What was cut off still holds it; it goes with the process.
      if (isClean) await connection.close();
      if (isClean) say('workers have ended; nothing is under way here any more');
      return isClean;
    },
  };
}

interface Means {
  readonly connection: NativeConnection;
  readonly vsphere: ReturnType<typeof createVSphere>;
  readonly inHand: WorkInHand;
}

function workerOptions(
  zone: LoadedConfig['zones'][number],
  { config, records, blobs }: WorkerParts,
  { connection, vsphere, inHand }: Means,
): WorkerOptions {
  const common = {
    connection,
    namespace: config.temporal.namespace,
    interceptors: { activity: [inHand.interceptors] },
    shutdownGraceTime: config.shutdown.graceSeconds * 1000,
    shutdownForceTime: config.shutdown.forceSeconds * 1000,
    stickyQueueScheduleToStartTimeout: '3 seconds',
    // As often as activities beat: left to itself the SDK waits until 0.8 of the timeout, and one late beat is too late.
    maxHeartbeatThrottleInterval: '2 seconds',
  } satisfies Partial<WorkerOptions>;
  const durations = durationsOf(config.durations);
  const dependencies = { vsphere, blobs, timeScale: config.timeScale, durations };
  switch (zone) {
    case 'orchestration':
      return {
        ...common,
        taskQueue: ORCHESTRATION_QUEUE,
        workflowBundle: { codePath: workflowBundlePath },
        activities: createOrchestrationZone({
          records,
          blobs,
          durations,
          rollbackWindowHours: config.retiring.rollbackWindowHours,
        }),
      };
    case 'authority':
      return {
        ...common,
        taskQueue: config.taskQueues.authority,
        activities: createAuthorityZone(dependencies),
      };
    case 'trusted':
      return {
        ...common,
        taskQueue: config.taskQueues.trusted,
        activities: createTrustedZone(dependencies),
      };
  }
}

/** Temporal may come up later than we do. */
async function connect(parts: WorkerParts): Promise<NativeConnection> {
  const { temporalAddress: address, config, say, stopping, onWaiting } = parts;
  const { namespace } = config.temporal;
  const ready = parts.whenReady ?? (() => checkNamespace({ address, namespace }));
  const advice =
    `Start it, or correct temporal.address (VTA_TEMPORAL_ADDRESS); the service makes the namespace ${namespace}. ` +
    'This process goes on by itself.';
  return waitFor({ what: `Temporal at ${address}`, advice, say, stopping, onWaiting }, async () => {
    const connection = await NativeConnection.connect({ address });
    try {
      await ready();
      return connection;
    } catch (error) {
      await connection.close();
      throw error;
    }
  });
}
