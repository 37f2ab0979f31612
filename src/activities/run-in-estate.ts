import { inventoryChanges, type InventoryChanges, type RunSoFar } from '../domain/diff/index.js';
import type { EstateInventory, Unreadable } from '../domain/model/inventory.js';
import type { Residue, RunStatus } from '../domain/model/run.js';
import type { TaskList } from '../domain/model/running-task.js';
import { residueOf } from '../domain/progress/index.js';
import type { RecordsDependencies } from './dependencies.js';
import { getJson } from './json-blobs.js';
import { loadPlan } from './stored-plan.js';

/** One reading of an estate: its parts lie in the store, a part that could not be read is missing. */
export interface EstateReading {
  readonly authorityHash?: string;
  readonly trustedHashes: readonly string[];
  readonly tasks: readonly TaskList[];
  readonly unreadable: readonly Unreadable[];
}

type About = Pick<RunStatus, 'runId' | 'planHash' | 'tiers'>;

/** More lines than this are counted only: they go into a workflow's state and in front of people. */
const MOST_LINES = 60;

/** Lays a run beside the estate as it stands; runs where the records are. */
export function createRunInEstateActivities({ records, blobs }: RecordsDependencies) {
  async function soFar({ runId, planHash, tiers }: About): Promise<RunSoFar> {
    const record = await records.getPlan(planHash);
    if (record === undefined) throw new Error(`plan ${planHash} is not in the records`);
    const [plan, planned, hosts] = await Promise.all([
      loadPlan(blobs, planHash),
      getJson<EstateInventory>(blobs, record.inventoryHash),
      records.listHostProgress(runId),
    ]);
    return { plan, planned, tiers, hosts };
  }

  const authorityOf = (hash: string) => getJson<EstateInventory['authority']>(blobs, hash);
  const trustedOf = (hashes: readonly string[]) =>
    Promise.all(hashes.map((hash) => getJson<EstateInventory['trusted'][number]>(blobs, hash)));

  return {
    /**
     * What others have changed since the plan was made.
     *
     * @param input.reading - of a reading with something missing only that is said
     * @rule DG-12, DG-14
     */
    async findChanges(input: { about: About; reading: EstateReading }): Promise<InventoryChanges> {
      const { authorityHash, trustedHashes, tasks, unreadable } = input.reading;
      const missing = unreadable.map(({ subject, reason }) => `${subject} (${reason})`);
      if (authorityHash === undefined || missing.length > 0) return { changes: [], unread: missing };
      const [run, authority, trusted] = await Promise.all([
        soFar(input.about),
        authorityOf(authorityHash),
        trustedOf(trustedHashes),
      ]);
      const { changes, unread } = inventoryChanges(run, { estate: { authority, trusted }, tasks });
      const ordered = changes.toSorted((a, b) => Number(b.isMaterial) - Number(a.isMaterial));
      return { changes: shortened(ordered), unread: unread.slice(0, MOST_LINES) };
    },

    /** What a run that ended early has left behind. @rule DG-16, QB-4 */
    async findResidue(input: {
      about: About & Pick<RunStatus, 'gates'>;
      reading: EstateReading;
    }): Promise<readonly Residue[]> {
      const { authorityHash, trustedHashes, tasks, unreadable } = input.reading;
      const [run, authority, trusted] = await Promise.all([
        soFar(input.about),
        authorityHash === undefined ? undefined : authorityOf(authorityHash),
        trustedOf(trustedHashes),
      ]);
      const now = { ...(authority === undefined ? {} : { authority }), trusted };
      return residueOf({ ...run, gates: input.about.gates, now, tasks, unreadable });
    },
  };
}

function shortened(changes: InventoryChanges['changes']): InventoryChanges['changes'] {
  if (changes.length <= MOST_LINES) return changes;
  const rest = changes.slice(MOST_LINES);
  const text = `${rest.length} more changes`;
  const isMaterial = rest.some((one) => one.isMaterial);
  return [...changes.slice(0, MOST_LINES), { subject: 'estate', text, isMaterial }];
}
