import { describe, expect, it } from '@jest/globals';
import { createLogger } from '../../../src/observability/index.js';

function logged(write: (logger: ReturnType<typeof createLogger>) => void): Record<string, unknown> {
  const lines: string[] = [];
  write(createLogger({ level: 'info', destination: { write: (line: string) => void lines.push(line) } }));
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '{}') as Record<string, unknown>;
}

describe('the log holds plain values only', () => {
  it('writes keys and message', () => {
    expect(logged((logger) => logger.info({ estate: 'lab', hosts: ['a', 'b'], n: 3 }, 'read'))).toMatchObject(
      {
        estate: 'lab',
        hosts: ['a', 'b'],
        n: 3,
        msg: 'read',
      },
    );
  });

  it('leaves out bodies, and whatever is named like a secret', () => {
    const line = logged((logger) =>
      logger.info(
        {
          body: { password: 'hunter2' },
          req: { headers: { authorization: 'hunter2' } },
          token: 'hunter2',
          ok: 1,
        },
        'x',
      ),
    );
    expect(JSON.stringify(line)).not.toContain('hunter2');
    expect(line['ok']).toBe(1);
  });

  it('writes of an error its message and code, not its cause and not what hangs on it', () => {
    const error = Object.assign(new Error('no answer', { cause: new Error('hunter2') }), {
      code: 'ECONNREFUSED',
      response: { body: 'hunter2' },
    });
    for (const write of [
      (logger: ReturnType<typeof createLogger>) => logger.error(error),
      (logger: ReturnType<typeof createLogger>) => logger.error({ err: error }, 'failed'),
      (logger: ReturnType<typeof createLogger>) => logger.error({ problem: error }, 'failed'),
    ]) {
      const text = JSON.stringify(logged(write));
      expect(text).not.toContain('hunter2');
      expect(text).toContain('ECONNREFUSED');
      expect(text).toContain('no answer');
    }
  });
});
