import { z } from 'zod';
import type { FastifyInstance } from 'fastify';
import { HostDecisionBody, Pending, RunStatus } from '../../contract/index.js';
import type { SubjectDecision } from '../../domain/model/decision.js';
import type { UpgradePlan } from '../../domain/model/plan.js';
import { ERRORS, type ErrorCode } from '../../domain/errors.js';
import type { RunRecord } from '../../ports/records.js';
import type { ApiOptions } from '../context.js';
import { ApiProblem } from '../problems.js';
import { addRoute } from '../route.js';
import type { Stored } from '../stored.js';
import { statusAnswer } from './control.js';
import { RunParams } from './runs.js';

const HostParams = RunParams.extend({
  host: z
    .string()
    .min(1)
    .max(400)
    .meta({ description: 'name of the parked host, vCenter or cluster, percent-encoded' }),
});

/** What operators decide about something that cannot go on by itself. */
export function addDecidingRoutes(app: FastifyInstance, options: ApiOptions, stored: Stored): void {
  const { engine } = options;
  addRoute(app, options, {
    method: 'POST',
    url: '/v1/runs/:run/hosts/:host/decision',
    operationId: 'decideHost',
    summary: 'Decide about a parked host, vCenter or cluster: one of the choices its parking offers',
    tag: 'runs',
    access: ['operator'],
    params: HostParams,
    body: HostDecisionBody,
    answers: { 200: RunStatus, 202: Pending },
    audit: ({ params, body }) => ({
      what: 'host.decide',
      subject: params.run,
      detail: { host: params.host, ...body },
    }),
    handle: async ({ params, body, caller, id, key }) => {
      const run = await stored.run(params.run);
      const { from, ...said } = body;
      const decision: SubjectDecision = {
        id,
        by: caller.name,
        subject: params.host,
        ...said,
        ...(from === undefined ? {} : { from }),
      };
      const answer = await engine.decideHost(run.estate, run.runId, decision);
      if (answer.kind === 'refused') throw await refusal(stored, run, params.host, answer);
      return statusAnswer(options, run, answer, key);
    },
  });
}

/** The sentence and the rule are the workflow's; a name that the plan does not know is told apart from one that works. */
async function refusal(
  stored: Stored,
  run: RunRecord,
  subject: string,
  { message, rule, code }: { readonly message: string; readonly rule?: string; readonly code?: string },
): Promise<ApiProblem> {
  if (code === 'subject-not-parked' && !(await isInPlan(stored, run, subject))) {
    return new ApiProblem(404, 'subject-unknown', {
      detail: `The plan of run ${run.runId} has no host, vCenter or cluster '${subject}'.`,
    });
  }
  return new ApiProblem(409, isErrorCode(code) ? code : 'rule-refused', {
    detail: message,
    rules: rule === undefined ? [] : [rule],
  });
}

async function isInPlan(stored: Stored, run: RunRecord, subject: string): Promise<boolean> {
  const { tiers } = await stored.json<UpgradePlan>(run.planHash);
  const names = tiers.flatMap((tier) =>
    'vcenters' in tier
      ? tier.vcenters.map(({ vcenter }) => vcenter)
      : tier.clusters.flatMap(({ cluster, hosts }) => [cluster.name, ...hosts.map(({ host }) => host.name)]),
  );
  return names.includes(subject);
}

function isErrorCode(code: string | undefined): code is ErrorCode {
  return code !== undefined && Object.hasOwn(ERRORS, code);
}
