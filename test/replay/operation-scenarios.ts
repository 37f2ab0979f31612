import type { Driver } from '../support/run-harness.js';
import { SHARED_QUEUE } from '../support/shared-orchestration.js';
import { createStubEstate, type StubEstate } from '../support/stub-estate.js';
import type { AnyOperationRequest } from '../../src/domain/operations/index.js';
import type { planOperation } from '../../src/workflows/operations/plan-operation.js';
import { aConfiguration, emptied } from '../support/archive-builders.js';
import { createStubConfiguration } from '../support/stub-configuration.js';
import { abort, client } from './driving.js';
import { HOST, NEW, SMALL, type Scenario } from './scenario.js';

const INDEBTED = { to: NEW, hosts: ['aqb-1', 'aqb-2'] };
const CLEARS = ['runOperation', 'clearQuickBootDebt'];
const REGULAR = { RegularQB: 2 };
const ARCHIVED = aConfiguration({ cluster: { vcenter: 'ta-vc', moid: 'domain-TA', name: 'TA' } });
const ARCHIVE = { kind: 'archive-configuration', parameters: {} } as const;

const restoring = (absent?: Set<string>) => async (stub: StubEstate) => {
  const made = await createStubConfiguration(ARCHIVED, emptied(ARCHIVED), absent);
  Object.assign(stub.authorityZone, made.activities);
  return { kind: 'restore-configuration', parameters: {}, extras: made.extras() } as const;
};

