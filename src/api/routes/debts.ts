import { z } from 'zod';
import type { FastifyInstance } from 'fastify';
import { HostDebtList } from '../../contract/index.js';
import { hostDebts } from '../../domain/attestation/index.js';
import type { ApiOptions } from '../context.js';
import { addRoute } from '../route.js';
import type { Stored } from '../stored.js';

const Params = z.strictObject({ estate: z.string().min(1).max(200) });

/** The debt ledger of an estate. @rule QB-4, DG-3 */
export function addDebtRoutes(app: FastifyInstance, options: ApiOptions, stored: Stored): void {
  addRoute(app, options, {
    method: 'GET',
    url: '/v1/estates/:estate/debts',
    operationId: 'listDebts',
    summary: 'Hosts that owe a full boot: since when, and which base images they keep from being removed',
    tag: 'estates',
    access: 'any',
    params: Params,
    answers: { 200: HostDebtList },
    handle: async ({ params }) => {
      const inventory = await stored.inventory(params.estate);
      // Runs have written what they saw since the survey.
      const ledger = await options.records.readLedger(params.estate);
      const items = hostDebts(ledger, inventory.authority.facts.images, inventory);
      return { status: 200, body: { estate: params.estate, readAt: inventory.readAt, items } };
    },
  });
}
