import { abortRunUpdate } from '../../src/workflows/messages.js';
import type { Driver } from '../support/run-harness.js';
import { request } from './driving.js';
import { HOST, NEW, type Scenario } from './scenario.js';

const INDEBTED = { to: NEW, hosts: ['aqb-1', 'aqb-2'] };
const CLEARS = ['runOperation', 'clearQuickBootDebt'];

/** Histories of operations beside the upgrade. */
export const OPERATION_SCENARIOS: Readonly<Record<string, Scenario>> = {
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
      await run.handle.executeUpdate(abortRunUpdate, {
        args: [request('a')],
      });
      await run.handle.result();
    },
  },
};
