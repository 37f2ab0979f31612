import type { LabWorld, OperationFault } from '../world/api.js';
import type { LabSession, LabVCenter } from '../world/model.js';
import { restError } from './errors.js';

/** Resolves after so many seconds of lab time. */
export const labSeconds = (world: LabWorld, seconds: number): Promise<void> =>
  new Promise((resolve) => {
    world.clock.after(seconds, resolve);
  });

/**
 * The part of an operation fault that comes before the effect: waits, or throws what the client is to see.
 * Cutting the connection is left to the door, failing a task to the world.
 */
export async function strike(
  world: LabWorld,
  vcenter: LabVCenter,
  session: LabSession | undefined,
  fault: OperationFault,
): Promise<void> {
  if (fault.kind === 'slow') await labSeconds(world, fault.seconds);
  if (fault.kind === 'http-503')
    throw restError('SERVICE_UNAVAILABLE', 'The service is temporarily unavailable.');
  if (fault.kind === 'expire-session') {
    if (session !== undefined) world.logout(vcenter, session.id);
    throw restError('UNAUTHENTICATED', 'The session has expired.');
  }
}
