import { applied, isEntering } from '../../test/support/e2e-journal.js';
import { startStack, type Stack } from '../../test/support/e2e.js';
import type { TestEstate } from '../../test/support/e2e-estate.js';
import { eventually } from '../../test/support/eventually.js';

const HOSTS = 8;
/** At this speed an evacuation may take 144 s of the worker's time: all others are brought as far meanwhile. */
const SPEED = 100;
const HOST = 'prod-esx1';
const GOAL_SECONDS = 10;
const WITHIN_MS = 60_000;

interface InHand {
  readonly estate: TestEstate;
  readonly run: string;
  readonly ended: Promise<unknown>;
}

/**
 * Eight estates, each with a lab and a run of its own, and one worker for the trusted side of all. Once a host of each
 * is being evacuated, the worker is killed and started again. Counted is the first request about that very host which
 * the lab sees afterwards, from the start of the new process on. At the end all runs must have ended well, without an
 * order given twice.
 */
export const recovery = {
  name: 'recovery',
  about: `a worker killed with ${HOSTS} hosts in hand: until the next useful call on each`,
  async measure() {
    const stack = await startStack({ speed: SPEED });
    try {
      const inHand = await Promise.all(Array.from({ length: HOSTS }, () => beginHost(stack)));
      const moids = await Promise.all(inHand.map((one) => moidOf(one)));

      await stack.worker('trusted').kill();
      const startedMs = Date.now();
      await stack.startWorker('trusted');
      const seconds = await Promise.all(
        inHand.map(({ estate }, index) => firstCall(estate, moids[index] ?? '', startedMs)),
      );

      await Promise.all(inHand.map(({ estate }) => clock(estate, 'resume')));
      await Promise.all(inHand.map(({ ended }) => ended));
      const repeated = await Promise.all(inHand.map(({ estate }) => ordersTooMany(estate)));
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
        {
          what: 'orders given twice',
          value: repeated.reduce((sum, count) => sum + count, 0),
          goal: { atMost: 0 },
        },
      ];
    } finally {
      await stack.stop();
    }
  },
};

/** A run that comes to the test host and stays there: from then on the lab's clock stands still. */
async function beginHost(stack: Stack): Promise<InHand> {
  const estate = await stack.startEstate({ done: 'authority', trustedHosts: 2 });
  const run = await estate.start();
  const ended = estate.approveToEnd(run);
  ended.catch(() => undefined);
  await estate.until(`${HOST} in hand`, isEntering(HOST));
  await clock(estate, 'pause');
  return { estate, run, ended };
}

async function clock({ lab }: TestEstate, action: 'pause' | 'resume'): Promise<void> {
  const answer = await fetch(`${lab.control}/lab/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ action }),
  });
  if (!answer.ok) throw new Error(`the lab's clock does not ${action}: ${await answer.text()}`);
}

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

/** How the vCenter calls the host; its line is written a moment after its evacuation has begun. */
async function moidOf({ estate, run }: InHand): Promise<string> {
  return eventually(`the line of ${HOST}`, async () => {
    const hosts = await estate.operator.api.hosts(run);
    return hosts.find(({ host }) => host.name === HOST)?.host.moid;
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
  const orders = [
    ...applied(journal),
    ...journal.filter(isEntering(HOST)).map(({ subject }) => `enter ${subject}`),
  ];
  return orders.length - new Set(orders).size;
}
