/** One message of a server-sent event stream. */
export interface SseMessage {
  readonly id?: string;
  readonly event: string;
  readonly data: string;
}

/**
 * Reads server-sent events from chunks of text, however they are cut.
 *
 * Comments (lines that begin with a colon) are heartbeats and are dropped; a message without data is none
 * (WHATWG HTML, section 9.2.6).
 */
export async function* readSse(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<SseMessage> {
  const decoder = new TextDecoder();
  let rest = '';
  let fields: { id?: string; event?: string; data: string[] } = { data: [] };
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (fields.data.length > 0) yield message(fields);
        fields = { data: [] };
        continue;
      }
      const { name, value } = field(line);
      if (name === 'data') fields.data.push(value);
      else if (name === 'id') fields.id = value;
      else if (name === 'event') fields.event = value;
    }
  }
}

function field(line: string): { name: string; value: string } {
  const colon = line.indexOf(':');
  if (colon < 0) return { name: line, value: '' };
  return { name: line.slice(0, colon), value: line.slice(colon + 1).replace(/^ /, '') };
}

function message(fields: { id?: string; event?: string; data: string[] }): SseMessage {
  return {
    ...(fields.id === undefined ? {} : { id: fields.id }),
    event: fields.event ?? 'message',
    data: fields.data.join('\n'),
  };
}
