import { canonicalJson } from '../domain/canonical-json.js';
import type { Estate } from '../domain/model/estate.js';
import type { EstateInventory } from '../domain/model/inventory.js';
import type { RunStatus } from '../domain/model/run.js';
import {
  beginOperationStatus,
  OPERATION_TITLES,
  planOperation,
  type AnyOperationRequest,
  type OperationFacts,
  type OperationKind,
  type OperationPlan,
} from '../domain/operations/index.js';
import { OperationPlanPayload, readPayload } from '../ports/payloads/index.js';
import type { BlobStorePort } from '../ports/records.js';
import type { RecordsDependencies } from './dependencies.js';
import { getJson, sha256 } from './json-blobs.js';
import { loadPlan as loadUpgradePlan } from './stored-plan.js';

/** What an operation's run needs of its plan. */
export interface OperationOutline {
  readonly kind: OperationKind;
  readonly subject: string;
  readonly status: RunStatus;
  /** Lines for the people at the first gate. */
  readonly summary: readonly string[];
}

/** A plan without its tables, which may be larger than a payload may be. */
export type LoadedOperation<K extends OperationKind = OperationKind> = Omit<OperationPlan<K>, 'tables'>;

/** Planning of operations and the reading of their plans; runs where the records are. */
export function createOperationActivities({ records, blobs }: RecordsDependencies) {
  return {
    /** Plans and stores the plan under its own hash. */
    async makeOperationPlan(input: {
      readonly estate: Estate;
      /** Hash of the estate file, or the plan of the run of which the operation is a part. */
      readonly estateHash: string | { readonly ofPlan: string };
      readonly inventoryHash: string;
      /** Hashes of what the kind has read besides, by name. */
      readonly extras: Readonly<Record<string, string>>;
      readonly request: AnyOperationRequest;
      readonly requestedBy: string;
    }): Promise<{ planHash: string; blockers: number; warnings: number }> {
      const { estate, request, requestedBy, inventoryHash } = input;
      const estateHash =
        typeof input.estateHash === 'string'
          ? input.estateHash
          : (await loadUpgradePlan(blobs, input.estateHash.ofPlan)).estateHash;
      const now = new Date().toISOString();
      const facts: OperationFacts = {
        now,
        estate,
        inventory: await getJson<EstateInventory>(blobs, inventoryHash),
        archivedImages: await records.listArchivedImages(estate.name),
        extras: Object.fromEntries(
          await Promise.all(
            Object.entries(input.extras).map(async ([name, hash]) => [name, await getJson(blobs, hash)]),
          ),
        ) as OperationFacts['extras'],
      };
      const plan = planOperation(facts, request, estateHash);
      const text = canonicalJson(plan);
      await blobs.put(new TextEncoder().encode(text));
      const count = (wanted: string) => plan.findings.filter(({ severity }) => severity === wanted).length;
      const [hash, blockers, warnings] = [sha256(text), count('blocker'), count('warning')];
      await records.putPlan({
        hash,
        estate: estate.name,
        createdBy: requestedBy,
        createdAt: now,
        blockers,
        warnings,
        inventoryHash,
        operation: request.kind,
      });
      return { planHash: hash, blockers, warnings };
    },

    async loadOperationOutline(input: {
      readonly planHash: string;
      readonly runId: string;
      readonly estate: string;
      readonly requestedBy: string;
    }): Promise<OperationOutline> {
      const plan = await loadPlan(blobs, input.planHash);
      const { kind, subject } = plan;
      const status = beginOperationStatus({ ...input, plan, startedAt: new Date().toISOString() });
      return { kind, subject, status, summary: summarise(plan) };
    },

    /** @throws when the plan is one of another kind, which nothing but a mistake of ours can bring about */
    async loadOperation(input: {
      readonly planHash: string;
      readonly kind: OperationKind;
    }): Promise<LoadedOperation> {
      const { tables: _, ...plan } = await loadPlan(blobs, input.planHash);
      if (plan.kind !== input.kind) throw new Error(`plan ${input.planHash} is not one of ${input.kind}`);
      return plan;
    },
  };
}

async function loadPlan(blobs: BlobStorePort, hash: string): Promise<OperationPlan> {
  return readPayload(`plan ${hash}`, OperationPlanPayload, await getJson<unknown>(blobs, hash));
}

function summarise({ kind, subject, request, steps, findings, tables }: OperationPlan): readonly string[] {
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  return [
    `${OPERATION_TITLES[kind]}: ${subject}`,
    `reason: ${request.reason}`,
    ...steps.map(({ title, rule }, index) => `step ${index + 1}: ${title} (${rule})`),
    ...warnings.map(({ rule, subject: about, message }) => `warning ${rule} ${about}: ${message}`),
    ...tables.flatMap(({ title, columns, rows }) => [
      `${title}: ${columns.join(' | ')}`,
      ...rows.slice(0, ROWS_AT_A_GATE).map((row) => `  ${row.join(' | ')}`),
      ...(rows.length > ROWS_AT_A_GATE
        ? [`  and ${rows.length - ROWS_AT_A_GATE} more: vta operation show with the hash of the plan`]
        : []),
    ]),
  ];
}

/** The whole table is in the plan. */
const ROWS_AT_A_GATE = 100;
