import type { HostProgress } from '../domain/model/run.js';
import type { RecoveryRecords } from '../domain/operations/recover-ta-host/plan.js';
import type { RecordedUpgrade } from '../domain/recovery/index.js';
import type { RunRecord } from '../ports/records.js';
import type { RecordsDependencies } from './dependencies.js';
import { putJson } from './json-blobs.js';
import { loadPlan } from './stored-plan.js';

/** More runs than this are not looked through: what they say of a host is too old to be restored. */
const MOST_RUNS = 50;

/** What the records know about the upgrade that a recovery undoes; runs where they are. */
export function createRecoveryRecordsActivities({ records, blobs }: RecordsDependencies) {
  return {
    /**
     * The newest upgrade of the host that a run has begun, and the newest archive.
     *
     * @param input.upgrade - as the run knows it that recovers the host itself
     * @rule REC-0, REC-2, BAK-3
     */
    async storeRecoveryRecords(input: {
      estate: string;
      host: string;
      upgrade?: RecordedUpgrade;
    }): Promise<{ hash: string }> {
      const [upgrade, archive] = await Promise.all([
        input.upgrade ?? newestUpgrade(input),
        records.newestConfigurationArchive(input.estate),
      ]);
      const found: RecoveryRecords = {
        ...(upgrade === undefined ? {} : { upgrade }),
        ...(archive === undefined ? {} : { archive: { hash: archive.hash, at: archive.at } }),
      };
      return { hash: await putJson(blobs, found) };
    },
  };

  async function newestUpgrade(about: {
    estate: string;
    host: string;
  }): Promise<RecordedUpgrade | undefined> {
    const { items } = await records.listRuns(about.estate, { limit: MOST_RUNS });
    const upgrades = items
      .filter(({ status }) => status.operation === undefined)
      .toSorted((a, b) => b.requestedAt.localeCompare(a.requestedAt));
    for (const run of upgrades) {
      const lines = await records.listHostProgress(run.runId);
      const line = lines.find(({ host }) => host.name === about.host);
      const isBegun = line !== undefined && line.phase !== 'planned' && line.phase !== 'guards';
      const upgrade = isBegun ? await upgradeOf(run, line) : undefined;
      if (upgrade !== undefined) return upgrade;
    }
    return undefined;
  }

  async function upgradeOf(
    { runId, planHash }: RunRecord,
    { host, phase, problem, readdedAs }: HostProgress,
  ): Promise<RecordedUpgrade | undefined> {
    const { tiers } = await loadPlan(blobs, planHash);
    const steps = tiers.flatMap((tier) =>
      tier.kind === 'authority-hosts' ? tier.clusters.flatMap((cluster) => cluster.hosts) : [],
    );
    const step = steps.find((candidate) => candidate.host.moid === host.moid);
    if (step === undefined) return undefined;
    return {
      runId,
      host: readdedAs === undefined ? step.host : { ...step.host, moid: readdedAs },
      cluster: step.cluster,
      from: step.expects.installed,
      target: step.target,
      phase,
      ...(problem === undefined ? {} : { problem }),
    };
  }
}
