import { afterEach, describe, expect, it } from '@jest/globals';
import fastify from 'fastify';
import { closeApi } from '../../../src/composition/close-api.js';

let release: () => void = () => undefined;
afterEach(() => release());

/** An API with one request under way, which answers when it is released. */
async function anApi() {
  const app = fastify({ forceCloseConnections: 'idle' });
  let arrived: () => void = () => undefined;
  const underWay = new Promise<void>((resolve) => (arrived = resolve));
  app.get('/slow', async () => {
    arrived();
    await new Promise<void>((resolve) => (release = resolve));
    return 'done';
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const answer = fetch(`${url}/slow`).then((response) => response.text());
  answer.catch(() => undefined);
  await underWay;
  const said: string[] = [];
  const api = app as unknown as Parameters<typeof closeApi>[0];
  return {
    url,
    answer,
    said,
    close: (seconds: number) => closeApi(api, seconds, (line) => void said.push(line)),
  };
}

describe('closeApi', () => {
  it('takes no new requests, and finishes the one under way', async () => {
    const { url, answer, said, close } = await anApi();
    const closed = close(60);
    expect(said).toEqual(['the API takes no new requests and finishes those under way']);
    const next = await fetch(`${url}/slow`).then(
      ({ status }) => status,
      () => 'no connection',
    );
    expect([503, 'no connection']).toContain(next);
    release();
    expect(await answer).toBe('done');
    await closed;
    expect(said).toHaveLength(1);
  });

  it('cuts off what is under way when the time is over, and says so', async () => {
    const { answer, said, close } = await anApi();
    await close(0.05);
    await expect(answer).rejects.toThrow();
    expect(said[1]).toMatch(/still under way after 0.05 s and are cut off; repeating them is safe/);
  });
});
