import { createApi } from '../client/api.js';
import type { HttpClient } from '../client/http.js';
import type { RunEvent } from '../client/types.js';
import type { RunSource } from './watch-run.js';

export function createRunSource(http: HttpClient, runId: string): RunSource {
  const api = createApi(http);
  return {
    status: () => api.run(runId),
    hosts: () => api.hosts(runId),
    stream: async function* () {},
    page: async () => (await api.events(runId)).map((event: RunEvent) => ({ position: '', event })),
  };
}
