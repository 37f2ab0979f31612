import { LabError } from '../world/model.js';
import type { LabCluster, LabTask } from '../world/model.js';
import { faultOf } from './errors.js';
import { clusterOf } from './lookup.js';
import type { Call } from './types.js';

/** Lab seconds that a read through the task engine takes. */
const readSeconds = 1;
/** Lab seconds that a small change of configuration takes. */
const changeSeconds = 3;

/** The work of a task; what it returns is the task's result, nothing for a void operation. */
export type TaskWork<Body> = (call: Call<Body>, cluster: LabCluster) => unknown;

/**
 * A [T] operation on a cluster that this door carries out itself. The cluster is looked up before the task starts
 * (404 on the call); every later refusal is a FAILED task.
 */
function taskOnCluster<Body>(
  seconds: number,
  service: string,
  operation: string,
  work: TaskWork<Body>,
): (call: Call<Body>) => LabTask {
  return (call) => {
    const cluster = clusterOf(call);
    const spec = {
      service,
      operation: `${operation}$task`,
      descriptionId: `${service}.${operation}`,
      entity: { type: 'ClusterComputeResource', moid: cluster.moid, name: cluster.name },
    };
    const { world, vcenter, session } = call;
    // Where the call itself refuses, the work is done with the call and only its end is a task.
    const done =
      world.assumptions.validationErrors === 'on-the-call' ? { value: work(call, cluster) } : undefined;
    return world.startTask(vcenter, session, spec, (task) => {
      world.clock.after(seconds, () => {
        if (task.state !== 'queued' && task.state !== 'running') return;
        void finish(call, task, () => (done ? done.value : work(call, cluster)));
      });
    });
  };
}

async function finish(call: Call, task: LabTask, work: () => unknown): Promise<void> {
  try {
    const pending = work();
    // Awaiting only what is asynchronous keeps a stepped clock exact.
    const result = pending instanceof Promise ? ((await pending) as unknown) : pending;
    call.world.succeed(task, result);
  } catch (thrown) {
    call.world.fail(task, faultOf(thrown));
  }
}

/** A read that the API offers only as a task. */
export const readingTask = <Body>(service: string, operation: string, work: TaskWork<Body>) =>
  taskOnCluster(readSeconds, service, operation, work);

/** A change of configuration as a task. */
export const changingTask = <Body>(service: string, operation: string, work: TaskWork<Body>) =>
  taskOnCluster(changeSeconds, service, operation, work);

/** Resolves when a task of the world has ended; throws its fault. For calls that are synchronous on the wire. */
export function ended(call: Pick<Call, 'world'>, task: LabTask): Promise<void> {
  return new Promise((resolve, reject) => {
    let stop: (() => void) | undefined;
    const look = (): void => {
      if (task.state !== 'success' && task.state !== 'error') return;
      stop?.();
      stop = undefined;
      if (task.error === undefined) resolve();
      else reject(new LabError(task.error));
    };
    stop = call.world.onChange(look);
    look();
  });
}
