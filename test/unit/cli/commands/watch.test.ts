import { afterEach, describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import { vta } from '../../../support/cli.js';
import { aHostProgress, anEvent, aRun, RUN_ID } from '../../../support/contract-data.js';
import { eventually } from '../../../support/eventually.js';
import { startFakeApi, type FakeApi, type Route } from '../../../support/fake-api.js';

let api: FakeApi | undefined;
afterEach(() => api?.close());

const WATCH = ['run', 'watch', RUN_ID, '--interval', '0.05'];
const EVENTS = `GET /v1/runs/${RUN_ID}/events`;
type Run = Parameters<typeof aRun>[0];

/** A run that plays: events are streamed or listed, and the status is what the test says. */
async function startRun({ streaming = true }: { streaming?: boolean } = {}) {
  const events: ReturnType<typeof anEvent>[] = [];
  const open: ServerResponse[] = [];
  let status: Run = { state: 'running' };
  const route: Route = ({ path, headers }, response) => {
    const wantsStream = headers.accept === 'text/event-stream';
    const query = new URL(path, 'http://x').searchParams;
    const after = Number((wantsStream ? headers['last-event-id'] : query.get('after')) ?? 0);
    const fresh = events.filter(({ position }) => position > after);
    if (!wantsStream) return { body: { items: fresh } };
    if (!streaming) return { status: 406, body: {} };
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': open\n\n');
    for (const event of fresh) response.write(`id: ${event.position}\ndata: ${JSON.stringify(event)}\n\n`);
    open.push(response);
    return 'handled';
  };
  api = await startFakeApi({
    [EVENTS]: route,
    [`GET /v1/runs/${RUN_ID}`]: () => ({ body: aRun(status) }),
    [`GET /v1/runs/${RUN_ID}/hosts`]: () => ({ body: { items: [aHostProgress()] } }),
  });
  const { seen } = api;
  const streams = () =>
    seen.filter(({ path, headers }) => path.includes('/events') && headers.accept === 'text/event-stream');
  return {
    url: api.url,
    streams,
    looks: () => seen.filter(({ path }) => path === `/v1/runs/${RUN_ID}`).length,
    emit: (position: number) => {
      const event = anEvent(position);
      events.push(event);
      for (const response of open) response.write(`id: ${position}\ndata: ${JSON.stringify(event)}\n\n`);
    },
    cut: () => open.splice(0).forEach((response) => response.destroy()),
    connected: () => eventually('an open stream', () => open.length > 0),
    end: (state: 'succeeded' | 'failed', more: Run = {}) => {
      status = { state, endedAt: '2026-11-24T18:00:00.000Z', outcome: 'It is over.', ...more };
    },
  };
}

const lines = (text: string): string[] => text.split('\n').filter(Boolean);

describe('run watch without a terminal', () => {
  it('prints one line per event and ends with 0 when the run succeeded', async () => {
    const run = await startRun();
    run.emit(1);
    const watching = vta(WATCH, { url: run.url });
    await run.connected();
    run.emit(2);
    run.end('succeeded');
    const { code, stdout, stderr } = await watching;
    expect(code).toBe(0);
    expect(lines(stdout).map((line) => line.slice(-7))).toEqual(['event 1', 'event 2']);
    expect(stderr).toContain(`Run ${RUN_ID} ended: succeeded. It is over.`);
  });

  it('waits for the last event when the run says that it has ended before that is recorded', async () => {
    const run = await startRun();
    run.emit(1);
    run.end('succeeded', { live: true });
    const watching = vta(WATCH, { url: run.url });
    await run.connected();
    await eventually('two looks at the ended run', () => run.looks() >= 2);
    run.emit(2);
    run.end('succeeded');
    const { code, stdout } = await watching;
    expect(code).toBe(0);
    expect(lines(stdout).map((line) => line.slice(-7))).toEqual(['event 1', 'event 2']);
  });

  it('ends with 5 when the run ended without success', async () => {
    const run = await startRun();
    run.end('failed');
    expect((await vta(WATCH, { url: run.url })).code).toBe(5);
  });

  it('goes on after the last event seen when the stream breaks, and repeats none', async () => {
    const run = await startRun();
    run.emit(1);
    const watching = vta([...WATCH, '--json'], { url: run.url });
    await run.connected();
    run.emit(2);
    await eventually('the stream to be read', () => run.streams().length > 0);
    run.cut();
    run.emit(3);
    await run.connected();
    run.emit(4);
    run.end('succeeded');
    const { code, stdout } = await watching;
    expect(code).toBe(0);
    expect(lines(stdout).map((line) => (JSON.parse(line) as { position: number }).position)).toEqual([
      1, 2, 3, 4,
    ]);
  });

  it('polls when the server does not stream', async () => {
    const run = await startRun({ streaming: false });
    run.emit(1);
    const watching = vta(WATCH, { url: run.url });
    await eventually('the refused stream', () => run.streams().length === 1);
    run.emit(2);
    run.end('succeeded');
    const { code, stdout } = await watching;
    expect(code).toBe(0);
    expect(lines(stdout)).toHaveLength(2);
    expect(run.streams()).toHaveLength(1);
  });

  it('stops with 130 on an interrupt and says that the run goes on', async () => {
    const run = await startRun();
    const interrupt = new AbortController();
    const watching = vta(WATCH, { url: run.url, signal: interrupt.signal });
    await run.connected();
    interrupt.abort();
    const { code, stderr } = await watching;
    expect(code).toBe(130);
    expect(stderr).toContain('The run goes on.');
  });

  it('ends with 4 for a run that is not there and with 6 when nobody answers', async () => {
    api = await startFakeApi();
    expect((await vta(WATCH, { url: api.url })).code).toBe(4);
    expect((await vta(WATCH, { url: 'http://127.0.0.1:9' })).code).toBe(6);
  });
});

describe('run watch on a terminal', () => {
  it('draws one picture over the other and gives the cursor back', async () => {
    const run = await startRun();
    const watching = vta(WATCH, { url: run.url, isTTY: true, env: { NO_COLOR: '1' } });
    await run.connected();
    run.end('succeeded');
    const { code, stdout } = await watching;
    expect(code).toBe(0);
    expect(stdout.startsWith('\u001B[?25l')).toBe(true);
    expect(stdout.endsWith('\u001B[?25h')).toBe(true);
    expect(stdout).toContain('A\r\u001B[0J'); // up over the last picture, then clear
    for (const text of [
      'Trust Authority hosts',
      '1/3',
      'ta-02.lab',
      'waiting for the return after boot of',
    ]) {
      expect(stdout).toContain(text);
    }
    expect(stdout).not.toContain('\u001B[3'); // NO_COLOR
  });
});
