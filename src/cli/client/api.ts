import { z } from 'zod';
import type * as T from './types.js';
import type { HttpClient } from './http.js';

const any = <X>() => z.custom<X>(() => true);
const part = encodeURIComponent;

export type Api = ReturnType<typeof createApi>;
export function createApi(http: HttpClient) {
  const listOf = async <X>(path: string, limit = Infinity): Promise<X[]> => {
    const items: X[] = [];
    let next: string | undefined;
    do {
      const page = await http.get(
        `${path}${path.includes('?') ? '&' : '?'}limit=200${next === undefined ? '' : `&after=${part(next)}`}`,
        any<{ items: X[]; next?: string }>(),
      );
      items.push(...page.items);
      next = page.next;
    } while (next !== undefined && items.length < limit);
    return items.slice(0, limit);
  };
  const run = (id: string): string => `/v1/runs/${part(id)}`;
  return {
    url: http.url,
    health: () => http.get('/v1/health', any<T.Health>()),
    me: () => http.get('/v1/me', any<T.Me>()),
    addEstate: (text: string) => http.post('/v1/estates', { text }, any<T.EstateSummary>()),
    estates: () => listOf<T.EstateSummary>('/v1/estates'),
    survey: (e: string) => http.post(`/v1/estates/${part(e)}/surveys`, {}, any<unknown>()),
    inventory: (e: string) => http.get(`/v1/estates/${part(e)}/inventory`, any<T.EstateInventory>()),
    baseImages: (e: string) =>
      http.get(
        `/v1/estates/${part(e)}/base-images`,
        any<{ cluster: string; images: T.BaseImage[]; powerCli: string[] }>(),
      ),
    preflight: (r: T.UpgradeRequest) => http.post('/v1/preflights', r, any<{ findings: T.Finding[] }>()),
    createPlan: (r: T.UpgradeRequest) => http.post('/v1/plans', r, any<{ hash: string }>()),
    plans: (estate?: string) =>
      listOf<T.PlanSummary>(estate === undefined ? '/v1/plans' : `/v1/plans?estate=${part(estate)}`),
    plan: (hash: string) => http.get(`/v1/plans/${part(hash)}`, any<{ plan: T.UpgradePlan }>()),
    checkPlan: (hash: string) =>
      http.post(`/v1/plans/${part(hash)}/check`, {}, any<{ findings: T.Finding[] }>()),
    startRun: (body: unknown) => http.post('/v1/runs', body, any<T.RunStatus>()),
    runs: (estate?: string) =>
      listOf<T.RunStatus>(estate === undefined ? '/v1/runs' : `/v1/runs?estate=${part(estate)}`),
    run: (id: string) => http.get(run(id), any<T.RunStatus>()),
    hosts: (id: string) => listOf<T.HostProgress>(`${run(id)}/hosts`),
    events: (id: string) => listOf<T.RunEvent>(`${run(id)}/events`),
    report: (id: string) => http.get(`${run(id)}/report`, any<T.RunReport>()),
    gates: async (id: string) => (await http.get(`${run(id)}/gates`, any<{ items: T.GateStatus[] }>())).items,
    decideGate: (id: string, gate: string, body: unknown) =>
      http.post(`${run(id)}/gates/${part(gate)}/decision`, body, any<T.RunStatus>()),
    steer: (id: string, verb: string, body: { reason: string }) =>
      http.post(`${run(id)}/${verb}`, body, any<T.RunStatus>()),
    audit: (limit: number) => listOf<T.AuditEntry>('/v1/audit', limit),
  };
}
