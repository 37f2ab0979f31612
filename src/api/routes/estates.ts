import { z } from 'zod';
import type { FastifyInstance } from 'fastify';
import {
  BaseImageList,
  EstateDetail,
  EstateInventory,
  EstateList,
  EstateRegistration,
  Pending,
  Survey,
  SurveyRequest,
} from '../../contract/index.js';
import { powerCliFor } from '../../domain/estate/index.js';
import { FINAL_RUN_STATES } from '../../domain/model/run.js';
import type { EstateRecord } from '../../ports/records.js';
import type { ApiOptions } from '../context.js';
import { settle } from '../engine-answers.js';
import { parseEstateFile } from '../estate-file.js';
import { ApiProblem } from '../problems.js';
import { addRoute, type Input } from '../route.js';
import type { Stored } from '../stored.js';

const Params = z.strictObject({ estate: z.string().min(1).max(200) });

/** Estates: register, show, read both sides. */
export function addEstateRoutes(app: FastifyInstance, options: ApiOptions, stored: Stored): void {
  const { records, engine, clock } = options;

  /** Reads both sides now and remembers it as the newest survey. */
  const survey = async (
    name: string,
    { id, key, caller }: Pick<Input<unknown, unknown, unknown>, 'id' | 'key' | 'caller'>,
  ) => {
    const { estate } = await stored.estate(name);
    const answer = settle(await engine.surveyEstate({ estate, id }), { key, code: 'inventory-unreadable' });
    if ('pending' in answer) return answer;
    const { inventoryHash } = answer.done;
    const inventory = await stored.json<z.input<typeof EstateInventory>>(inventoryHash);
    await records.putSurvey({
      estate: name,
      inventoryHash,
      readAt: inventory.readAt,
      requestedBy: caller.name,
    });
    return { inventoryHash, inventory };
  };

  addRoute(app, options, {
    method: 'POST',
    url: '/v1/estates',
    operationId: 'registerEstate',
    summary: 'Register an estate file, or replace it',
    tag: 'estates',
    access: ['operator'],
    body: EstateRegistration,
    answers: { 201: EstateDetail },
    audit: ({ body }) => {
      const { estate, hash } = parseEstateFile(body.text);
      return { what: 'estate.register', subject: estate.name, detail: { hash } };
    },
    handle: async ({ body, caller }) => {
      const { estate, hash } = parseEstateFile(body.text);
      await refuseWhileRunning(options, estate.name, hash);
      const record: EstateRecord = {
        name: estate.name,
        text: body.text,
        hash,
        registeredBy: caller.name,
        registeredAt: clock().toISOString(),
      };
      await records.putEstate(record);
      const headers = { location: `/v1/estates/${encodeURIComponent(estate.name)}` };
      return { status: 201, body: { ...record, estate }, headers };
    },
  });

  addRoute(app, options, {
    method: 'GET',
    url: '/v1/estates',
    operationId: 'listEstates',
    summary: 'Registered estates',
    tag: 'estates',
    access: 'any',
    answers: { 200: EstateList },
    handle: async () => ({ status: 200, body: { items: await records.listEstates() } }),
  });

  addRoute(app, options, {
    method: 'GET',
    url: '/v1/estates/:estate',
    operationId: 'getEstate',
    summary: 'One estate with its file',
    tag: 'estates',
    access: 'any',
    params: Params,
    answers: { 200: EstateDetail },
    handle: async ({ params }) => {
      const { record, estate } = await stored.estate(params.estate);
      return { status: 200, body: { ...record, estate } };
    },
  });

  addRoute(app, options, {
    method: 'POST',
    url: '/v1/estates/:estate/surveys',
    operationId: 'surveyEstate',
    summary: 'Read both sides of the estate now',
    tag: 'estates',
    access: ['operator', 'approver'],
    params: Params,
    body: SurveyRequest,
    answers: { 200: Survey, 202: Pending },
    audit: ({ params }) => ({ what: 'estate.survey', subject: params.estate, detail: {} }),
    handle: async (input) => {
      const result = await survey(input.params.estate, input);
      return 'pending' in result ? result.pending : { status: 200, body: result };
    },
  });

  addRoute(app, options, {
    method: 'GET',
    url: '/v1/estates/:estate/inventory',
    operationId: 'getInventory',
    summary: 'The newest survey: hosts with installed and measured versions, images, settings',
    tag: 'estates',
    access: 'any',
    params: Params,
    answers: { 200: EstateInventory },
    handle: async ({ params }) => ({ status: 200, body: await stored.inventory(params.estate) }),
  });

  addRoute(app, options, {
    method: 'GET',
    url: '/v1/estates/:estate/base-images',
    operationId: 'listBaseImages',
    summary: 'Base images of the Trust Authority Cluster, read now, with the equivalent PowerCLI commands',
    tag: 'estates',
    access: 'any',
    params: Params,
    answers: { 200: BaseImageList },
    handle: async (input) => {
      const result = await survey(input.params.estate, input);
      if ('pending' in result) {
        throw new ApiProblem(503, 'worker-absent', {
          detail: result.pending.body.message,
          headers: result.pending.headers,
        });
      }
      const { facts } = result.inventory.authority;
      const { estate } = await stored.estate(input.params.estate);
      const body: z.input<typeof BaseImageList> = {
        estate: estate.name,
        cluster: facts.cluster,
        readAt: result.inventory.readAt,
        items: facts.images,
        powerCli: powerCliFor(estate),
      };
      return { status: 200, body };
    },
  });
}

/** The workers of a run know the file it was started with; another one would describe another estate. */
async function refuseWhileRunning(
  { records, engine }: ApiOptions,
  estate: string,
  hash: string,
): Promise<void> {
  if ((await records.getEstate(estate))?.hash === hash) return;
  const [newest] = (await records.listRuns(estate, { limit: 1 })).items;
  if (newest === undefined || FINAL_RUN_STATES.includes(newest.status.state)) return;
  const live = await engine.runStatus(estate, newest.runId);
  if (live.kind === 'not-found' || live.kind === 'refused') return;
  if (live.kind === 'done' && FINAL_RUN_STATES.includes(live.value.state)) return;
  throw new ApiProblem(409, 'estate-in-use', { detail: `Run ${newest.runId} of this estate has not ended.` });
}
