import { ApplicationFailure, proxyActivities } from '@temporalio/workflow';
import type { OrchestrationZone } from '../../activities/index.js';
import type { Estate } from '../../domain/model/estate.js';
import type { AnyOperationRequest } from '../../domain/operations/index.js';
import { HEARTBEAT } from '../activity-proxies.js';
import { readEstate } from '../read-estate.js';

export interface PlanningInput {
  readonly estate: Estate;
  /** Or the plan of the run of which the operation is a part. */
  readonly estateHash: string | { readonly ofPlan: string };
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
 * @param extras - what the kind reads beside the inventory: hashes of JSON in the store, by name
 * @throws ApplicationFailure `DG-14` without the Trust Authority side
 * @rule DG-10, DG-14
 */
export async function readAndPlan(
  { estate, estateHash, request, requestedBy }: PlanningInput,
  extras: () => Promise<Readonly<Record<string, string>>>,
) {
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
  const plan = await store.makeOperationPlan({
    estate,
    estateHash,
    inventoryHash,
    extras: await extras(),
    request,
    requestedBy,
  });
  return { ...plan, inventoryHash };
}
