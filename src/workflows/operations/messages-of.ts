import { isCancellation } from '@temporalio/workflow';
import type { HostRef } from '../../domain/model/inventory.js';
import { onEither } from '../activity-proxies.js';
import type { UnitContext } from '../context.js';

/** Failed tasks, events and attestation messages of a host; says so when they cannot be read. @rule ATT-4, DG-14 */
export async function messagesOf(side: UnitContext, host: HostRef): Promise<readonly string[]> {
  try {
    const { vcenter } = side;
    return await onEither(side.queue, side.timeScale).asks.readTroubles({ vcenter, host, withEvents: true });
  } catch (error) {
    if (isCancellation(error)) throw error;
    return [`messages of ${host.name} could not be read`];
  }
}
