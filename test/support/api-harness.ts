import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createOperationActivities } from '../../src/activities/operations.js';
import { createPlanningActivities } from '../../src/activities/planning.js';
import { createApi, createToken, hashToken } from '../../src/api/index.js';
import { diagnosisBundle } from '../../src/domain/diagnosis/index.js';
import { whyNotDecideSubject } from '../../src/domain/deciding/index.js';
import { DEFAULT_LIMITS } from '../../src/domain/model/limits.js';
import type { GateDecision, Request, RunStatus } from '../../src/domain/model/run.js';
import { whyNotAbort, whyNotDecide, whyNotPause, whyNotResume } from '../../src/domain/progress/index.js';
import { whyNotChangeLimits, withChange } from '../../src/domain/rolling/index.js';
import { createLogger } from '../../src/observability/index.js';
import type { EngineAnswer, EnginePort } from '../../src/ports/engine.js';
import type { Role } from '../../src/ports/records.js';
import { createBlobStore, createRecords } from '../../src/records/index.js';
import { anInventory, aRequest } from './builders.js';

export const ESTATE_TEXT = `estate: sample
authority:
  vcenter:
    name: vc-authority
    url: https://vc-authority.example.com
    thumbprint: '${Array.from({ length: 32 }, () => 'AB').join(':')}'
    credential: ta-admin
    trustCredential: ta-vta
  cluster: authority
trusted:
  - vcenter:
      name: vc-trusted
      url: https://vc-trusted.example.com
      thumbprint: '${Array.from({ length: 32 }, () => 'AB').join(':')}'
      credential: trusted-admin
      trustCredential: trusted-vta
    hostAccess:
      credential: esx-root
    clusters:
      - name: workload
`;

export interface AskOptions {
  readonly body?: unknown;
  readonly key?: string;
  readonly headers?: Record<string, string>;
}

/** The real API on real records in `dir`, with an engine that runs nothing. */
export async function startApi(dir: string, options: { streamPollMs?: number; heartbeatMs?: number } = {}) {
  const records = await createRecords({ file: join(dir, 'records.db') });
  const blobs = createBlobStore({ dir: join(dir, 'blobs') });
  const log: string[] = [];
  const logger = createLogger({
    level: 'trace',
    destination: { write: (line: string) => void log.push(line) },
  });
  const engine = fakeEngine(records, blobs);
  let now = Date.parse('2026-03-01T10:00:00.000Z');
  const clock = (): Date => new Date((now += 1_000));
  const app = await createApi({ records, blobs, engine, logger, version: '0.0.0-test', clock, ...options });

  const tokens: Record<string, string> = {};
  const addUser = async (name: string, roles: readonly Role[]): Promise<void> => {
    const token = createToken();
    tokens[name] = token;
    await records.putUser({ name, roles, tokenHash: hashToken(token), createdAt: clock().toISOString() });
  };
  await addUser('vera', ['viewer']);
  await addUser('olga', ['operator']);
  await addUser('anna', ['approver']);
  await addUser('both', ['operator', 'approver']);

  /** Sends a request as somebody; `nobody` sends no token. */
  const ask = (
    who: string,
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    { body, key, headers }: AskOptions = {},
  ) =>
    app.inject({
      method,
      url,
      headers: {
        ...(tokens[who] === undefined ? {} : { authorization: `Bearer ${tokens[who]}` }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: body as object }),
    });

  return {
    app,
    ask,
    blobs,
    engine,
    log,
    records,
    tokens,
    /** Registers the sample estate, plans, and answers the plan's hash. */
    plan: async (): Promise<string> => {
      await ask('olga', 'POST', '/v1/estates', { body: { text: ESTATE_TEXT } });
      const answer = await ask('olga', 'POST', '/v1/plans', { body: { request: aRequest() } });
      return (answer.json() as { hash: string }).hash;
    },
    /** Overwrites what lies in the store under this hash. */
    damage: (hash: string) => writeFile(join(dir, 'blobs', hash.slice(0, 2), hash), 'something else'),
    close: async () => {
      await app.close();
      await records.close();
    },
  };
}

export type ApiHarness = Awaited<ReturnType<typeof startApi>>;

