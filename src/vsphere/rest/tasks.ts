import { z } from 'zod';
import { VSphereError } from '../../ports/errors.js';
import type { TaskReading, TaskRef } from '../../ports/vsphere.js';
import { mapLimited } from '../connection/limiter.js';
import { pauseFor } from '../connection/pause.js';
import type { RestClient, RestRequest } from './client.js';
import { ErrorBody, kindOfType, messageOf } from './errors.js';
import { pathOf } from './path.js';
import { Id, Instant, LocalizableMessage, textOf } from './schemas.js';

/** Task Info (wire contract 3.3). `error` is an object, or a string on some releases. */
export const TaskInfo = z.object({
  status: z.string().min(1),
  progress: z
    .object({
      total: z.number().nullish(),
      completed: z.number().nullish(),
      message: LocalizableMessage.nullish(),
    })
    .nullish(),
  start_time: Instant,
  end_time: Instant,
  target: z.object({ type: z.string().nullish(), id: z.string() }).nullish(),
  result: z.unknown().optional(),
  error: z.union([ErrorBody, z.string()]).nullish(),
});
export type TaskInfo = z.infer<typeof TaskInfo>;

/** In a list the operation decides whether a task is ours: not said is not "something else". */
const ListedTask = TaskInfo.extend({ operation: z.string().min(1) });
type ListedTask = z.infer<typeof ListedTask>;

const percent = ({ progress }: TaskInfo): number | undefined => {
  if (!progress?.total) return undefined;
  return Math.min(100, Math.round(((progress.completed ?? 0) / progress.total) * 100));
};

const failure = (error: TaskInfo['error']): { error: string; errorType?: string } => {
  if (typeof error === 'string') return { error };
  if (!error) return { error: 'the task failed without giving a reason' };
  return { error: messageOf(error), ...(error.error_type ? { errorType: error.error_type } : {}) };
};

const underWay: readonly string[] = ['PENDING', 'RUNNING', 'BLOCKED'];

const readingOf = (info: TaskInfo): TaskReading => {
  const ended = info.end_time ? { endedAt: info.end_time } : {};
  if (info.status === 'SUCCEEDED') {
    return { state: 'succeeded', ...ended, ...(info.result === undefined ? {} : { result: info.result }) };
  }
  if (info.status === 'FAILED') return { state: 'failed', ...ended, ...failure(info.error) };
  const progress = percent(info);
  const said = info.progress?.message ? textOf(info.progress.message) : '';
  // A status of the future is neither success nor failure.
  const message = underWay.includes(info.status) ? said : `status ${info.status} ${said}`.trim();
  return {
    state: 'running',
    ...(progress === undefined ? {} : { progress }),
    ...(message ? { message } : {}),
  };
};

export const isNotFound = (error: unknown): boolean =>
  error instanceof VSphereError && error.kind === 'not-found';

/** Reads a task of the Automation API; one that the server does not know (any more) is `gone`. */
export const readCisTask = async (
  rest: RestClient,
  id: string,
  signal?: AbortSignal,
): Promise<TaskReading> => {
  try {
    return readingOf(
      await rest.call({ method: 'GET', path: pathOf`/cis/tasks/${id}`, schema: TaskInfo, signal }),
    );
  } catch (error) {
    if (isNotFound(error)) return { state: 'gone' };
    throw error;
  }
};

/**
 * Reads tasks of one provider at once, by ID. One that the list leaves out is asked for by itself: absence from a
 * list alone does not say that a task is gone.
 */
