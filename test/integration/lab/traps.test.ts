import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startLab } from '../../../src/lab/index.js';
import type { RunningLab } from '../../../src/lab/index.js';
import { aTopology } from '../../support/lab-world.js';

let lab: RunningLab;
beforeEach(async () => {
  lab = await startLab({ topology: aTopology(), seed: 1, speed: 1, paused: true });
});
afterEach(() => lab.stop());

const call = async (method: string, path: string, body?: unknown) => {
  const response = await fetch(`${lab.control}/lab/traps${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as any };
};

describe('traps over the control API', () => {
  it('are set, waited for, released, listed and removed', async () => {
    const set = await call('POST', '', { operation: 'HostSystem.*', target: 'wl-vc', point: 'before' });
    expect(set).toMatchObject({ status: 201, body: { id: 'trap-1', state: 'armed', occurrence: 1 } });
    expect(await call('GET', '/trap-1?wait=0.01')).toMatchObject({ status: 200, body: { state: 'armed' } });
    expect((await call('GET', '')).body).toHaveLength(1);
    expect(await call('POST', '/trap-1/release', { how: 'drop' })).toMatchObject({
      status: 409,
      body: { error: 'trap-1 holds nothing: it is armed' },
    });
    const waiting = call('GET', '/trap-1?wait=60');
    const caught = lab.world.traps.arrived({
      operation: 'HostSystem.RebootHost_Task',
      server: 'wl-vc',
      subjects: ['esx-1', 'Prod'],
    });
    const held = caught[0]?.hold();
    expect((await waiting).body).toMatchObject({
      state: 'hit',
      subject: 'esx-1',
      caught: 'HostSystem.RebootHost_Task',
      journalSeq: lab.world.journal.entries.length,
    });
    expect(await call('POST', '/trap-1/release', { how: 'drop' })).toMatchObject({
      body: { state: 'released' },
    });
    expect(await held).toBe('drop');
    expect(await call('DELETE', '/trap-1')).toMatchObject({ status: 200 });
    expect(await call('GET', '/trap-1')).toMatchObject({ status: 404 });
  });

  it.each([
    [{ operation: 'HostSystem.Explode', point: 'before' }, 'operation', 'HostSystem.RebootHost_Task'],
    [{ operation: 'POST /api/nothing', point: 'before' }, 'operation', 'POST /api/session'],
    [{ operation: 'effect:*', point: 'before', target: 'x' }, 'target', 'wl-vc, ta-1'],
    [{ operation: 'effect:*', point: 'before', host: 'wl-vc' }, 'host', 'esx-1'],
    [{ operation: 'effect:*', point: 'between' }, 'point', 'lost-answer'],
  ])('%j is refused: %s', async (body, field, words) => {
    const answer = await call('POST', '', body);
    expect(answer.status).toBe(400);
    expect(answer.body.mistakes).toMatchObject([{ field, problem: expect.stringContaining(words) }]);
  });
});
