import type { Estate } from '../domain/model/estate.js';
import type { Finding } from '../domain/model/finding.js';
import type { EstateInventory } from '../domain/model/inventory.js';
import type { EsxVersion } from '../domain/model/version.js';
import type { RetiringRules } from '../domain/operations/index.js';
import {
  evidenceChanges,
  evidenceOf,
  evidenceTables,
  retiringEvidence,
  ROLLBACK_WINDOW_HOURS,
  type BeyondEstate,
  type RetiringEvidence,
} from '../domain/retiring/index.js';
import type { BlobStorePort } from '../ports/records.js';
import type { RecordsDependencies } from './dependencies.js';
import { getJson, putJson } from './json-blobs.js';

/** Evidence about one version as the workflow carries it; the whole lies in the store. */
export interface JudgedVersion {
  readonly evidenceHash: string;
  /** Absent from the list: nothing is left to remove. */
  readonly isListed: boolean;
  /** The first ones; empty = nothing forbids the removal. */
  readonly blockers: readonly Finding[];
  /** What the approver looks at. */
  readonly lines: readonly string[];
  /** Every trusted cluster by vCenter, whose hosts are looked at afterwards. */
  readonly clusters: Readonly<Record<string, readonly string[]>>;
  /** Attestation services that refuse a host already, by vCenter and moid; hosts that none refuses are left out. */
  readonly refusals: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** So many blockers and rows travel in one payload; the whole is in the store. */
const BLOCKERS_IN_PAYLOAD = 20;
const ROWS_AT_A_GATE = 200;

/** Evidence about base images: judged, shown and compared where the records are. */
export function createRetiringEvidenceActivities({
  records,
  blobs,
  rollbackWindowHours = ROLLBACK_WINDOW_HOURS,
}: RecordsDependencies) {
  return {
    /** Settings of the configuration that planning has to know; answers their hash. */
    async readRetiringRules(): Promise<{ hash: string }> {
      return { hash: await putJson(blobs, { rollbackWindowHours } satisfies RetiringRules) };
    },

    /**
     * Judges a version on what has just been read. Its archived file is read whole, too: the index alone would not bring
     * it back.
     *
     * @rule FIX-3, DG-5, DG-10, DG-11
     */
    async judgeRetiring(input: {
      readonly estate: Estate;
      readonly inventoryHash: string;
      readonly beyond: readonly string[];
      readonly version: EsxVersion;
      /** Of the archived file that the way back needs. */
      readonly fileHash: string;
      readonly rollbackWindowHours: number;
    }): Promise<JudgedVersion> {
      const { estate, version, fileHash } = input;
      const read = await getJson<EstateInventory>(blobs, input.inventoryHash);
      const beyond = await Promise.all(input.beyond.map((hash) => getJson<BeyondEstate>(blobs, hash)));
      const images = await records.listArchivedImages(estate.name);
      const isKept =
        images.some((image) => image.version === version && image.hash === fileHash) &&
        (await canBeRead(blobs, fileHash));
      const archivedImages = read.archivedImages.filter((name) => name !== version || isKept);
      const evidence = retiringEvidence({
        estate,
        inventory: { ...read, archivedImages },
        beyond,
        rollbackWindowHours: input.rollbackWindowHours,
      });
      const judged = evidenceOf(version, evidence);
      return {
        evidenceHash: await putJson(blobs, evidence),
        isListed: judged !== undefined,
        blockers: (judged?.blockers ?? []).slice(0, BLOCKERS_IN_PAYLOAD),
        lines: linesOf(evidence),
        clusters: clustersOf(evidence),
        refusals: refusalsOf(evidence),
      };
    },

    /** What has changed since the evidence was shown, one sentence each. @rule FIX-3, DG-5 */
    async compareRetiring(input: {
      readonly version: EsxVersion;
      readonly approved: string;
      readonly now: string;
    }): Promise<{ changes: readonly string[] }> {
      const [approved, now] = await Promise.all([
        getJson<RetiringEvidence>(blobs, input.approved),
        getJson<RetiringEvidence>(blobs, input.now),
      ]);
      return { changes: evidenceChanges(input.version, approved, now).slice(0, BLOCKERS_IN_PAYLOAD) };
    },
  };
}

/** The store checks the hash of what it reads; a file that it does not give back is none. */
async function canBeRead(blobs: BlobStorePort, hash: string): Promise<boolean> {
  try {
    return (await blobs.get(hash)).byteLength > 0;
  } catch {
    return false;
  }
}

function linesOf(evidence: RetiringEvidence): string[] {
  return evidenceTables(evidence).flatMap(({ title, columns, rows }) => [
    `${title}: ${columns.join(' | ')}`,
    ...rows.slice(0, ROWS_AT_A_GATE).map((row) => `  ${row.join(' | ')}`),
    ...(rows.length > ROWS_AT_A_GATE
      ? [`  and ${rows.length - ROWS_AT_A_GATE} more: vta image evidence shows them all`]
      : []),
  ]);
}

function clustersOf({ hosts }: RetiringEvidence): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const { host, cluster } of hosts) {
    const names = (found[host.vcenter] ??= []);
    if (!names.includes(cluster)) names.push(cluster);
  }
  return found;
}

function refusalsOf({ hosts }: RetiringEvidence): Record<string, Record<string, number>> {
  const found: Record<string, Record<string, number>> = {};
  for (const { host, refusals } of hosts) {
    if (refusals > 0) (found[host.vcenter] ??= {})[host.moid] = refusals;
  }
  return found;
}
