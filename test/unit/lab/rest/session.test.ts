import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RestBench } from '../../../support/lab-rest.js';

describe('sessions of the REST door', () => {
  let bench: RestBench;
  beforeEach(async () => {
    bench = await RestBench.start();
  });
  afterEach(() => bench.stop());

  it('opens with Basic, shows itself, and is gone after DELETE', async () => {
    const opened = await bench.login('ta-vc');
    expect(opened.status).toBe(201);
    expect(typeof opened.body).toBe('string');
    const headers = { 'vmware-api-session-id': opened.body as string };

    const shown = await bench.raw('ta-vc', 'GET', '/api/session', headers);
    expect(shown.body).toEqual({
      user: 'svc@vsphere.local',
      created_time: '2026-01-01T00:00:00.000Z',
      last_accessed_time: '2026-01-01T00:00:00.000Z',
    });
    expect((await bench.raw('ta-vc', 'DELETE', '/api/session', headers)).status).toBe(204);
    expect((await bench.raw('ta-vc', 'GET', '/api/session', headers)).status).toBe(401);
  });

  it('answers 401 with a challenge for a wrong password, no header, or a token of another vCenter', async () => {
    const wrong = await bench.login('ta-vc', 'svc@vsphere.local', 'nope');
    expect(wrong.status).toBe(401);
    expect(wrong.headers['www-authenticate']).toContain('Basic');
    expect(wrong.body).toMatchObject({ error_type: 'UNAUTHENTICATED', challenge: expect.any(String) });

    expect((await bench.raw('ta-vc', 'GET', '/api/vcenter/host', {})).body.error_type).toBe(
      'UNAUTHENTICATED',
    );
    const token = (await bench.login('ta-vc')).body as string;
    const elsewhere = await bench.raw('wl-vc', 'GET', '/api/vcenter/host', {
      'vmware-api-session-id': token,
    });
    expect(elsewhere.status).toBe(401);
  });

  it('expires when idle', async () => {
    expect((await bench.call('ta-vc', 'GET /session')).status).toBe(200);
    bench.minutes(31);
    expect((await bench.call('ta-vc', 'GET /session')).status).toBe(401);
  });

  it('refuses Trust Authority calls to an administrator who is not in TrustedAdmins', async () => {
    const admin: [string, string] = ['admin@vsphere.local', 'admin-pass'];
    const path = 'GET /vcenter/trusted-infrastructure/trust-authority-clusters';
    const answer = await bench.call('ta-vc', path, undefined, admin);
    expect(answer.status).toBe(403);
    expect(answer.body.error_type).toBe('UNAUTHORIZED');
    expect(answer.body.messages[0]).toMatchObject({ id: expect.any(String), args: [] });
    expect((await bench.call('ta-vc', 'GET /vcenter/cluster', undefined, admin)).status).toBe(200);
  });
});
