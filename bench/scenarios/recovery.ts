import { applied, isEntering } from '../../test/support/e2e-journal.js';
import { startStack } from '../../test/support/e2e.js';
import type { TestEstate } from '../../test/support/e2e-estate.js';
import { eventually } from '../../test/support/eventually.js';
import type { Scenario } from '../scenario.js';

const HOSTS = 8;
/** The test host goes first and alone; one more stays in service, so that VMs have a place. */
const TRUSTED_HOSTS = HOSTS + 2;
const TEST_HOST = 'prod-esx1';
const ENTER = 'HostSystem.EnterMaintenanceMode_Task';
const GOAL_SECONDS = 10;
/** At this speed an evacuation may take 72 s of the worker's time before people are asked. */
const SPEED = 200;
const WITHIN_MS = 60_000;

/**
 * One run with eight trusted hosts in hand at the same time, as its limits allow. All evacuations but the test host's
 * hang in the lab, so that all eight are being evacuated when the worker of their side is killed and started again.
 * Counted is the first request about each host which the lab sees afterwards, from the start of the new process on. At
 * the end the run must have ended well, without an order given twice.
 */
export const recovery: Scenario = {
  name: 'recovery',
  about: `a worker killed with ${HOSTS} hosts in hand: until the next useful call on each`,
  async measure() {
    const stack = await startStack({ speed: SPEED });
    try {
      const estate = await stack.startEstate({ done: 'authority', trustedHosts: TRUSTED_HOSTS });
      const run = await estate.start({
        concurrency: { perCluster: HOSTS, perVCenter: HOSTS, global: HOSTS },
      });
      estate.approveToEnd(run).catch(() => undefined);
      await estate.until(`${TEST_HOST} in hand`, isEntering(TEST_HOST));
      const hang = await estate.fault({ kind: 'hang-task', operation: ENTER, count: 0 });
      const moids = await inHand(estate, run);

      await stack.worker('trusted').kill();
      const startedMs = Date.now();
      await stack.startWorker('trusted');
      const seconds = await Promise.all(moids.map((moid) => firstCall(estate, moid, startedMs)));

      await estate.endFault(hang.id);
      const { state } = await estate.approveToEnd(run);
      const sorted = seconds.toSorted((a, b) => a - b);
      return [
        { what: 'hosts in hand when the worker was killed', value: seconds.length },
        { what: 'first call on the first of them', value: sorted[0] ?? Number.NaN, unit: 's' },
        { what: 'on the middle one', value: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN, unit: 's' },
        {
          what: 'on the last of them',
          value: sorted.at(-1) ?? Number.NaN,
          unit: 's',
          goal: { atMost: GOAL_SECONDS },
        },
        { what: 'orders given twice', value: await ordersTooMany(estate), goal: { atMost: 0 } },
        { what: 'runs that ended well', value: state === 'succeeded' ? 1 : 0, goal: { atLeast: 1 } },
      ];
    } finally {
      await stack.stop();
    }
  },
};

interface WireLine {
  readonly seq: number;
  readonly wallTime: string;
  readonly path: string;
  readonly requestBody?: unknown;
}

async function wireAfter({ lab }: TestEstate, seq: number): Promise<WireLine[]> {
  const answer = await fetch(`${lab.control}/lab/wire?after=${seq}`);
  const lines = (await answer.text()).split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as WireLine);
}

/** The hosts that are being evacuated, as the vCenter calls them, once they are as many as the limits allow. */
async function inHand(estate: TestEstate, run: string): Promise<string[]> {
  return eventually(`${HOSTS} hosts in hand`, async () => {
    const hosts = await estate.operator.api.hosts(run);
    const evacuating = hosts.filter(({ waitingOn }) => waitingOn?.kind === 'evacuation');
    return evacuating.length === HOSTS && evacuating.map(({ host }) => host.moid);
  });
}

/** Seconds from the start of the worker until the lab saw a request that names the host. */
async function firstCall(estate: TestEstate, moid: string, startedMs: number): Promise<number> {
  const names = new RegExp(`\\b${moid}\\b`);
  const end = Date.now() + WITHIN_MS;
  let seq = 0;
  while (Date.now() < end) {
    const lines = await wireAfter(estate, seq);
    const found = lines.find(
      ({ wallTime, path, requestBody }) =>
        Date.parse(wallTime) >= startedMs && names.test(`${path} ${JSON.stringify(requestBody)}`),
    );
    if (found !== undefined) return (Date.parse(found.wallTime) - startedMs) / 1000;
    seq = lines.at(-1)?.seq ?? seq;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return Number.NaN;
}

async function ordersTooMany(estate: TestEstate): Promise<number> {
  const journal = await estate.journal();
  const entered = journal.filter((line) => isEntering(line.subject)(line));
  const orders = [...applied(journal), ...entered.map(({ subject }) => `enter ${subject}`)];
  return orders.length - new Set(orders).size;
}