/** Operations beside the upgrade: the run above them, and each kind's own workflow. */
export const OPERATION_SCENARIOS: Readonly<Record<string, Scenario>> = {
  archived: {
    saves: ['runOperation', 'archiveConfiguration'],
    shape: SMALL,
    operation: ARCHIVE,
    drive: (run: Driver) => run.approveAll(),
  },
  'archive-planned': {
    saves: ['planOperation'],
    shape: SMALL,
    operation: ARCHIVE,
    drive: (run) => planned(run, ARCHIVE),
  },
  /** Reads which TPMs the Trust Authority trusts, then the cluster. */
  'onboarding-planned': {
    saves: ['planOperation'],
    shape: { taHosts: 2, clusters: { A: 1 }, regular: REGULAR },
    operation: ARCHIVE,
    drive: (run) =>
      planned(run, { kind: 'onboard-cluster', parameters: { cluster: 'RegularQB', vcenter: 'wl-vc' } }),
  },
  'archive-aborted': {
    saves: ['runOperation', 'archiveConfiguration'],
    shape: SMALL,
    trouble: () => ({ archiveFails: () => 'the login is refused' }),
    operation: ARCHIVE,
    drive: async (run) => {
      await run.untilParked('TA');
      await abort(run);
      await run.handle.result();
    },
  },
  /** A file that is missing is exported first; both sides are archived. */
  'archived-with-file': {
    saves: ['archiveConfiguration'],
    shape: SMALL,
    operation: ARCHIVE,
    drive: (run) => run.approveAll(),
  },
  restored: {
    saves: ['restoreConfiguration'],
    shape: SMALL,
    operation: restoring(),
    drive: (run: Driver) => run.approveAll(),
  },
  /** A secret that nobody brings: parked, aborted. */
  'restore-aborted': {
    saves: ['restoreConfiguration'],
    shape: SMALL,
    operation: restoring(new Set(['kmip.kp-main'])),
    drive: async (run: Driver) => {
      await run.untilParked('TA');
      await abort(run);
      await run.handle.result();
    },
  },
  'debt-cleared': {
    saves: CLEARS,
    shape: { taHosts: 2, clusters: { AQB: 2 }, quickBooted: INDEBTED },
    operation: { kind: 'clear-quick-boot-debt', parameters: { cluster: 'AQB' } },
    drive: (run: Driver) => run.approveAll(),
  },
  /** One host of it: through the stages of an upgrade with a reboot. */
  'debt-cleared-host': {
    saves: [HOST],
    host: 'aqb-1',
    shape: { taHosts: 2, clusters: { AQB: 2 }, quickBooted: INDEBTED },
    operation: { kind: 'clear-quick-boot-debt', parameters: { cluster: 'AQB' } },
    drive: (run: Driver) => run.approveAll(),
  },
  /** A reboot that nobody saw: parked, aborted, the policy put back. */
  'debt-aborted': {
    saves: CLEARS,
    shape: { taHosts: 2, clusters: { AQB: 2 }, quickBooted: INDEBTED },
    trouble: () => ({ rebootFails: () => 'no sign of a boot' }),
    operation: { kind: 'clear-quick-boot-debt', parameters: { cluster: 'AQB' } },
    drive: async (run: Driver) => {
      await run.untilParked('aqb-1');
      await abort(run);
      await run.handle.result();
    },
  },
  'services-restarted': {
    saves: ['runOperation', 'restartTrustServices'],
    shape: SMALL,
    operation: {
      kind: 'restart-services',
      parameters: { action: 'restart', why: 'health' },
      extras: { services: createStubEstate(SMALL).servicesReading() },
    },
    drive: (run: Driver) => run.approveAll(),
  },
  /** An order without an answer, decided by a person. */
  'services-unanswered': {
    saves: ['restartTrustServices'],
    shape: SMALL,
    trouble: () => ({ orderUnanswered: onceOnly() }),
    operation: {
      kind: 'restart-services',
      parameters: { action: 'restart', why: 'health', hosts: ['ta-1'], services: ['attestd'] },
      extras: { services: createStubEstate(SMALL).servicesReading() },
    },
    drive: async (run: Driver) => {
      await run.untilParked('ta-1');
      await run.settle('ta-1', 'retry');
      await run.handle.result();
    },
  },
  'services-by-people': {
    saves: ['restartTrustServices'],
    shape: SMALL,
    operation: {
      kind: 'restart-services',
      parameters: { action: 'restart', why: 'health', hosts: ['a-1'] },
      extras: { services: createStubEstate(SMALL).servicesReading() },
    },
    drive: async (run: Driver) => {
      await run.untilParked('a-1');
      await run.settle('a-1', 'verify');
      await run.handle.result();
    },
  },
  'image-repaired': {
    saves: ['runOperation', 'repairMissingBaseImage'],
    shape: SMALL,
    operation: async ({ hosts }) => {
      for (const host of hosts.values()) {
        if (host.cluster.name === 'A') Object.assign(host, { version: NEW, measured: NEW });
      }
      return { kind: 'repair-base-image', parameters: { host: 'a-1' } };
    },
    drive: (run: Driver) => run.approveAll(),
  },
  onboarded: {
    saves: ['onboardCluster'],
    shape: {
      taHosts: 2,
      clusters: { A: 1 },
      regular: REGULAR,
      quickBooted: { to: NEW, hosts: ['regularqb-1'] },
    },
    operation: {
      kind: 'onboard-cluster',
      parameters: { cluster: 'RegularQB', vcenter: 'wl-vc' },
      extras: {
        candidate: createStubEstate({
          taHosts: 2,
          clusters: { A: 1 },
          regular: REGULAR,
          quickBooted: { to: NEW, hosts: ['regularqb-1'] },
        }).candidate('RegularQB'),
      },
    },
    drive: (run: Driver) => run.approveAll(),
  },
};

/** Plans this operation while a run is under way, and answers the workflow that did. */
async function planned(
  run: Driver,
  operation: Pick<AnyOperationRequest, 'kind' | 'parameters'>,
): Promise<string> {
  const workflowId = `plan/${run.estate.name}/1`;
  const { estate } = run;
  const request = { estate: estate.name, reason: 'for a history', ...operation } as AnyOperationRequest;
  await client(run).execute<typeof planOperation>('planOperation', {
    workflowId,
    taskQueue: SHARED_QUEUE,
    args: [{ estate, estateHash: 'x', request, requestedBy: 'ina' }],
  });
  await run.handle.result();
  return workflowId;
}

function onceOnly(): () => boolean {
  let isLost = true;
  return () => {
    const was = isLost;
    isLost = false;
    return was;
  };
}
