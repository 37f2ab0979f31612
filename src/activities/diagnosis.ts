import { diagnosisBundle, type DiagnosisFacts, type Messages } from '../domain/diagnosis/index.js';
import type { EstateInventory, Unreadable } from '../domain/model/inventory.js';
import type { TaskList } from '../domain/model/running-task.js';
import type { ServicesReading } from '../domain/operations/restart-services/reading.js';
import type { RecordsDependencies } from './dependencies.js';
import { getJson, putJson } from './json-blobs.js';

/** Joins what both sides have read into one document. */
export function createDiagnosisActivities({ records, blobs }: RecordsDependencies) {
  return {
    /** Stores the evidence, without what looks like a secret; answers its hash. @rule ATT-4, ATT-5 */
    async assembleDiagnosis(input: {
      readonly estate: string;
      readonly host?: string;
      readonly authorityHash?: string;
      readonly trustedHashes: readonly string[];
      readonly servicesHash?: string;
      readonly messageHashes: readonly string[];
      readonly tasks: readonly TaskList[];
      readonly unreadable: readonly Unreadable[];
    }): Promise<{ hash: string }> {
      const { estate, host, authorityHash, trustedHashes, servicesHash, messageHashes, tasks, unreadable } =
        input;
      const facts: DiagnosisFacts = {
        estate,
        ...(host === undefined ? {} : { host }),
        at: new Date().toISOString(),
        ...(authorityHash === undefined
          ? {}
          : { authority: await getJson<EstateInventory['authority']>(blobs, authorityHash) }),
        trusted: await Promise.all(
          trustedHashes.map((hash) => getJson<EstateInventory['trusted'][number]>(blobs, hash)),
        ),
        ...(servicesHash === undefined
          ? {}
          : { services: await getJson<ServicesReading>(blobs, servicesHash) }),
        ledger: await records.readLedger(estate),
        tasks,
        messages: (await Promise.all(messageHashes.map((hash) => getJson<Messages[]>(blobs, hash)))).flat(),
        unreadable,
      };
      return { hash: await putJson(blobs, diagnosisBundle(facts)) };
    },
  };
}
