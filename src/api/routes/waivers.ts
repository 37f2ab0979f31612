import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { FastifyInstance } from 'fastify';
import { Waiver, WaiverBody, WaiverList } from '../../contract/index.js';
import { whyNotWaive } from '../../domain/preflight/index.js';
import type { ApiOptions } from '../context.js';
import { ApiProblem } from '../problems.js';
import { addRoute } from '../route.js';
import type { Stored } from '../stored.js';

const Params = z.strictObject({ estate: z.string().min(1).max(200) });
const OneParams = Params.extend({ waiver: z.string().min(1).max(100) });

/** Waivers: approvers take the responsibility for blockers of preflight, for a time. */
export function addWaiverRoutes(app: FastifyInstance, options: ApiOptions, stored: Stored): void {
  const { records, clock } = options;

  addRoute(app, options, {
    method: 'POST',
    url: '/v1/estates/:estate/waivers',
    operationId: 'addWaiver',
    summary:
      'Waive blockers of a waivable check, for a time: they weigh as warnings in plans made from now on',
    tag: 'estates',
    access: ['approver'],
    params: Params,
    body: WaiverBody,
    answers: { 201: Waiver },
    audit: ({ params, body }) => ({ what: 'waiver.add', subject: params.estate, detail: { ...body } }),
    handle: async ({ params, body, caller, id, firstAt }) => {
      const { estate } = await stored.estate(params.estate);
      const now = clock().toISOString();
      refuse(body, now);
      const waiver: Waiver = {
        ...body,
        id: `waiver-${createHash('sha256').update(id).digest('hex').slice(0, 10)}`,
        estate: estate.name,
        by: caller.name,
        createdAt: firstAt.toISOString(),
        expiresAt: new Date(body.expiresAt).toISOString(),
      };
      await records.putWaiver(waiver);
      return { status: 201, body: waiver };
    },
  });

  addRoute(app, options, {
    method: 'GET',
    url: '/v1/estates/:estate/waivers',
    operationId: 'listWaivers',
    summary: 'Waivers of the estate, expired ones too',
    tag: 'estates',
    access: 'any',
    params: Params,
    answers: { 200: WaiverList },
    handle: async ({ params }) => {
      const { estate } = await stored.estate(params.estate);
      return { status: 200, body: { items: await records.listWaivers(estate.name) } };
    },
  });

  addRoute(app, options, {
    method: 'DELETE',
    url: '/v1/estates/:estate/waivers/:waiver',
    operationId: 'removeWaiver',
    summary: 'Remove a waiver: plans that rest on it cannot start a run any more',
    tag: 'estates',
    access: ['approver'],
    params: OneParams,
    answers: { 200: WaiverList },
    audit: ({ params }) => ({
      what: 'waiver.remove',
      subject: params.estate,
      detail: { waiver: params.waiver },
    }),
    handle: async ({ params }) => {
      const { estate } = await stored.estate(params.estate);
      if (!(await records.removeWaiver(estate.name, params.waiver))) {
        throw new ApiProblem(404, 'not-found', {
          detail: `The estate '${estate.name}' has no waiver '${params.waiver}'.`,
          remedy: `List them: GET /v1/estates/${estate.name}/waivers, or 'vta waiver list ${estate.name}'.`,
        });
      }
      return { status: 200, body: { items: await records.listWaivers(estate.name) } };
    },
  });
}

function refuse(body: WaiverBody, now: string): void {
  const refusal = whyNotWaive(body, now);
  if (refusal === undefined) return;
  const { field, text, rule } = refusal;
  if (rule !== undefined) throw new ApiProblem(409, 'rule-refused', { detail: text, rules: [rule] });
  throw new ApiProblem(422, 'request-invalid', {
    detail: text,
    errors: [{ pointer: `/${field}`, message: text }],
  });
}
