import { get } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startApi, type ApiHarness } from '../../support/api-harness.js';
import { aRunEvent, aRunRecord, aRunStatus } from '../../support/run-builders.js';
import { temporaryFolders } from '../../support/temporary-folder.js';

const folder = temporaryFolders();
let api: ApiHarness;
let url: string;
beforeEach(async () => {
  api = await startApi(await folder(), { streamPollMs: 10, heartbeatMs: 40 });
  await api.app.listen({ host: '127.0.0.1', port: 0 });
  const address = api.app.server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/v1/runs/run-1/events`;
  await api.records.putRun(aRunRecord());
});
afterEach(() => api.close());

function open(headers: Record<string, string> = {}, signal?: AbortSignal): Promise<Response> {
  return fetch(url, {
    headers: { accept: 'text/event-stream', authorization: `Bearer ${api.tokens['vera']}`, ...headers },
    ...(signal === undefined ? {} : { signal }),
  });
}

/** Reads text until it contains what is looked for. */
async function readUntil(reader: ReadableStreamDefaultReader<Uint8Array>, wanted: string): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  while (!text.includes(wanted)) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`ended before ${wanted}: ${text}`);
    text += decoder.decode(value, { stream: true });
  }
  return text;
}

const end = async (): Promise<void> => {
  await api.records.appendEvents([aRunEvent(99, { type: 'run.ended' })]);
  await api.records.putRun(aRunRecord({ status: aRunStatus({ state: 'succeeded' }) }));
};
const seqs = (text: string): number[] => [...text.matchAll(/"seq":(\d+)/g)].map(([, seq]) => Number(seq));

describe('GET /v1/runs/{run}/events as server-sent events', () => {
  it('sends what there is, then what comes, and ends after the last event', async () => {
    await api.records.appendEvents([aRunEvent(1), aRunEvent(2)]);
    const response = await open();
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    const reader = response.body?.getReader();
    if (!reader) throw new Error('no body');
    const before = await readUntil(reader, '"seq":2');
    await api.records.appendEvents([aRunEvent(3)]);
    const during = await readUntil(reader, '"seq":3');
    await end();
    const after = await readUntil(reader, '"seq":99');
    expect((await reader.read()).done).toBe(true);
    expect(seqs(before + during + after)).toEqual([1, 2, 3, 99]);
    expect(before).toMatch(/id: 1\nevent: run-event\ndata: \{/);
  });

  it('goes on after Last-Event-ID', async () => {
    await api.records.appendEvents([1, 2, 3].map((seq) => aRunEvent(seq)));
    await end();
    const response = await open({ 'last-event-id': '2' });
    expect(seqs(await response.text())).toEqual([3, 99]);
  });

  it('sends more events than one look brings', async () => {
    await api.records.appendEvents(Array.from({ length: 450 }, (_, n) => aRunEvent(n + 1000)));
    await end();
    expect(seqs(await (await open()).text())).toHaveLength(451);
  });

  it('tells a client that has seen everything not to come back', async () => {
    await end();
    expect((await open({ 'last-event-id': '1' })).status).toBe(204);
  });

  it('refuses an ID that is none of ours', async () => {
    expect((await open({ 'last-event-id': 'abc' })).status).toBe(422);
  });

  it('sends comments while nothing happens', async () => {
    const stop = new AbortController();
    const reader = (await open({}, stop.signal)).body?.getReader();
    if (!reader) throw new Error('no body');
    expect(await readUntil(reader, ': still here')).toContain(': still here\n\n');
    stop.abort();
  });

  it('stops with the service, also while streams are open', async () => {
    const reader = (await open()).body?.getReader();
    if (!reader) throw new Error('no body');
    await readUntil(reader, 'retry:');
    await api.app.close();
    for (let ended = false; !ended;) ended = (await reader.read()).done;
  });

  it('stops looking when the client has gone', async () => {
    let looks = 0;
    const { readEvents } = api.records;
    api.records.readEvents = (...args) => {
      looks++;
      return readEvents(...args);
    };
    const headers = { accept: 'text/event-stream', authorization: `Bearer ${api.tokens['vera']}` };
    const request = get(url, { headers, agent: false });
    await new Promise((resolve, reject) => {
      request.once('response', (response) => response.once('data', resolve));
      request.once('error', reject);
    });
    request.on('error', () => undefined); // our own hanging up
    request.destroy();
    const isQuiet = async (): Promise<boolean> => {
      const before = looks;
      await new Promise((resume) => setTimeout(resume, 60)); // six times the interval between two looks
      return looks === before;
    };
    const deadline = Date.now() + 1_000;
    while (!(await isQuiet())) expect(Date.now()).toBeLessThan(deadline);
  });

  it('asks for a login', async () => {
    expect((await open({ authorization: '' })).status).toBe(401);
  });
});

it('gives the same events page by page', async () => {
  await api.records.appendEvents([1, 2, 3].map((seq) => aRunEvent(seq)));
  const page = async (query: string) =>
    (await api.ask('vera', 'GET', `/v1/runs/run-1/events${query}`)).json() as {
      items: { seq: number }[];
      next?: string;
    };
  const first = await page('?limit=2');
  expect(first.items.map(({ seq }) => seq)).toEqual([1, 2]);
  const second = await page(`?limit=2&after=${first.next}`);
  expect(second.items.map(({ seq }) => seq)).toEqual([3]);
  expect(second.next).toBeUndefined();
});
