import type { LabWorld, OperationFault } from '../world/api.js';
import type { LabSession, LabTask, LabVCenter } from '../world/model.js';
import { restError } from './errors.js';
import type { Call } from './types.js';

/** Resolves after so many seconds of lab time. */
export const labSeconds = (world: LabWorld, seconds: number): Promise<void> =>
  new Promise((resolve) => {
    world.clock.after(seconds, resolve);
  });

/**
 * The part of an operation fault that comes before the effect: waits, or throws what the client is to see.
 * Cutting the connection and failing a task are left to the door.
 */
export async function strike(
  world: LabWorld,
  vcenter: LabVCenter,
  session: LabSession | undefined,
  fault: OperationFault | undefined,
): Promise<void> {
  if (fault === undefined) return;
  if (fault.kind === 'slow') await labSeconds(world, fault.seconds);
  if (fault.kind === 'http-503')
    throw restError('SERVICE_UNAVAILABLE', 'The service is temporarily unavailable.');
  if (fault.kind === 'expire-session') {
    if (session !== undefined) world.logout(vcenter, session.id);
    throw restError('UNAUTHENTICATED', 'The session has expired.');
  }
}

/** A task that fails at once, in place of the operation that a `fail-task` fault has struck. */
export function answerFault(call: Call, operation: string): LabTask {
  const spec = { service: 'com.vmware.vapi.std', operation, descriptionId: 'com.vmware.vapi.std.task' };
  return call.world.startTask(call.vcenter, call.session, spec, (task) => {
    if (task.state !== 'error') call.world.fail(task, restError('ERROR', 'The operation failed.').fault);
  });
}
