import type { LedgerRow } from '../domain/model/inventory.js';
import type { HostProgress, RunEvent, RunStatus } from '../domain/model/run.js';
import type { ArchivedImage } from '../ports/records.js';
import type { RecordsDependencies } from './dependencies.js';

/** What a workflow wants written: any part may be empty. Repeating is harmless. */
export interface Story {
  readonly runId: string;
  readonly estate: string;
  readonly events: readonly RunEvent[];
  readonly progress?: HostProgress;
  readonly ledger?: readonly LedgerRow[];
  readonly status?: RunStatus;
}

/** Writes to the records; the durable trail that outlives Temporal's retention. */
export function createRecordsActivities({ records }: RecordsDependencies) {
  return {
    async record(story: Story): Promise<void> {
      if (story.events.length > 0) await records.appendEvents(story.events);
      if (story.progress !== undefined) await records.putHostProgress(story.runId, story.progress);
      if (story.ledger !== undefined) await records.putLedger(story.estate, story.ledger);
      if (story.status !== undefined) {
        const known = await records.getRun(story.runId);
        if (known !== undefined) await records.putRun({ ...known, status: story.status });
      }
    },

    /** Ledger of the estate as it stands, for the list of debts (QB-4). */
    async readLedger({ estate }: { estate: string }): Promise<readonly LedgerRow[]> {
      return records.readLedger(estate);
    },

    async readHostLedgerRow(input: {
      estate: string;
      vcenter: string;
      moid: string;
    }): Promise<LedgerRow | null> {
      const rows = await records.readLedger(input.estate);
      return rows.find(({ host }) => host.vcenter === input.vcenter && host.moid === input.moid) ?? null;
    },

    /** @rule BAK-3, DG-11 */
    async archiveImage({ image }: { image: ArchivedImage }): Promise<void> {
      await records.putArchivedImage(image);
    },
  };
}
