import { Worker, type WorkerOptions } from '@temporalio/worker';
import type { Workflow, WorkflowHandleWithFirstExecutionRunId } from '@temporalio/client';
import { activityInterceptors, createOrchestrationZone } from '../../src/activities/index.js';
import { ledgerFromInventory } from '../../src/domain/attestation/index.js';
import type { LedgerRow } from '../../src/domain/model/inventory.js';
import { canonicalJson } from '../../src/domain/canonical-json.js';
import { sha256 } from '../../src/activities/json-blobs.js';
import type { Estate } from '../../src/domain/model/estate.js';
import type { UpgradePlan, UpgradeRequest } from '../../src/domain/model/plan.js';
import type { SubjectDecision } from '../../src/domain/model/decision.js';
import type { RunStatus } from '../../src/domain/model/run.js';
import { isFinal } from '../../src/domain/progress/index.js';
import {
  planOperation,
  type OperationFacts,
  type OperationKind,
  type OperationPlan,
  type OperationRequest,
} from '../../src/domain/operations/index.js';
import { buildPlan } from '../../src/domain/planning/index.js';
import { NAMESPACE, searchAttributes } from '../../src/temporal/names.js';
import { decideGateUpdate, decideHostUpdate, runStatusQuery } from '../../src/workflows/messages.js';
import type { RunOperationInput } from '../../src/workflows/operations/input.js';
import type { runOperation } from '../../src/workflows/operations/run-operation.js';
import type { upgradeEstate, UpgradeEstateInput } from '../../src/workflows/upgrade-estate.js';
import { memoryRecords } from './memory-records.js';
import type { BlobStorePort } from '../../src/ports/records.js';
import { memoryBlobs } from './memory-blobs.js';
import type { StubEstate } from './stub-estate.js';
import { connectTo, quietTemporal, startTestTemporal, workflowBundle } from './temporal.js';
import { eventually } from './eventually.js';
import { SHARED_QUEUE, startSharedOrchestration } from './shared-orchestration.js';

/** A Temporal server with workers of all zones over a stub estate. */
export async function startHarness() {
  quietTemporal();
  const [temporal, bundle] = await Promise.all([startTestTemporal(), workflowBundle()]);
  const connection = await connectTo(temporal.address);
  const common = {
    connection: connection.nativeConnection,
    namespace: NAMESPACE,
    // Stored histories name it: a name of ours, not of this machine.
    identity: 'worker',
    interceptors: { activity: [activityInterceptors] },
  };
  const shared = await startSharedOrchestration({ ...common, workflowBundle: bundle });
  let counter = 0;
  return {
    client: connection.client,
    async stop() {
      await shared.stop();
      await connection.close();
      await temporal.stop();
    },
    /** Starts a run of this estate with its own IDs and stores; `use` drives it. */
    async run<T>(
      stub: StubEstate,
      use: (run: RunDriver) => Promise<T>,
      input: Partial<UpgradeEstateInput> = {},
    ): Promise<T> {
      return inEstate(stub, async ({ id, estate, stores, taskQueue }) => {
        const request = { ...stub.request, estate: id };
        const plan = buildPlan({ estate, estateHash: 'x', inventory: stub.inventory(), request });
        await keepFiles(stub, id, stores);
        const planHash = await keepPlan(stub, id, stores, plan);
        const handle = await begin<typeof upgradeEstate>(
          'upgradeEstate',
          { id, estate, planHash, taskQueue },
          input,
        );
        return use({ ...driverOf(handle, estate, planHash, stores), handle, request, plan });
      });
    },
    /** Plans an operation on what the stub shows, and starts it; `use` drives it. `own` = workers of its own, with these options. */
    async operate<T, K extends OperationKind>(
      stub: StubEstate,
      { kind, parameters, ...known }: OperationOfTest<K>,
      use: (run: OperationDriver) => Promise<T>,
      input: Partial<RunOperationInput> = {},
      own?: Pick<WorkerOptions, 'maxCachedWorkflows'>,
    ): Promise<T> {
      const operating = async ({ id, estate, stores, taskQueue, replaceWorkers }: InEstate): Promise<T> => {
        if (known.archivedImages === undefined) await keepFiles(stub, id, stores);
        for (const image of known.archivedImages ?? []) {
          await stores.records.port.putArchivedImage({ ...image, estate: id });
        }
        const facts: OperationFacts = {
          now: '2026-03-01T00:00:00.000Z',
          estate,
          inventory: stub.inventory(),
          archivedImages: known.archivedImages ?? [],
          extras: known.extras ?? {},
        };
        const request = { estate: id, kind, reason: 'test', parameters };
        const plan = planOperation(facts, request, 'x');
        const planHash = await keepPlan(stub, id, stores, plan);
        const handle = await begin<typeof runOperation>(
          'runOperation',
          { id, estate, planHash, taskQueue },
          input,
        );
        return use({ ...driverOf(handle, estate, planHash, stores), handle, plan, replaceWorkers });
      };
      return inEstate(stub, operating, own);
    },
  };

  async function inEstate<T>(
    stub: StubEstate,
    use: (made: InEstate) => Promise<T>,
    own?: Pick<WorkerOptions, 'maxCachedWorkflows'>,
  ): Promise<T> {
    const id = `stub-${++counter}`;
    const taskQueues = { authority: `${id}-authority`, trusted: `${id}-trusted` };
    const estate = { ...stub.estate, name: id, taskQueues };
    const stores = { records: memoryRecords(), blobs: memoryBlobs() };
    stub.useBlobs(stores.blobs);
    await stores.records.port.putLedger(id, ledgerOf(stub));
    const orchestration = createOrchestrationZone({ records: stores.records.port, blobs: stores.blobs });
    if (own === undefined) shared.add(id, orchestration);
    const taskQueue = own === undefined ? SHARED_QUEUE : `${id}-orchestration`;
    const start = async (): Promise<() => Promise<void>> => {
      const workers = await Promise.all([
        Worker.create({ ...common, taskQueue: taskQueues.authority, activities: stub.authorityZone }),
        Worker.create({ ...common, taskQueue: taskQueues.trusted, activities: stub.trustedZone }),
        ...(own === undefined
          ? []
          : [
              Worker.create({
                ...common,
                ...own,
                taskQueue,
                workflowBundle: bundle,
                activities: orchestration,
              }),
            ]),
      ]);
      const running = workers.map((worker) => worker.run());
      return async () => {
        for (const worker of workers) worker.shutdown();
        await Promise.all(running);
      };
    };
    let stop = await start();
    const replaceWorkers = async (): Promise<void> => {
      if (own === undefined) throw new Error('only a run with workers of its own can have others');
      await stop();
      stop = await start();
    };
    try {
      return await use({ id, estate, stores, taskQueue, replaceWorkers });
    } finally {
      await stop();
    }
  }

  function begin<W extends typeof upgradeEstate | typeof runOperation>(
    workflow: string,
    { id, estate, planHash, taskQueue }: { id: string; estate: Estate; planHash: string; taskQueue: string },
    input: object,
  ): Promise<WorkflowHandleWithFirstExecutionRunId<W>> {
    const asked = { requestedBy: 'ina', reason: 'test', timeScale: 600 };
    return connection.client.workflow.start<Workflow>(workflow, {
      workflowId: `upgrade/${id}`,
      taskQueue,
      typedSearchAttributes: [{ key: searchAttributes.estate, value: id }],
      args: [{ runId: `run-${id}`, estate, planHash, ...asked, ...input }],
    }) as Promise<WorkflowHandleWithFirstExecutionRunId<W>>;
  }
}

