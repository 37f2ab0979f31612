import { describe, expect, it } from '@jest/globals';
import { readSse, type SseMessage } from '../../../../src/cli/client/sse.js';

const TEXT =
  ': hello\n\nid: 1\nevent: run.started\ndata: {"a":1}\n\nid: 2\r\ndata: é\r\ndata:two\r\n\r\nid: 3\n\ndata: cut off';

async function read(chunks: readonly Uint8Array[]): Promise<SseMessage[]> {
  const messages: SseMessage[] = [];
  const stream = (async function* () {
    yield* chunks;
  })();
  for await (const message of readSse(stream)) messages.push(message);
  return messages;
}

describe('server-sent events', () => {
  it('are the same however the bytes are cut', async () => {
    const bytes = new TextEncoder().encode(TEXT);
    const expected = [
      { id: '1', event: 'run.started', data: '{"a":1}' },
      { id: '2', event: 'message', data: 'é\ntwo' },
    ];
    for (let size = 1; size <= bytes.length; size += 1) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.slice(index * size, (index + 1) * size),
      );
      expect(await read(chunks)).toEqual(expected);
    }
  });
});