/** Answers as Temporal would: plans with the real planner, judges operators' messages with the real validators. */
export function fakeEngine(
  records: Awaited<ReturnType<typeof createRecords>>,
  blobs: ReturnType<typeof createBlobStore>,
) {
  const planning = createPlanningActivities({ records, blobs });
  const operations = createOperationActivities({ records, blobs });
  const runs = new Map<string, RunStatus>();
  const calls: { readonly name: string; readonly input: unknown }[] = [];
  const state = {
    calls,
    runs,
    inventory: anInventory(),
    /** Set: every question is answered with this. */
    override: undefined as EngineAnswer<never> | undefined,
    /** Set: `startRun` does its work and loses its answer. */
    loseStartAnswer: false,
    reachable: true,
    queues: [{ name: 'orchestration', pollers: 1 }],
  };

  const update = (
    name: string,
    runId: string,
    request: Request,
    why: string | null,
  ): EngineAnswer<RunStatus> => {
    calls.push({ name, input: request });
    if (state.override) return state.override;
    const status = runs.get(runId);
    if (status === undefined) return { kind: 'not-found', message: `no run ${runId}` };
    if (why !== null) return { kind: 'refused', message: why, rule: 'DG-2' };
    return { kind: 'done', value: status };
  };
  const statusOf = (runId: string): RunStatus =>
    runs.get(runId) ?? ({ gates: [], state: 'running' } as never);

  async function started(
    name: string,
    input: Parameters<EnginePort['startOperation']>[0],
  ): Promise<EngineAnswer<{ readonly runId: string }>> {
    calls.push({ name, input });
    if (state.override) return state.override;
    if ([...runs.values()].some((run) => run.estate === input.estate.name && run.state === 'running')) {
      return { kind: 'refused', message: 'A run of this estate is under way.', rule: 'DG-12' };
    }
    const record = await records.getRun(input.runId);
    if (record === undefined) throw new Error('the run must be recorded before it starts');
    runs.set(input.runId, { ...record.status, state: 'running' });
    if (state.loseStartAnswer) return { kind: 'pending', message: 'No worker answered within 10 s.' };
    return { kind: 'done', value: { runId: input.runId } };
  }

  const port: EnginePort = {
    async surveyEstate(input) {
      calls.push({ name: 'surveyEstate', input });
      if (state.override) return state.override;
      const bytes = new TextEncoder().encode(JSON.stringify(state.inventory));
      return { kind: 'done', value: { inventoryHash: await blobs.put(bytes) } };
    },
    async collectDiagnosis(input) {
      calls.push({ name: 'collectDiagnosis', input });
      if (state.override) return state.override;
      const { authority, trusted, ledger, readAt: at } = state.inventory;
      const { host } = input;
      const facts = { estate: input.estate.name, at, authority, trusted, ledger, ...(host && { host }) };
      const bundle = diagnosisBundle({ ...facts, tasks: [], messages: [], unreadable: [] });
      const bytes = new TextEncoder().encode(JSON.stringify(bundle));
      return { kind: 'done', value: { hash: await blobs.put(bytes) } };
    },
    async planUpgrade({ id, ...input }) {
      calls.push({ name: 'planUpgrade', input: { id, ...input } });
      if (state.override) return state.override;
      const bytes = new TextEncoder().encode(JSON.stringify(state.inventory));
      const inventoryHash = await blobs.put(bytes);
      const made = await planning.makePlan({ ...input, inventoryHash });
      return { kind: 'done', value: { ...made, inventoryHash } };
    },
    async planOperation({ id, ...input }) {
      calls.push({ name: 'planOperation', input: { id, ...input } });
      if (state.override) return state.override;
      const bytes = new TextEncoder().encode(JSON.stringify(state.inventory));
      const inventoryHash = await blobs.put(bytes);
      const made = await operations.makeOperationPlan({ ...input, inventoryHash, extras: {} });
      return { kind: 'done', value: { ...made, inventoryHash } };
    },
    startOperation: (input) => started('startOperation', input),
    startRun: (input) => started('startRun', input),
    async runStatus(_, runId) {
      calls.push({ name: 'runStatus', input: runId });
      const value = runs.get(runId);
      if (state.override?.kind === 'pending') return state.override;
      return value ? { kind: 'done', value } : { kind: 'not-found', message: `no run ${runId}` };
    },
    decideGate: async (_, runId, decision: GateDecision) =>
      update('decideGate', runId, decision, whyNotDecide(statusOf(runId), decision)),
    pauseRun: async (_, runId, request) =>
      update('pauseRun', runId, request, whyNotPause(statusOf(runId), request)),
    resumeRun: async (_, runId, request) =>
      update('resumeRun', runId, request, whyNotResume(statusOf(runId), request)),
    abortRun: async (_, runId, request) =>
      update('abortRun', runId, request, whyNotAbort(statusOf(runId), request)),
    decideHost: async (_, runId, decision) => {
      const refusal = whyNotDecideSubject(statusOf(runId), decision);
      const answer = update('decideHost', runId, decision, refusal?.text ?? null);
      return answer.kind === 'refused' && refusal !== null
        ? { ...answer, rule: refusal.rule, code: refusal.code }
        : answer;
    },
    changeLimits: async (_, runId, change) => {
      calls.push({ name: 'changeLimits', input: change });
      if (state.override) return state.override;
      const status = runs.get(runId);
      if (status === undefined) return { kind: 'not-found', message: `no run ${runId}` };
      const refusal = whyNotChangeLimits(status, change, [
        { vcenter: 'vc-trusted', name: 'workload', state: 'under-way' },
      ]);
      if (refusal !== null) {
        const { text, rule } = refusal;
        return { kind: 'refused', message: text, ...(rule === undefined ? {} : { rule }) };
      }
      const limits = withChange(status.limits ?? DEFAULT_LIMITS, change);
      const value = { ...status, limits, limitsChangedBy: change };
      runs.set(runId, value);
      return { kind: 'done', value };
    },
    health: async () =>
      state.reachable
        ? { reachable: true, serverVersion: '1.31.0', queues: state.queues }
        : { reachable: false, queues: [], problem: 'connection refused' },
  };
  return Object.assign(port, { state });
}
