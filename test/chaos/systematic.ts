import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { TopologyInput } from '../../src/lab/topology/schema.js';
import { packageFolder } from '../support/processes.js';
import type { RunPlan } from './draw.js';
import { calmPlan } from './fixed-plans.js';
import type { Options } from './options.js';
import { inParallel } from './pool.js';
import { writeRecord } from './record.js';
import { playRun } from './run.js';
import { removeStack } from './stack.js';
import { buildVariant, replaced } from './variant.js';
import { EXIT_CODES, judgeRun, type Verdict } from './verdict.js';

/**
 * Every boundary of every activity of an upgrade: a process that comes to one for the first time kills itself there,
 * before the activity or after its effect and before its result is told. Spare processes make a restart cheap, and the
 * boundaries are shared out among runs of the same upgrade, because most of the time is spent waiting until a killed
 * worker is missed.
 */
export async function runSystematic({ topology: file, jobs }: Options): Promise<number> {
  const topology = parse(await readFile(join(packageFolder, file), 'utf8')) as TopologyInput;
  const plan = { ...calmPlan(), topology, speed: SPEED };
  const product = await buildVariant('systematic', packageFolder, KILLS_ITSELF);
  const startedMs = Date.now();
  try {
    const shares = await inParallel(
      Array.from({ length: jobs }, (_, index) => index),
      jobs,
      (index) => playShare(plan, product, { index, of: jobs }),
    );
    const killed = new Set(shares.flatMap((share) => share.killed));
    const sum = (pick: (verdict: Verdict) => number): number =>
      shares.reduce((total, { verdict }) => total + pick(verdict), 0);
    console.log(tableOf([...killed]).join('\n'));
    console.log(
      `systematic: killed at ${killed.size} boundaries of ${file} in ${jobs} runs, ` +
        `${shares.map(({ verdict }) => verdict.played.end).join(', ')}, ` +
        `${sum(({ sets }) => sets.lost.length)} lost, ${sum(({ sets }) => sets.repeated.length)} repeated, ` +
        `${sum(({ failures }) => failures.length)} failures, ${((Date.now() - startedMs) / 1000).toFixed(0)} s`,
    );
    for (const { record } of shares) if (record !== undefined) console.log(record);
    const bad = shares.find(({ record }) => record !== undefined);
    return bad === undefined ? 0 : EXIT_CODES[bad.verdict.failures[0]?.class ?? 'liveness'];
  } finally {
    await rm(product, { recursive: true, force: true });
  }
}

interface Share {
  /** Boundaries at which it killed. */
  readonly killed: readonly string[];
  readonly verdict: Verdict;
  /** Of a share that failed. */
  readonly record: string | undefined;
}

/** One upgrade that is killed at its share of the boundaries. */
async function playShare(
  plan: RunPlan,
  product: string,
  share: { readonly index: number; readonly of: number },
): Promise<Share> {
  const dir = await mkdtemp(join(tmpdir(), `vta-chaos-systematic-${share.index}-`));
  const boundaries = join(dir, 'boundaries.txt');
  await writeFile(boundaries, '');
  const env = { CHAOS_BOUNDARIES: boundaries, CHAOS_SHARE: `${share.index}/${share.of}` };
  const played = await playRun(
    plan,
    { dir, product, env },
    async (stack, played) => {
      const verdict = await judgeRun(stack, plan, played);
      const killed = (await readFile(boundaries, 'utf8')).split('\n').filter((line) => line !== '');
      const isGood = verdict.failures.length === 0 && played.end === 'succeeded';
      console.log(
        `${isGood ? 'ok    ' : 'FAILED'} share ${share.index + 1} of ${share.of}: ${played.end}, ` +
          `killed at ${killed.length}, ${played.wallSeconds.toFixed(0)} s`,
      );
      const about = { command: 'npm run chaos -- --systematic', logs: stack.logs() };
      const record = isGood ? undefined : await writeRecord(join(dir, 'record'), verdict, about);
      return { killed, verdict, record };
    },
    (stack) => {
      for (const zone of ['authority', 'trusted', 'orchestration'] as const) stack.keepWorkers(zone, SPARES);
    },
    PATIENCE,
  );
  if (played.record === undefined) await removeStack(dir);
  return played;
}

/** Of each zone, besides the first. */
const SPARES = 2;
const SPEED = 400;
/** Between two effects a dozen processes die and start again; on a busy machine that takes its time. */
const PATIENCE = { withinMs: 3 * 3_600_000, stillMs: 600_000 };

/** Noticed within seconds instead of eight: each boundary waits for that. */
const KILLS_ITSELF: Parameters<typeof buildVariant>[2] = {
  'workflows/activity-proxies.js': (text) =>
    replaced(text, `HEARTBEAT = '6 seconds'`, `HEARTBEAT = '1 second'`),
  // Workflows stay with the service, so that a kill costs no workflow task: what dies is where activities run.
  'composition/workers.js': (text) => {
    const bundle = 'workflowBundle: { codePath: workflowBundlePath },';
    const activities = 'activities: createOrchestrationZone({ records, blobs, durations }),';
    const isWorker = `process.argv[1].endsWith('worker.js')`;
    const split = replaced(text, bundle, `...(${isWorker} ? {} : { ${bundle} }),`);
    return replaced(split, activities, `...(${isWorker} ? { ${activities} } : {}),`);
  },
  'activities/heartbeat.js': (text) => {
    const quick = replaced(text, 'BEAT_EVERY_MS = 2_000', 'BEAT_EVERY_MS = 200');
    return `${replaced(quick, 'export function createWorkInHand() {', 'function createProductWork() {')}\n${INTERCEPTOR}`;
  },
};

const INTERCEPTOR = `
import { appendFileSync, readFileSync } from 'node:fs';
function boundary({ info }, point) {
  const file = process.env.CHAOS_BOUNDARIES;
  const workflow = info.workflowExecution.workflowId.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '*');
  const key = [info.activityType, point, workflow, info.activityId].join(' ');
  const [index, of] = process.env.CHAOS_SHARE.split('/').map(Number);
  if ([...key].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_003, 0) % of !== index) return;
  if (readFileSync(file, 'utf8').split('\\n').includes(key)) return;
  appendFileSync(file, key + '\\n');
  process.kill(process.pid, 'SIGKILL');
}
export function createWorkInHand() {
  const work = createProductWork();
  const interceptors = (context) => {
    const { inbound } = work.interceptors(context);
    return {
      inbound: {
        async execute(input, next) {
          boundary(context, 'before');
          const result = await inbound.execute(input, next);
          boundary(context, 'after');
          return result;
        },
      },
    };
  };
  return { ...work, interceptors };
}
`;

/** How many boundaries of each activity. */
function tableOf(killed: readonly string[]): string[] {
  const counts = new Map<string, { before: number; after: number }>();
  for (const line of killed) {
    const [activity = '', point] = line.split(' ');
    const count = counts.get(activity) ?? { before: 0, after: 0 };
    counts.set(activity, {
      ...count,
      [point === 'after' ? 'after' : 'before']: count[point === 'after' ? 'after' : 'before'] + 1,
    });
  }
  const row = (cells: readonly string[]): string =>
    cells.map((cell, index) => (index === 0 ? cell.padEnd(32) : cell.padStart(8))).join('');
  return [
    row(['activity', 'before', 'after']),
    ...[...counts]
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([name, { before, after }]) => row([name, String(before), String(after)])),
  ];
}
