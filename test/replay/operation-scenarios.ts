import type { Driver } from '../support/run-harness.js';
import type { planOperation } from '../../src/workflows/operations/plan-operation.js';
import { abort, client, queueOf } from './driving.js';
import { HOST, NEW, SMALL, type Scenario } from './scenario.js';

const INDEBTED = { to: NEW, hosts: ['aqb-1', 'aqb-2'] };
const CLEARS = ['runOperation', 'clearQuickBootDebt', HOST];
const ARCHIVE = { kind: 'archive-configuration', parameters: {} } as const;

/** Operations beside the upgrade: the run above them, and each kind's own workflow. */
export const OPERATION_SCENARIOS: Readonly<Record<string, Scenario>> = {
  archived: {
    saves: ['runOperation', 'archiveConfiguration'],
    shape: SMALL,
    operation: ARCHIVE,
    drive: (run) => run.approveAll(),
  },
  'archive-planned': {
    saves: ['planOperation'],
    shape: SMALL,
    operation: ARCHIVE,
    drive: async (run) => {
      const workflowId = `plan/${run.estate.name}/1`;
      const { estate } = run;
      const request = { estate: estate.name, reason: 'for a history', ...ARCHIVE };
      await client(run).execute<typeof planOperation>('planOperation', {
        workflowId,
        taskQueue: queueOf(run),
        args: [{ estate, estateHash: 'x', request, requestedBy: 'ina' }],
      });
      await run.handle.result();
      return workflowId;
    },
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
  'debt-cleared': {
    saves: CLEARS,
    host: 'host-aqb-1',
    shape: { taHosts: 2, clusters: { AQB: 2 }, quickBooted: INDEBTED },
    operation: { kind: 'clear-quick-boot-debt', parameters: { cluster: 'AQB' } },
    drive: (run: Driver) => run.approveAll(),
  },
  /** A reboot that nobody saw: parked, aborted, the policy put back. */
  'debt-aborted': {
    saves: CLEARS,
    host: 'host-aqb-1',
    shape: { taHosts: 2, clusters: { AQB: 2 }, quickBooted: INDEBTED },
    trouble: () => ({ rebootFails: () => 'no sign of a boot' }),
    operation: { kind: 'clear-quick-boot-debt', parameters: { cluster: 'AQB' } },
    drive: async (run: Driver) => {
      await run.untilParked('aqb-1');
      await abort(run);
      await run.handle.result();
    },
  },
};