type Stores = Pick<Driver, 'records' | 'blobs'>;
interface InEstate {
  /** Stops every worker, with whatever it has in hand, and starts others that know nothing. */
  readonly replaceWorkers: () => Promise<void>;
  readonly id: string;
  readonly estate: Estate;
  readonly stores: Stores;
  readonly taskQueue: string;
}

/** What is asked, and what planner and records know besides the stub estate. */
export type OperationOfTest<K extends OperationKind> = Pick<OperationRequest<K>, 'kind' | 'parameters'> &
  Partial<Pick<OperationFacts, 'archivedImages' | 'extras'>>;

/** The archive as the stub's inventory tells it. */
async function keepFiles(stub: StubEstate, estate: string, { records, blobs }: Stores): Promise<void> {
  for (const version of stub.inventory().archivedImages) {
    await records.port.putArchivedImage({
      estate,
      version,
      hash: await blobs.put(new TextEncoder().encode(`the file of ${version}`)),
      bytes: 1,
      sourceHost: 'esx-1',
      exportedAt: '2026-01-01T00:00:00.000Z',
      quickBooted: false,
    });
  }
}

/** Stores a plan as planning does; answers its hash. */
async function keepPlan(
  stub: StubEstate,
  estate: string,
  { records, blobs }: Stores,
  plan: UpgradePlan | OperationPlan,
): Promise<string> {
  const text = canonicalJson(plan);
  await blobs.put(new TextEncoder().encode(text));
  const inventoryHash = await blobs.put(new TextEncoder().encode(JSON.stringify(stub.inventory())));
  const hash = sha256(text);
  await records.port.putPlan({
    hash,
    estate,
    createdBy: 'ina',
    createdAt: '2026-01-01T00:00:00.000Z',
    blockers: 0,
    warnings: 0,
    inventoryHash,
  });
  return hash;
}

export type Harness = Awaited<ReturnType<typeof startHarness>>;

/** What drives any run, an upgrade or an operation. */
export interface Driver {
  readonly handle:
    | WorkflowHandleWithFirstExecutionRunId<typeof upgradeEstate>
    | WorkflowHandleWithFirstExecutionRunId<typeof runOperation>;
  readonly estate: Estate;
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

export interface RunDriver extends Driver {
  readonly handle: WorkflowHandleWithFirstExecutionRunId<typeof upgradeEstate>;
  readonly request: UpgradeRequest;
  readonly plan: UpgradePlan;
}

export interface OperationDriver extends Driver {
  readonly replaceWorkers: () => Promise<void>;
  readonly handle: WorkflowHandleWithFirstExecutionRunId<typeof runOperation>;
  readonly plan: OperationPlan;
}

function driverOf(handle: Driver['handle'], estate: Estate, planHash: string, stores: Stores): Driver {
  let decisions = 0;
  const status = (): Promise<RunStatus> => handle.query(runStatusQuery);
  const openGate = (): Promise<string> =>
    eventually('an open gate', async () => (await status()).gates.find(({ state }) => state === 'open')?.id);
  const driver: Driver = {
    handle,
    estate,
    planHash,
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
    .map((host) => {
      const measured = stub.hosts.get(host.ref.name)?.measured;
      const boot = ledgerFromInventory(host, undefined, readAt);
      return { ...boot, ...(measured === undefined ? {} : { measured }) };
    });
}
