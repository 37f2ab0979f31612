import type { Estate } from '../domain/model/estate.js';
import type { Finding } from '../domain/model/finding.js';
import type { EstateInventory } from '../domain/model/inventory.js';
import type { UpgradePlan } from '../domain/model/plan.js';
import type { OperationPlan } from '../domain/operations/index.js';
import { checkPlan } from '../domain/plan-check/index.js';
import { OperationPlanPayload, PlanPayload, readPayload } from '../ports/payloads/index.js';
import type { EstateRecord, PlanRecord, RunRecord } from '../ports/records.js';
import type { ApiOptions } from './context.js';
import { parseEstateFile } from './estate-file.js';
import { ApiProblem } from './problems.js';

/** A plan with everything that belongs to it. */
export interface StoredPlan {
  readonly record: PlanRecord;
  readonly plan: UpgradePlan;
  /** Findings of preflight and of the independent checker. */
  readonly findings: readonly Finding[];
}

/** Reads what is registered, or refuses with what to do. */
export function createStored({ records, blobs }: Pick<ApiOptions, 'records' | 'blobs'>) {
  const json = async <T>(hash: string): Promise<T> => {
    // The store has checked the hash, so the shape is the writer's.
    return JSON.parse(new TextDecoder().decode(await blobs.get(hash))) as T;
  };

  const estate = async (name: string): Promise<{ record: EstateRecord; estate: Estate }> => {
    const record = await records.getEstate(name);
    if (record === undefined) {
      throw new ApiProblem(404, 'estate-unknown', { detail: `No estate '${name}' is registered.` });
    }
    return { record, estate: parseEstateFile(record.text).estate };
  };

  /** The newest survey of an estate. @throws ApiProblem 404 when it has not been read yet */
  const inventory = async (name: string): Promise<EstateInventory> => {
    await estate(name);
    const newest = await records.newestSurvey(name);
    if (newest !== undefined) return json<EstateInventory>(newest.inventoryHash);
    throw new ApiProblem(404, 'not-found', {
      detail: `The estate '${name}' has not been read yet.`,
      remedy: `Read it: POST /v1/estates/${name}/surveys, or 'vta estate survey ${name}'.`,
    });
  };

  const planRecord = async (hash: string): Promise<PlanRecord> => {
    const record = await records.getPlan(hash);
    if (record === undefined) throw new ApiProblem(404, 'plan-unknown');
    return record;
  };

  const checkFindings = async (record: PlanRecord, plan: UpgradePlan): Promise<readonly Finding[]> => {
    const registered = await estate(record.estate);
    return checkPlan(plan, await json<EstateInventory>(record.inventoryHash), registered.estate);
  };

  return {
    json,
    estate,
    inventory,
    planRecord,
    checkFindings,
    operationPlan: async (hash: string): Promise<{ record: PlanRecord; plan: OperationPlan }> => {
      const record = await planRecord(hash);
      if (record.operation === undefined) {
        throw new ApiProblem(404, 'plan-unknown', {
          detail: `Plan ${hash.slice(0, 12)} is one of an upgrade: GET /v1/plans/{hash}.`,
        });
      }
      return { record, plan: readPayload(`plan ${hash}`, OperationPlanPayload, await json<unknown>(hash)) };
    },
    plan: async (hash: string): Promise<StoredPlan> => {
      const record = await planRecord(hash);
      refuseOperation(record);
      const plan = readPayload(`plan ${hash}`, PlanPayload, await json<unknown>(hash));
      return { record, plan, findings: [...plan.findings, ...(await checkFindings(record, plan))] };
    },
    run: async (runId: string): Promise<RunRecord> => {
      const record = await records.getRun(runId);
      if (record === undefined) {
        throw new ApiProblem(404, 'run-unknown', { detail: `There is no run '${runId}'.` });
      }
      return record;
    },
  };
}

/** An operation has no tiers; what reads an upgrade's plan says so. @throws ApiProblem */
export function refuseOperation({ hash, operation }: PlanRecord): void {
  if (operation === undefined) return;
  throw new ApiProblem(404, 'plan-unknown', {
    detail: `Plan ${hash.slice(0, 12)} is one of the operation '${operation}': GET /v1/operations/plans/{hash}, or vta operation show.`,
  });
}

export type Stored = ReturnType<typeof createStored>;
