import { NativeConnection, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import {
  activityInterceptors,
  createAuthorityZone,
  createOrchestrationZone,
  createTrustedZone,
} from '../activities/index.js';
import { createSecrets, type LoadedConfig } from '../config/index.js';
import type { Logger } from '../observability/index.js';
import type { BlobStorePort, RecordsPort } from '../ports/records.js';
import { ORCHESTRATION_QUEUE } from '../temporal/names.js';
import { createVSphere } from '../vsphere/index.js';
import { workflowBundlePath } from './paths.js';
import { temporalLogger } from './temporal-logger.js';

/** Time for running activities to come to a good end when the process is told to stop. */
const GRACE = '10 seconds';
const FORCE = '30 seconds';
const RETRY_CONNECT_MS = 1_000;

export interface RunningWorkers {
  /** Settles when the workers have ended; rejects when one of them failed. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

export interface WorkerParts {
  readonly config: LoadedConfig;
  readonly env: NodeJS.ProcessEnv;
  readonly temporalAddress: string;
  readonly records: RecordsPort;
  readonly blobs: BlobStorePort;
  readonly logger: Logger;
  /** False: this process waits for Temporal instead of ending; asked between two tries. */
  readonly isStopping?: () => boolean;
}

/** Task queues of a process, by the zones its configuration names. */
export function queuesOf(config: LoadedConfig): string[] {
  const { authority, trusted } = config.taskQueues;
  const names = { orchestration: ORCHESTRATION_QUEUE, authority, trusted };
  return config.zones.map((zone) => names[zone]);
}

/** Workers for the zones of this process. A zone's credentials are needed only where the zone is served. */
export async function startWorkers(parts: WorkerParts): Promise<RunningWorkers> {
  const { config, records, blobs, logger } = parts;
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
  const dependencies = { vsphere, blobs, timeScale: config.timeScale };
  const common = {
    connection,
    namespace: config.temporal.namespace,
    interceptors: { activity: [activityInterceptors] },
    shutdownGraceTime: GRACE,
    shutdownForceTime: FORCE,
    stickyQueueScheduleToStartTimeout: '3 seconds',
  } satisfies Partial<WorkerOptions>;
  const optionsOf: Record<LoadedConfig['zones'][number], () => WorkerOptions> = {
    orchestration: () => ({
      ...common,
      taskQueue: ORCHESTRATION_QUEUE,
      workflowBundle: { codePath: workflowBundlePath },
      activities: createOrchestrationZone({ records, blobs }),
    }),
    authority: () => ({
      ...common,
      taskQueue: config.taskQueues.authority,
      activities: createAuthorityZone(dependencies),
    }),
    trusted: () => ({
      ...common,
      taskQueue: config.taskQueues.trusted,
      activities: createTrustedZone(dependencies),
    }),
  };
  const workers = await Promise.all(config.zones.map((zone) => Worker.create(optionsOf[zone]())));
  const ended = Promise.all(workers.map((worker) => worker.run())).then(() => undefined);
  return {
    ended,
    async stop() {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await ended.catch(() => undefined);
      await vsphere.close();
      await connection.close();
    },
  };
}

/** Temporal may come up later than we do; say so once and go on trying. */
async function connect(parts: WorkerParts): Promise<NativeConnection> {
  let hasSaid = false;
  for (;;) {
    try {
      return await NativeConnection.connect({ address: parts.temporalAddress });
    } catch (error) {
      if (parts.isStopping?.() === true) throw error;
      if (!hasSaid)
        parts.logger.warn({ address: parts.temporalAddress }, 'Temporal does not answer yet, waiting for it');
      hasSaid = true;
      await new Promise((resolve) => setTimeout(resolve, RETRY_CONNECT_MS));
    }
  }
}
