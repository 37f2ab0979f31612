import { z } from 'zod';
import type { FastifyInstance } from 'fastify';
import {
  Hash,
  OperationPlan,
  OperationPlanRequest,
  Pending,
  RunStarted,
  StartOperation,
} from '../../contract/index.js';
import type { ApiOptions } from '../context.js';
import { planOperation, shown, startOperation } from '../operations.js';
import { addRoute } from '../route.js';
import type { Stored } from '../stored.js';

/** Operations beside the upgrade: plan, look, start. Once started they are runs like any other. */
export function addOperationRoutes(app: FastifyInstance, options: ApiOptions, stored: Stored): void {
  addRoute(app, options, {
    method: 'POST',
    url: '/v1/operations/plans',
    operationId: 'planOperation',
    summary: 'Plan an operation: steps, evidence, gates, findings; nothing is changed',
    tag: 'operations',
    access: ['operator'],
    body: OperationPlanRequest,
    answers: { 201: OperationPlan, 202: Pending },
    audit: ({ body }) => ({
      what: 'operation.plan',
      subject: body.request.estate,
      detail: { ...body.request },
    }),
    handle: async (input) => {
      const planned = await planOperation(options, stored, input);
      if ('pending' in planned) return planned.pending;
      const { hash } = planned.done;
      return { status: 201, body: planned.done, headers: { location: `/v1/operations/plans/${hash}` } };
    },
  });

  addRoute(app, options, {
    method: 'GET',
    url: '/v1/operations/plans/:hash',
    operationId: 'getOperationPlan',
    summary: 'One plan of an operation, with its evidence',
    tag: 'operations',
    access: 'any',
    params: z.strictObject({ hash: Hash }),
    answers: { 200: OperationPlan },
    handle: async ({ params }) => ({ status: 200, body: shown(await stored.operationPlan(params.hash)) }),
  });

  addRoute(app, options, {
    method: 'POST',
    url: '/v1/operations',
    operationId: 'startOperation',
    summary: 'Start an operation of a plan that was looked at; an estate has one run at a time',
    tag: 'operations',
    access: ['operator'],
    body: StartOperation,
    answers: { 201: RunStarted, 202: Pending },
    audit: ({ body }) => ({ what: 'operation.start', subject: body.estate, detail: body }),
    handle: async (input) => {
      const started = await startOperation(options, stored, input);
      if ('pending' in started) return started.pending;
      return { status: 201, body: started.done, headers: { location: `/v1/runs/${started.done.runId}` } };
    },
  });
}
