import { Worker, type NativeConnection } from '@temporalio/worker';
import type { WorkflowHandle } from '@temporalio/client';
import { activityInterceptors, createOrchestrationZone } from '../../src/activities/index.js';
import { ledgerFromInventory } from '../../src/domain/attestation/index.js';
import type { LedgerRow } from '../../src/domain/model/inventory.js';
import { hashPlan, planHashInput } from '../../src/domain/canonical-json.js';
import { sha256 } from '../../src/activities/json-blobs.js';
import type { Estate } from '../../src/domain/model/estate.js';
import type { UpgradePlan, UpgradeRequest } from '../../src/domain/model/plan.js';
import type { SubjectDecision } from '../../src/domain/model/decision.js';
import type { RunStatus } from '../../src/domain/model/run.js';
import { isFinal } from '../../src/domain/progress/index.js';
import { buildPlan } from '../../src/domain/planning/index.js';
import { NAMESPACE, searchAttributes } from '../../src/temporal/names.js';
import { decideGateUpdate, decideHostUpdate, runStatusQuery } from '../../src/workflows/messages.js';
import type { upgradeEstate, UpgradeEstateInput } from '../../src/workflows/upgrade-estate.js';
import { memoryRecords } from './memory-records.js';
import type { BlobStorePort } from '../../src/ports/records.js';
import { memoryBlobs, type StubEstate } from './stub-estate.js';
import { connectTo, quietTemporal, startTestTemporal, workflowBundle } from './temporal.js';
import { eventually } from './eventually.js';

/** A Temporal server with workers of all zones over a stub estate. */
export async function startHarness() {
  quietTemporal();
  const [temporal, bundle] = await Promise.all([startTestTemporal(), workflowBundle()]);
  const connection = await connectTo(temporal.address);
  let counter = 0;
  return {
    client: connection.client,
    async stop() {
      await connection.close();
      await temporal.stop();
    },
    /** Starts a run of this estate with its own workers and IDs; `use` drives it. */
    async run<T>(
      stub: StubEstate,
      use: (run: RunDriver) => Promise<T>,
      input: Partial<UpgradeEstateInput> = {},
    ): Promise<T> {
      const id = `stub-${++counter}`;
      const estate = {
        ...stub.estate,
        name: id,
        taskQueues: { authority: `${id}-authority`, trusted: `${id}-trusted` },
      };
      const request = { ...stub.request, estate: id };
      const records = memoryRecords();
      const blobs = memoryBlobs();
      stub.useBlobs(blobs);
      const plan = buildPlan({ estate, estateHash: 'x', inventory: stub.inventory(), request });
      const planHash = hashPlan(plan, sha256);
      await blobs.put(new TextEncoder().encode(planHashInput(plan)));
      const inventoryHash = await blobs.put(new TextEncoder().encode(JSON.stringify(stub.inventory())));
      await records.port.putLedger(id, ledgerOf(stub));
      await records.port.putPlan({
        hash: planHash,
        estate: id,
        createdBy: 'ina',
        createdAt: '2026-01-01T00:00:00.000Z',
        blockers: 0,
        warnings: 0,
        inventoryHash,
      });
      const workers = await createWorkers(connection.nativeConnection, bundle, id, {
        orchestration: createOrchestrationZone({ records: records.port, blobs }),
        authority: stub.authorityZone,
        trusted: stub.trustedZone,
      });
      const running = workers.map((worker) => worker.run());
      try {
        const handle = await connection.client.workflow.start<typeof upgradeEstate>('upgradeEstate', {
          workflowId: `upgrade/${id}`,
          taskQueue: `${id}-orchestration`,
          typedSearchAttributes: [{ key: searchAttributes.estate, value: id }],
          args: [
            {
              runId: `run-${id}`,
              estate,
              planHash,
              requestedBy: 'ina',
              reason: 'test',
              timeScale: 600,
              ...input,
            },
          ],
        });
        return await use(driverOf(handle, { estate, request }, { plan, planHash }, { records, blobs }));
      } finally {
        for (const worker of workers) worker.shutdown();
        await Promise.all(running);
      }
    },
  };
}

export type Harness = Awaited<ReturnType<typeof startHarness>>;

