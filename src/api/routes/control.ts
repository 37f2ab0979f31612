import { z } from 'zod';
import type { FastifyInstance } from 'fastify';
import { GateDecisionBody, PauseBody, Pending, ReasonBody, RunStatus } from '../../contract/index.js';
import { isFinal } from '../../domain/progress/status.js';
import type { EngineAnswer } from '../../ports/engine.js';
import type { RunRecord } from '../../ports/records.js';
import type { ApiOptions } from '../context.js';
import { settle } from '../engine-answers.js';
import { ApiProblem } from '../problems.js';
import { addRoute, type Answer } from '../route.js';
import type { Stored } from '../stored.js';
import { RunParams } from './runs.js';

const GateParams = RunParams.extend({
  gate: z
    .string()
    .min(1)
    .max(400)
    .meta({ description: 'ID of the gate, percent-encoded: it contains slashes' }),
});
export const answers = { 200: RunStatus, 202: Pending };

/** What operators and approvers say to a run. */
export function addControlRoutes(app: FastifyInstance, options: ApiOptions, stored: Stored): void {
  const { engine } = options;

  addRoute(app, options, {
    method: 'POST',
    url: '/v1/runs/:run/gates/:gate/decision',
    operationId: 'decideGate',
    summary: 'Approve or reject a gate; whoever requested the run may not approve',
    tag: 'gates',
    access: ['approver'],
    params: GateParams,
    body: GateDecisionBody,
    answers,
    audit: ({ params, body }) => ({
      what: 'gate.decide',
      subject: params.run,
      detail: { gate: params.gate, ...body },
    }),
    handle: async ({ params, body, caller, id, key }) => {
      const run = await stored.run(params.run);
      refuseSelfApproval(run, body.verdict, caller.name);
      if (body.planHash !== run.planHash) throw new ApiProblem(409, 'gate-plan-differs', { rules: ['DG-2'] });
      const decision = { id, by: caller.name, gate: params.gate, ...body };
      const answer = await engine.decideGate(run.estate, run.runId, decision);
      if (answer.kind === 'refused') throw await gateRefusal(options, run, params.gate, answer);
      return statusAnswer(options, run, answer, key);
    },
  });

  addRoute(app, options, {
    method: 'POST',
    url: '/v1/runs/:run/pause',
    operationId: 'pauseRun',
    summary: 'Let no new host begin and finish what is under way; or let nothing more begin at all',
    tag: 'runs',
    access: ['operator'],
    params: RunParams,
    body: PauseBody,
    answers,
    audit: ({ params, body }) => ({ what: 'run.pause', subject: params.run, detail: body }),
    handle: async ({ params, body, caller, id, key }) => {
      const run = await stored.run(params.run);
      const answer = await engine.pauseRun(run.estate, run.runId, { id, by: caller.name, ...body });
      return statusAnswer(options, run, answer, key);
    },
  });

  const controls = [
    ['resume', 'Go on after a pause: the estate is read first, and what others changed is decided about'],
    ['abort', 'End the run; hosts under way are brought to a safe state'],
  ] as const;
  for (const [verb, summary] of controls) {
    addRoute(app, options, {
      method: 'POST',
      url: `/v1/runs/:run/${verb}`,
      operationId: `${verb}Run`,
      summary,
      tag: 'runs',
      access: ['operator'],
      params: RunParams,
      body: ReasonBody,
      answers,
      audit: ({ params, body }) => ({ what: `run.${verb}`, subject: params.run, detail: body }),
      handle: async ({ params, body, caller, id, key }) => {
        const run = await stored.run(params.run);
        const request = { id, by: caller.name, reason: body.reason };
        const answer = await engine[`${verb}Run`](run.estate, run.runId, request);
        return statusAnswer(options, run, answer, key);
      },
    });
  }
}

/** The workflow's validator refuses it too; here it does not even get there. @rule DG-2 */
function refuseSelfApproval(run: RunRecord, verdict: string, caller: string): void {
  if (verdict !== 'approved' || caller !== run.requestedBy) return;
  throw new ApiProblem(409, 'gate-self-approval', {
    detail: `${caller} requested run ${run.runId} and may not approve its gates.`,
    rules: ['DG-2'],
  });
}

/** Says which of the usual reasons it is, for scripts; the sentence stays the workflow's. */
async function gateRefusal(
  { engine }: ApiOptions,
  run: RunRecord,
  gate: string,
  { message, rule }: { readonly message: string; readonly rule?: string },
): Promise<ApiProblem> {
  const rules = rule === undefined ? [] : [rule];
  const live = await engine.runStatus(run.estate, run.runId);
  if (live.kind === 'done') {
    const found = live.value.gates.find(({ id }) => id === gate);
    if (isFinal(live.value.state)) return new ApiProblem(409, 'run-ended', { detail: message, rules });
    if (found === undefined) return new ApiProblem(404, 'gate-unknown', { detail: message });
    if (found.state !== 'open') return new ApiProblem(409, 'gate-not-open', { detail: message, rules });
  }
  return new ApiProblem(409, rule === undefined ? 'run-refused' : 'rule-refused', { detail: message, rules });
}

/** The new status of a run, or 202 when nobody answered yet. */
export async function statusAnswer(
  { records }: ApiOptions,
  run: RunRecord,
  answer: EngineAnswer<z.input<typeof RunStatus>>,
  key: string,
): Promise<Answer<typeof answers>> {
  if (answer.kind === 'not-found') {
    const now = await records.getRun(run.runId);
    if (now !== undefined && isFinal(now.status.state)) {
      throw new ApiProblem(409, 'run-ended', { detail: `Run ${run.runId} has ended: ${now.status.state}.` });
    }
  }
  const settled = settle(answer, { key, runId: run.runId });
  return 'pending' in settled ? settled.pending : { status: 200, body: settled.done };
}