export const readCisTasks = async (
  rest: RestClient,
  ids: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, TaskReading>> => {
  const listed =
    ids.length === 1
      ? {}
      : await rest.call({
          method: 'POST',
          path: '/cis/tasks',
          query: { action: 'list' },
          body: { filter_spec: { tasks: ids } },
          safe: true,
          schema: z.record(Id, TaskInfo),
          signal,
        });
  const readings = await mapLimited(ids, async (id): Promise<[string, TaskReading]> => {
    const info = listed[id];
    return [id, info ? readingOf(info) : await readCisTask(rest, id, signal)];
  });
  return new Map(readings);
};

/** Operations come with and without `$task`. */
export const operationOf = (info: ListedTask): string =>
  info.operation.replace(/\$task$/, '').replaceAll('-', '_');

interface FoundTask {
  readonly ref: TaskRef;
  readonly info: ListedTask;
}

const isOver = ({ status }: ListedTask): boolean => status === 'SUCCEEDED' || status === 'FAILED';

const listTasks = async (
  rest: RestClient,
  filter: { readonly services: readonly string[]; readonly status?: readonly string[] },
  signal: AbortSignal | undefined,
): Promise<FoundTask[]> => {
  const tasks = await rest.call({
    method: 'POST',
    path: '/cis/tasks',
    query: { action: 'list' },
    body: { filter_spec: filter, result_spec: { exclude_result: true } },
    safe: true,
    schema: z.record(Id, ListedTask),
    signal,
  });
  return Object.entries(tasks).map(([id, info]) => ({ ref: { kind: 'cis', id }, info }));
};

/** Running tasks of one provider service, newest state of each. */
export const listRunning = async (
  rest: RestClient,
  service: string,
  signal?: AbortSignal,
): Promise<FoundTask[]> => {
  const tasks = await listTasks(rest, { services: [service], status: underWay }, signal);
  return tasks.filter(({ info }) => !isOver(info));
};

/**
 * Tasks of one provider service that run, or have begun since a moment of the server's clock, the newest first. One that
 * does not tell when it began is among them.
 */
export const listSince = async (
  rest: RestClient,
  service: string,
  since: string,
  signal?: AbortSignal,
): Promise<FoundTask[]> => {
  const tasks = await listTasks(rest, { services: [service] }, signal);
  return tasks
    .filter(({ info }) => !isOver(info) || info.start_time === undefined || info.start_time >= since)
    .toSorted((a, b) => (b.info.start_time ?? '').localeCompare(a.info.start_time ?? ''));
};

/** Pauses before the first look, the second, and the longest one, in milliseconds: most reads end at once. */
const firstPauseMs = 20;
const secondPauseMs = 100;
const longestPauseMs = 2_000;

const nextPause = (pause: number): number => Math.min(Math.max(pause * 1.5, secondPauseMs), longestPauseMs);

/** Carries out a read that vCenter answers with a task: start, wait, result. */
export const runReadTask = async <T>(
  rest: RestClient,
  request: RestRequest & { readonly schema: z.ZodType<T> },
  limitMs: number,
): Promise<T> => {
  const { schema, ...start } = request;
  const operation = `${request.method} /api${request.path}`;
  const { id } = await rest.startTask({ ...start, safe: true });
  const deadline = performance.now() + limitMs;
  for (let pause = firstPauseMs; ; pause = nextPause(pause)) {
    await pauseFor(pause, request.signal);
    const task = await readCisTask(rest, id, request.signal);
    if (task.state === 'succeeded') {
      if (task.result === undefined) {
        throw rest.fail(`${operation}: the task ended without a result`, { kind: 'protocol', operation });
      }
      const parsed = schema.safeParse(task.result);
      if (parsed.success) return parsed.data;
      const issue = parsed.error.issues[0];
      const where = `/${issue?.path.join('/') ?? ''}: ${issue?.message ?? ''}`;
      throw rest.fail(`${operation}: unexpected result at ${where}`, { kind: 'protocol', operation });
    }
    if (task.state === 'failed') {
      const { error, errorType } = task;
      throw rest.fail(`${operation}: ${error}`, {
        kind: kindOfType(errorType),
        operation,
        ...(errorType ? { errorType } : {}),
      });
    }
    if (task.state === 'gone') {
      throw rest.fail(`${operation}: the server forgot the task`, { kind: 'passing', operation });
    }
    if (performance.now() > deadline) {
      throw rest.fail(`${operation}: no result within ${limitMs} ms`, { kind: 'passing', operation });
    }
  }
};
