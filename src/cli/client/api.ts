import { z } from 'zod';
import * as contract from '../../contract/index.js';
import type { HttpClient } from './http.js';

/** The endpoints that the command line uses, typed by the contract. Lists come whole: pages are followed. */
export function createApi(http: HttpClient) {
  const run = (id: string): string => `/v1/runs/${part(id)}`;
  const estate = (name: string): string => `/v1/estates/${part(name)}`;
  return {
    url: http.url,
    health: () => http.get('/v1/health', contract.ServiceHealth),
    me: () => http.get('/v1/me', contract.Me),

    addEstate: (text: string) => http.post('/v1/estates', { text }, contract.EstateDetail),
    estates: async () => (await http.get('/v1/estates', contract.EstateList)).items,
    survey: (name: string) => http.post(`${estate(name)}/surveys`, {}, contract.Survey),
    inventory: (name: string) => http.get(`${estate(name)}/inventory`, contract.EstateInventory),
    /** `esxVersion` undefined = the one that the file names. */
    uploadImage: (name: string, bytes: Uint8Array, esxVersion?: string) =>
      http.upload(
        `${estate(name)}/image-files?${new URLSearchParams(esxVersion && { esxVersion }).toString()}`,
        contract.IMAGE_FILE_TYPE,
        bytes,
        contract.UploadedImage,
      ),
    baseImages: (name: string) => http.get(`${estate(name)}/base-images`, contract.BaseImageList),
    debts: (name: string) => http.get(`${estate(name)}/debts`, contract.HostDebtList),

    addWaiver: (name: string, body: contract.WaiverBody) =>
      http.post(`${estate(name)}/waivers`, body, contract.Waiver),
    waivers: async (name: string) => (await http.get(`${estate(name)}/waivers`, contract.WaiverList)).items,
    removeWaiver: (name: string, id: string) =>
      http.delete(`${estate(name)}/waivers/${part(id)}`, contract.WaiverList),
    archives: async (of: string) => (await http.get(`${estate(of)}/archives`, contract.ArchiveList)).items,
    archive: (of: string, hash: string) =>
      http.get(`${estate(of)}/archives/${part(hash)}`, contract.ArchiveManifest),
    verifyArchive: (of: string, hash: string) =>
      http.get(`${estate(of)}/archives/${part(hash)}/verification`, contract.ArchiveVerification),
    /** The archive as one file. */
    exportArchive: (of: string, hash: string) => http.bytes(`${estate(of)}/archives/${part(hash)}/file`),
    importArchive: (of: string, body: contract.ArchiveImport) =>
      http.post(`${estate(of)}/archives`, body, contract.ArchiveImported),

    preflight: (request: contract.UpgradeRequest) =>
      http.post('/v1/preflights', { request } satisfies contract.PlanRequest, contract.Preflight),
    createPlan: (request: contract.UpgradeRequest) =>
      http.post('/v1/plans', { request } satisfies contract.PlanRequest, contract.PlanOutcome),
    plans: (of?: string) => allPages(http, '/v1/plans', { estate: of }, contract.PlanPage),
    plan: (hash: string) => http.get(`/v1/plans/${part(hash)}`, contract.PlanDetail),
    checkPlan: (hash: string) => http.post(`/v1/plans/${part(hash)}/check`, {}, contract.PlanCheck),

    planOperation: (request: contract.OperationRequest) =>
      http.post(
        '/v1/operations/plans',
        { request } satisfies contract.OperationPlanRequest,
        contract.OperationPlan,
      ),
    operationPlan: (hash: string) => http.get(`/v1/operations/plans/${part(hash)}`, contract.OperationPlan),
    startOperation: (body: contract.StartOperation) => http.post('/v1/operations', body, contract.RunStarted),

    diagnose: (name: string, host: string | undefined) =>
      http.post(`${estate(name)}/diagnoses`, host === undefined ? {} : { host }, contract.DiagnosisBundle),

    startRun: (body: contract.StartRun) => http.post('/v1/runs', body, contract.RunStarted),
    runs: (of?: string) => allPages(http, '/v1/runs', { estate: of }, contract.RunPage),
    run: (id: string) => http.get(run(id), contract.Run),
    hosts: async (id: string) => (await http.get(`${run(id)}/hosts`, contract.HostProgressList)).items,
    events: (id: string, after?: string) =>
      allPages(http, `${run(id)}/events`, { after }, contract.RunEventPage),
    report: (id: string) => http.get(`${run(id)}/report`, contract.RunReport),
    /** The report to the last field, also those that this release does not know. */
    wholeReport: (id: string) => http.get(`${run(id)}/report`, z.unknown()),
    gates: (id: string) => http.get(`${run(id)}/gates`, contract.GateList),
    decideGate: (id: string, gate: string, body: contract.GateDecisionBody) =>
      http.post(`${run(id)}/gates/${part(gate)}/decision`, body, contract.RunStatus),
    decideHost: (id: string, host: string, body: contract.HostDecisionBody) =>
      http.post(`${run(id)}/hosts/${part(host)}/decision`, body, contract.RunStatus),
    /** `body.pause` with verb `pause` only. */
    steer: (id: string, verb: 'pause' | 'resume' | 'abort', body: contract.PauseBody) =>
      http.post(`${run(id)}/${verb}`, body, contract.RunStatus),
    changeLimits: (id: string, body: contract.LimitsBody) =>
      http.post(`${run(id)}/limits`, body, contract.RunStatus),

    rules: async () => (await http.get('/v1/rules', contract.RuleList)).items,
    rule: (id: string) => http.get(`/v1/rules/${part(id)}`, contract.Rule),

    audit: (limit: number) => allPages(http, '/v1/audit', {}, contract.AuditPage, limit),
  };
}

export type Api = ReturnType<typeof createApi>;

const part = encodeURIComponent;

/** Largest page that every list of the service gives. */
const PAGE = 200;

/** Follows `next` until the list ends or `most` items are there. */
async function allPages<T>(
  http: HttpClient,
  path: string,
  query: Readonly<Record<string, string | undefined>>,
  schema: z.ZodType<{ readonly items: readonly T[]; readonly next?: string }>,
  most = Number.POSITIVE_INFINITY,
): Promise<T[]> {
  const items: T[] = [];
  let { after } = query;
  do {
    const given = Object.entries({ ...query, after, limit: String(Math.min(PAGE, most - items.length)) });
    const parameters = new URLSearchParams(
      given.filter((pair): pair is [string, string] => pair[1] !== undefined),
    );
    const page = await http.get(`${path}?${parameters.toString()}`, schema);
    items.push(...page.items);
    after = page.items.length === 0 ? undefined : page.next;
  } while (after !== undefined && items.length < most);
  return items;
}