async function createWorkers(
  connection: NativeConnection,
  workflowBundleOption: { codePath: string },
  id: string,
  zones: { orchestration: object; authority: object; trusted: object },
): Promise<Worker[]> {
  const common = {
    connection,
    namespace: NAMESPACE,
    // Stored histories name it: a name of ours, not of this machine.
    identity: 'worker',
    interceptors: { activity: [activityInterceptors] },
  };
  return Promise.all([
    Worker.create({
      ...common,
      taskQueue: `${id}-orchestration`,
      workflowBundle: workflowBundleOption,
      activities: zones.orchestration,
    }),
    Worker.create({ ...common, taskQueue: `${id}-authority`, activities: zones.authority }),
    Worker.create({ ...common, taskQueue: `${id}-trusted`, activities: zones.trusted }),
  ]);
}

export interface RunDriver {
  readonly handle: WorkflowHandle<typeof upgradeEstate>;
  readonly estate: Estate;
  readonly request: UpgradeRequest;
  readonly plan: UpgradePlan;
  readonly planHash: string;
  readonly records: ReturnType<typeof memoryRecords>;
  /** The store that the activities use; a test may change how it answers. */
  readonly blobs: BlobStorePort;
  status(): Promise<RunStatus>;
  /** Waits until a gate is open; answers its ID. */
  openGate(): Promise<string>;
  decide(gate: string, verdict: 'approved' | 'rejected', by?: string): Promise<RunStatus>;
  /** Decides about a parked subject; `more` overrides what a reasonable operator sends. */
  settle(
    subject: string,
    choice: SubjectDecision['choice'],
    more?: Partial<SubjectDecision>,
  ): Promise<RunStatus>;
  /** Approves gate after gate until this subject is parked. */
  untilParked(subject: string): Promise<RunStatus>;
  /** Approves gate after gate until the run ends. */
  approveAll(): Promise<RunStatus>;
}

function driverOf(
  handle: WorkflowHandle<typeof upgradeEstate>,
  asked: { readonly estate: Estate; readonly request: UpgradeRequest },
  planned: Pick<RunDriver, 'plan' | 'planHash'>,
  stores: Pick<RunDriver, 'records' | 'blobs'>,
): RunDriver {
  const { planHash } = planned;
  let decisions = 0;
  const status = (): Promise<RunStatus> => handle.query(runStatusQuery);
  const openGate = (): Promise<string> =>
    eventually('an open gate', async () => (await status()).gates.find(({ state }) => state === 'open')?.id);
  const driver: RunDriver = {
    handle,
    ...asked,
    ...planned,
    ...stores,
    status,
    openGate,
    decide: (gate, verdict, by = 'otto') => {
      const id = `decision-${++decisions}`;
      return handle.executeUpdate(decideGateUpdate, {
        args: [{ id, gate, verdict, by, reason: 'test', planHash }],
        updateId: id,
      });
    },
    settle: (subject, choice, more = {}) => {
      const id = more.id ?? `decision-${++decisions}`;
      return handle.executeUpdate(decideHostUpdate, {
        args: [{ id, subject, choice, by: 'olga', reason: 'a test', planHash, ...more }],
      });
    },
    async untilParked(subject) {
      for (;;) {
        const next = await eventually(`a gate, or ${subject} parked`, async () => {
          const now = await status();
          if (isFinal(now.state)) throw new Error(`the run ended ${now.state} before ${subject} was parked`);
          const isParked = now.parkings?.some((one) => one.subject === subject && one.decided === undefined);
          return isParked === true ? now : now.gates.find(({ state }) => state === 'open')?.id;
        });
        if (typeof next !== 'string') return next;
        await driver.decide(next, 'approved');
      }
    },
    async approveAll() {
      for (;;) {
        const next = await eventually('an open gate or the end', async () => {
          const now = await status();
          return isFinal(now.state) ? 'ended' : now.gates.find(({ state }) => state === 'open')?.id;
        });
        if (next === 'ended') return handle.result();
        await driver.decide(next, 'approved');
      }
    },
  };
  return driver;
}

/** What a survey would have written. */
function ledgerOf(stub: StubEstate): LedgerRow[] {
  const { trusted, readAt } = stub.inventory();
  return trusted
    .flatMap((side) => side.clusters.flatMap((cluster) => cluster.hosts))
    .map((host) => ledgerFromInventory(host, undefined, readAt));
}
