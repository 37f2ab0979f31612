import { z } from 'zod';
import type { FastifyInstance } from 'fastify';
import {
  GateList,
  HostProgressList,
  Pending,
  Run,
  RunListQuery,
  RunPage,
  RunReport,
  RunStarted,
  StartRun,
} from '../../contract/index.js';
import type { WaitingOn } from '../../domain/model/waiting.js';
import { mainReason } from '../../domain/progress/reason.js';
import { isFinal } from '../../domain/progress/status.js';
import type { RunRecord } from '../../ports/records.js';
import type { ApiOptions } from '../context.js';
import { liveStatus } from '../live-status.js';
import { ApiProblem } from '../problems.js';
import { addRoute } from '../route.js';
import { startRun } from '../starting.js';
import type { Stored } from '../stored.js';
import { paged, pageOfQuery } from './service.js';

export const RunParams = z.strictObject({ run: z.string().min(1).max(200) });

/** Start, list and show runs. */
export function addRunRoutes(app: FastifyInstance, options: ApiOptions, stored: Stored): void {
  const { records } = options;

  addRoute(app, options, {
    method: 'POST',
    url: '/v1/runs',
    operationId: 'startRun',
    summary: 'Start a run of a plan, or plan and start in one call',
    tag: 'runs',
    access: ['operator'],
    body: StartRun,
    answers: { 201: RunStarted, 202: Pending },
    audit: ({ body }) => ({
      what: 'run.start',
      subject: 'request' in body ? body.request.estate : body.estate,
      detail: body,
    }),
    handle: async (input) => {
      const started = await startRun(options, stored, input);
      if ('pending' in started) return started.pending;
      return { status: 201, body: started.done, headers: { location: `/v1/runs/${started.done.runId}` } };
    },
  });

  addRoute(app, options, {
    method: 'GET',
    url: '/v1/runs',
    operationId: 'listRuns',
    summary: 'Runs, newest first, from the records',
    tag: 'runs',
    access: 'any',
    query: RunListQuery,
    answers: { 200: RunPage },
    handle: async ({ query }) => {
      const page = await paged(() => records.listRuns(query.estate, pageOfQuery(query)));
      return { status: 200, body: { ...page, items: page.items.map((run) => summaryOf(run)) } };
    },
  });

  addRoute(app, options, {
    method: 'GET',
    url: '/v1/runs/:run',
    operationId: 'getRun',
    summary: 'Status of a run, asked of its workflow; from the records when that does not answer',
    tag: 'runs',
    access: 'any',
    params: RunParams,
    answers: { 200: Run },
    handle: async ({ params }) => {
      const record = await stored.run(params.run);
      const { status, ...about } = await liveStatus(options, record);
      const { requestedAt, reportHash } = record;
      const reason = status.reason ?? (await reasonOfHosts(options, status));
      const body: z.input<typeof Run> = {
        ...status,
        ...(reason === undefined ? {} : { reason }),
        ...about,
        requestedAt,
        ...(reportHash === undefined ? {} : { reportHash }),
      };
      return { status: 200, body };
    },
  });

  addRoute(app, options, {
    method: 'GET',
    url: '/v1/runs/:run/hosts',
    operationId: 'listRunHosts',
    summary: 'Where every host of the run is',
    tag: 'runs',
    access: 'any',
    params: RunParams,
    answers: { 200: HostProgressList },
    handle: async ({ params }) => {
      const { runId } = await stored.run(params.run);
      return { status: 200, body: { items: await records.listHostProgress(runId) } };
    },
  });

  addRoute(app, options, {
    method: 'GET',
    url: '/v1/runs/:run/gates',
    operationId: 'listGates',
    summary: 'Gates of the run, with the evidence for the decider',
    tag: 'gates',
    access: 'any',
    params: RunParams,
    answers: { 200: GateList },
    handle: async ({ params }) => {
      const { status, live } = await liveStatus(options, await stored.run(params.run));
      return { status: 200, body: { planHash: status.planHash, live, items: status.gates } };
    },
  });

  addRoute(app, options, {
    method: 'GET',
    url: '/v1/runs/:run/report',
    operationId: 'getReport',
    summary: 'Report of a run that has ended',
    tag: 'runs',
    access: 'any',
    params: RunParams,
    answers: { 200: RunReport },
    handle: async ({ params }) => {
      const { reportHash, status } = await stored.run(params.run);
      if (reportHash === undefined) {
        throw new ApiProblem(404, 'not-found', {
          detail: `The run '${params.run}' has no report yet; it is ${status.state}.`,
          remedy: 'The report is written when the run ends.',
        });
      }
      return { status: 200, body: await stored.json<z.input<typeof RunReport>>(reportHash) };
    },
  });
}

/** A run that nothing holds up waits for the work of its hosts, which only the records know. */
async function reasonOfHosts(
  { records }: ApiOptions,
  { runId, state }: RunRecord['status'],
): Promise<WaitingOn | undefined> {
  if (isFinal(state)) return undefined;
  const hosts = await records.listHostProgress(runId);
  return mainReason(hosts.flatMap(({ waitingOn }) => waitingOn ?? []));
}

function summaryOf(run: RunRecord): z.input<typeof RunPage>['items'][number] {
  const { runId, estate, planHash, requestedBy, requestedAt, reportHash, status } = run;
  return {
    runId,
    estate,
    planHash,
    requestedBy,
    requestedAt,
    ...(status.operation === undefined ? {} : { operation: status.operation }),
    state: status.state,
    ...(status.endedAt === undefined ? {} : { endedAt: status.endedAt }),
    ...(status.outcome === undefined ? {} : { outcome: status.outcome }),
    ...(reportHash === undefined ? {} : { reportHash }),
  };
}
