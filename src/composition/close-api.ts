import type { createApi } from '../api/index.js';

/** A connection whose last request was answered meanwhile is not kept for a next one. */
const LOOK_EVERY_MS = 50;

/** Takes no new requests, ends event streams, and finishes what is under way within the grace. */
export async function closeApi(
  api: Awaited<ReturnType<typeof createApi>>,
  graceSeconds: number,
  say: (line: string) => void,
): Promise<void> {
  say('the API takes no new requests and finishes those under way');
  const idle = setInterval(() => api.server.closeIdleConnections(), LOOK_EVERY_MS);
  const limit = setTimeout(() => {
    say(`requests were still under way after ${graceSeconds} s and are cut off; repeating them is safe`);
    api.server.closeAllConnections();
  }, graceSeconds * 1000);
  await api.close();
  clearTimeout(limit);
  clearInterval(idle);
}
