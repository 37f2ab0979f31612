import type { FastifyInstance } from 'fastify';
import { LimitsBody } from '../../contract/index.js';
import type { RunRecord } from '../../ports/records.js';
import type { ApiOptions } from '../context.js';
import { ApiProblem } from '../problems.js';
import { addRoute } from '../route.js';
import type { Stored } from '../stored.js';
import { answers, statusAnswer } from './control.js';
import { RunParams } from './runs.js';

/** What operators may change in a running run; what counts now is part of its status. */
export function addLimitsRoute(app: FastifyInstance, options: ApiOptions, stored: Stored): void {
  addRoute(app, options, {
    method: 'POST',
    url: '/v1/runs/:run/limits',
    operationId: 'changeLimits',
    summary: 'Change concurrency and failure budgets of a run, or the order of the hosts that wait',
    tag: 'runs',
    access: ['operator'],
    params: RunParams,
    body: LimitsBody,
    answers,
    audit: ({ params, body }) => ({ what: 'run.limits', subject: params.run, detail: body }),
    handle: async ({ params, body, caller, id, key }) => {
      const run = await stored.run(params.run);
      refuseOperation(run);
      const answer = await options.engine.changeLimits(run.estate, run.runId, {
        id,
        by: caller.name,
        ...body,
      });
      return statusAnswer(options, run, answer, key);
    },
  });
}

/** An operation does one thing after another: there is nothing to limit. */
function refuseOperation({ runId, status: { operation } }: RunRecord): void {
  if (operation === undefined) return;
  throw new ApiProblem(409, 'run-refused', {
    detail: `Run ${runId} is the operation '${operation}', which does one thing after another and has no limits.`,
    remedy: 'Pause or abort it instead: vta run pause, vta run abort.',
  });
}
