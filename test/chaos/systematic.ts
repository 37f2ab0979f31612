import { readFile, rm, writeFile } from 'node:fs/promises';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { TopologyInput } from '../../src/lab/topology/schema.js';
import { packageFolder } from '../support/processes.js';
import { calmPlan } from './fixed-plans.js';
import { writeRecord } from './record.js';
import { playRun } from './run.js';
import { buildVariant, replaced } from './variant.js';
import { EXIT_CODES, judgeRun } from './verdict.js';

/**
 * Every boundary of every activity of an upgrade: a process that comes to one for the first time kills itself there,
 * before the activity or after its effect and before its result is told. Spare processes make a restart cheap.
 */
export async function runSystematic(topologyFile: string): Promise<number> {
  const topology = parse(await readFile(join(packageFolder, topologyFile), 'utf8')) as TopologyInput;
  const dir = await mkdtemp(join(tmpdir(), 'vta-chaos-systematic-'));
  const boundaries = join(dir, 'boundaries.txt');
  await writeFile(boundaries, '');
  const product = await buildVariant('systematic', packageFolder, KILLS_ITSELF);
  const plan = { ...calmPlan(), topology, speed: SPEED };
  const startedMs = Date.now();
  try {
    return await playRun(
      plan,
      { dir, product, env: { CHAOS_BOUNDARIES: boundaries } },
      async (stack, played) => {
        const verdict = await judgeRun(stack, plan, played);
        const killed = (await readFile(boundaries, 'utf8')).split('\n').filter((line) => line !== '');
        console.log(tableOf(killed).join('\n'));
        console.log(
          `systematic: killed at ${killed.length} boundaries of ${topologyFile}, ${played.end}, ` +
            `${verdict.sets.lost.length} lost, ${verdict.sets.repeated.length} repeated, ` +
            `${((Date.now() - startedMs) / 1000).toFixed(0)} s`,
        );
        if (verdict.failures.length === 0 && played.end === 'succeeded') return 0;
        const about = { command: 'npm run chaos -- --systematic', logs: stack.logs() };
        console.log(await writeRecord(join(dir, 'record'), verdict, about));
        return EXIT_CODES[verdict.failures[0]?.class ?? 'liveness'];
      },
      (stack) => {
        stack.keepWorkers('authority', 2);
        stack.keepWorkers('trusted', 2);
        stack.keepWorkers('orchestration', 2);
      },
      PATIENCE,
    );
  } finally {
    await rm(product, { recursive: true, force: true });
  }
}

const SPEED = 400;
/** Between two effects a dozen processes die and start again; on a busy machine that takes its time. */
const PATIENCE = { withinMs: 3 * 3_600_000, stillMs: 600_000 };

/** Noticed within seconds instead of eight: each boundary waits for that. */
const KILLS_ITSELF: Parameters<typeof buildVariant>[2] = {
  'workflows/activity-proxies.js': (text) =>
    replaced(text, `HEARTBEAT = '8 seconds'`, `HEARTBEAT = '2 seconds'`),
  // Workflows stay with the service, so that a kill costs no workflow task: what dies is where activities run.
  'composition/workers.js': (text) => {
    const bundle = 'workflowBundle: { codePath: workflowBundlePath },';
    const activities = 'activities: createOrchestrationZone({ records, blobs, durations }),';
    const isWorker = `process.argv[1].endsWith('worker.js')`;
    const split = replaced(text, bundle, `...(${isWorker} ? {} : { ${bundle} }),`);
    return replaced(split, activities, `...(${isWorker} ? { ${activities} } : {}),`);
  },
  'activities/heartbeat.js': (text) => {
    const quick = replaced(text, 'BEAT_EVERY_MS = 2_000', 'BEAT_EVERY_MS = 400');
    return `${replaced(quick, 'export function createWorkInHand() {', 'function createProductWork() {')}\n${INTERCEPTOR}`;
  },
};

const INTERCEPTOR = `
import { appendFileSync, readFileSync } from 'node:fs';
function boundary({ info }, point) {
  const file = process.env.CHAOS_BOUNDARIES;
  const workflow = info.workflowExecution.workflowId.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '*');
  const key = [info.activityType, point, workflow, info.activityId].join(' ');
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
