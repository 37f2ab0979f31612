import type { UpgradePlan } from '../domain/model/plan.js';
import { PlanPayload, readPayload } from '../ports/payloads/index.js';
import type { BlobStorePort } from '../ports/records.js';
import { getJson } from './json-blobs.js';

/**
 * A plan as it was stored under its hash, by this release or another one.
 *
 * @throws PayloadError, when it is of a later release than this one understands
 */
export async function loadPlan(blobs: BlobStorePort, hash: string): Promise<UpgradePlan> {
  return readPayload(`plan ${hash}`, PlanPayload, await getJson<unknown>(blobs, hash));
}
