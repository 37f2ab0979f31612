import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { DiagnosisBundle, DiagnosisRequest, Pending } from '../../contract/index.js';
import type { ApiOptions } from '../context.js';
import { settle } from '../engine-answers.js';
import { addRoute } from '../route.js';
import type { Stored } from '../stored.js';

const Params = z.strictObject({ estate: z.string().min(1).max(200) });

/** Evidence for whoever repairs, or asks for support. @rule ATT-4, ATT-5 */
export function addDiagnosisRoute(app: FastifyInstance, options: ApiOptions, stored: Stored): void {
  addRoute(app, options, {
    method: 'POST',
    url: '/v1/estates/:estate/diagnoses',
    operationId: 'diagnose',
    summary:
      'Collect the evidence for one host or the whole estate, without secrets; also while a run is under way',
    tag: 'estates',
    access: ['operator', 'approver'],
    params: Params,
    body: DiagnosisRequest,
    answers: { 200: DiagnosisBundle, 202: Pending },
    audit: ({ params, body }) => ({ what: 'estate.diagnose', subject: params.estate, detail: { ...body } }),
    handle: async ({ params, body, id, key }) => {
      const { estate } = await stored.estate(params.estate);
      const answer = settle(await options.engine.collectDiagnosis({ estate, ...body, id }), {
        key,
        code: 'inventory-unreadable',
      });
      if ('pending' in answer) return answer.pending;
      return { status: 200, body: await stored.json<z.input<typeof DiagnosisBundle>>(answer.done.hash) };
    },
  });
}
