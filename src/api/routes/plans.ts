import { z } from 'zod';
import type { FastifyInstance } from 'fastify';
import {
  Hash,
  Pending,
  PlanCheck,
  PlanCheckRequest,
  PlanDetail,
  PlanListQuery,
  PlanOutcome,
  PlanPage,
  PlanRequest,
  Preflight,
} from '../../contract/index.js';
import type { ApiOptions } from '../context.js';
import { planEstate, tierOutlines } from '../planning.js';
import { addRoute } from '../route.js';
import { refuseOperation, type Stored } from '../stored.js';
import { paged, pageOfQuery } from './service.js';

const Params = z.strictObject({ hash: Hash });

/** Preflight, plans, and the independent check of a plan. */
export function addPlanRoutes(app: FastifyInstance, options: ApiOptions, stored: Stored): void {
  const { records } = options;

  addRoute(app, options, {
    method: 'POST',
    url: '/v1/preflights',
    operationId: 'preflight',
    summary: 'Run all checks for an upgrade, report all findings',
    tag: 'plans',
    access: ['operator'],
    body: PlanRequest,
    answers: { 200: Preflight, 202: Pending },
    audit: ({ body }) => ({ what: 'preflight', subject: body.request.estate, detail: { ...body.request } }),
    handle: async (input) => {
      const planned = await planEstate(options, stored, input.body.request, input);
      if ('pending' in planned) return planned.pending;
      const { record, findings } = planned.done;
      const { hash: planHash, estate, inventoryHash, blockers, warnings } = record;
      return { status: 200, body: { estate, planHash, inventoryHash, blockers, warnings, findings } };
    },
  });

  addRoute(app, options, {
    method: 'POST',
    url: '/v1/plans',
    operationId: 'createPlan',
    summary: 'Plan an upgrade: order, test hosts, boot types, gates, forecast',
    tag: 'plans',
    access: ['operator'],
    body: PlanRequest,
    answers: { 201: PlanOutcome, 202: Pending },
    audit: ({ body }) => ({ what: 'plan.create', subject: body.request.estate, detail: { ...body.request } }),
    handle: async (input) => {
      const planned = await planEstate(options, stored, input.body.request, input);
      if ('pending' in planned) return planned.pending;
      const { record, plan, findings } = planned.done;
      const { request, gates, forecast, leftOut } = plan;
      const body: z.input<typeof PlanOutcome> = {
        ...record,
        request,
        tiers: tierOutlines(plan),
        gates,
        forecast,
        ...(leftOut && { leftOut }),
        findings,
      };
      return { status: 201, body, headers: { location: `/v1/plans/${record.hash}` } };
    },
  });

  addRoute(app, options, {
    method: 'GET',
    url: '/v1/plans',
    operationId: 'listPlans',
    summary: 'Plans, newest first',
    tag: 'plans',
    access: 'any',
    query: PlanListQuery,
    answers: { 200: PlanPage },
    handle: async ({ query }) => ({
      status: 200,
      body: await paged(() => records.listPlans(query.estate, pageOfQuery(query))),
    }),
  });

  addRoute(app, options, {
    method: 'GET',
    url: '/v1/plans/:hash',
    operationId: 'getPlan',
    summary: 'One plan with every step',
    tag: 'plans',
    access: 'any',
    params: Params,
    answers: { 200: PlanDetail },
    handle: async ({ params }) => {
      const record = await stored.planRecord(params.hash);
      refuseOperation(record);
      const plan = await stored.json<z.input<typeof PlanDetail>['plan']>(params.hash);
      return { status: 200, body: { ...record, plan } };
    },
  });

  addRoute(app, options, {
    method: 'POST',
    url: '/v1/plans/:hash/check',
    operationId: 'checkPlan',
    summary: 'What the independent checker says about a plan; it shares nothing with the planner',
    tag: 'plans',
    access: 'any',
    params: Params,
    body: PlanCheckRequest,
    answers: { 200: PlanCheck },
    handle: async ({ params }) => {
      const record = await stored.planRecord(params.hash);
      refuseOperation(record);
      const findings = await stored.checkFindings(record, await stored.json(params.hash));
      return { status: 200, body: { planHash: params.hash, inventoryHash: record.inventoryHash, findings } };
    },
  });
}
