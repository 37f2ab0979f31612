import { z } from 'zod';
import type { FastifyInstance } from 'fastify';
import { Rule, RuleList } from '../../contract/index.js';
import { findRule, RULE_BOOK } from '../../domain/rule-book/index.js';
import type { ApiOptions } from '../context.js';
import { ApiProblem } from '../problems.js';
import { addRoute } from '../route.js';

const Params = z.strictObject({ rule: z.string().min(1).max(20) });

/** The rule book, as this release enforces it. */
export function addRuleRoutes(app: FastifyInstance, options: ApiOptions): void {
  addRoute(app, options, {
    method: 'GET',
    url: '/v1/rules',
    operationId: 'listRules',
    summary: 'The rule book',
    tag: 'rules',
    access: 'any',
    answers: { 200: RuleList },
    handle: async () => ({ status: 200, body: { items: RULE_BOOK } }),
  });

  addRoute(app, options, {
    method: 'GET',
    url: '/v1/rules/:rule',
    operationId: 'getRule',
    summary: 'One rule: what holds, why, what people see and may do',
    tag: 'rules',
    access: 'any',
    params: Params,
    answers: { 200: Rule },
    handle: async ({ params }) => {
      const rule = findRule(params.rule);
      if (rule === undefined) throw new ApiProblem(404, 'rule-unknown');
      return { status: 200, body: rule };
    },
  });
}
