import { ApplicationFailure, proxyActivities } from '@temporalio/workflow';
import type { OrchestrationZone } from '../../activities/index.js';
import type { Estate } from '../../domain/model/estate.js';
import type { AnyOperationRequest, OperationKind, OperationRequest } from '../../domain/operations/index.js';
import { HEARTBEAT } from '../activity-proxies.js';
import { readEstate } from '../read-estate.js';
import { understood } from '../understood.js';
import { READINGS } from './kinds.js';

export interface PlanOperationInput {
  readonly estate: Estate;
  readonly estateHash: string;
  readonly request: AnyOperationRequest;
  readonly requestedBy: string;
}

const store = proxyActivities<OrchestrationZone>({
  startToCloseTimeout: '1 minute',
  heartbeatTimeout: HEARTBEAT,
  retry: { initialInterval: 250, maximumInterval: '10 seconds' },
});

/**
 * Reads both sides, and what the kind needs besides, and plans; nothing is changed anywhere. A trusted side that does
 * not answer blocks the plan by name; without the Trust Authority side there is none.
 *
 * @rule DG-10, DG-14
 */
export async function planOperation(input: PlanOperationInput) {
  understood(input);
  const { estate, estateHash, request, requestedBy } = input;
  const { authorityHash, trustedHashes, unreadable } = await readEstate(estate);
  if (authorityHash === undefined) {
    const why = unreadable.map(({ subject, reason }) => `${subject}: ${reason}`).join('; ');
    throw ApplicationFailure.nonRetryable(`The Trust Authority side could not be read: ${why}`, 'DG-14');
  }
  const { inventoryHash } = await store.assembleInventory({
    estate,
    authorityHash,
    trustedHashes,
    unreadable,
  });
  const extras = await readingOf(estate, request);
  const plan = await store.makeOperationPlan({
    estate,
    estateHash,
    inventoryHash,
    extras,
    request,
    requestedBy,
  });
  return { ...plan, inventoryHash };
}

async function readingOf<K extends OperationKind>(
  estate: Estate,
  request: OperationRequest<K>,
): Promise<Readonly<Record<string, string>>> {
  return (await READINGS[request.kind]?.(estate, request)) ?? {};
}
