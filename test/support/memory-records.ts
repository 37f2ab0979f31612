import type {
  ArchivedImage,
  ConfigurationArchive,
  PlanRecord,
  RecordsPort,
  RunRecord,
} from '../../src/ports/records.js';
import type { HostProgress, RunEvent } from '../../src/domain/model/run.js';
import type { LedgerRow } from '../../src/domain/model/inventory.js';
import type { Waiver } from '../../src/domain/model/waiver.js';

/** As much of the records as workflows use, in memory; the real ones have tests of their own. */
export function memoryRecords() {
  const plans = new Map<string, PlanRecord>();
  const runs = new Map<string, RunRecord>();
  const events = new Map<string, RunEvent>();
  const progress = new Map<string, HostProgress>();
  const ledger = new Map<string, LedgerRow>();
  const images: ArchivedImage[] = [];
  const archives: ConfigurationArchive[] = [];
  const waivers: Waiver[] = [];
  const port: Partial<RecordsPort> = {
    putPlan: async (plan) => void plans.set(plan.hash, plan),
    getPlan: async (hash) => plans.get(hash),
    putRun: async (run) => void runs.set(run.runId, run),
    getRun: async (runId) => runs.get(runId),
    listRuns: async () => ({ items: [...runs.values()] }),
    appendEvents: async (list) => {
      for (const event of list) events.set(`${event.workflowId}#${event.seq}`, event);
    },
    putHostProgress: async (_, next) => {
      progress.set(next.host.name, { ...progress.get(next.host.name), ...next });
    },
    listHostProgress: async () => [...progress.values()],
    putLedger: async (_, rows) => {
      for (const row of rows) ledger.set(row.host.name, row);
    },
    readLedger: async () => [...ledger.values()],
    putArchivedImage: async (image) => void images.push(image),
    listArchivedImages: async () => images,
    putConfigurationArchive: async (archive) => void archives.push(archive),
    putWaiver: async (waiver) => void waivers.push(waiver),
    listWaivers: async () => waivers,
    listConfigurationArchives: async () => archives.toReversed(),
    newestConfigurationArchive: async () => archives.at(-1),
  };
  return {
    // What workflows never call is not there, and would fail loudly.
    port: port as RecordsPort,
    events: () => [...events.values()],
    progress,
    runs,
    ledger,
  };
}
