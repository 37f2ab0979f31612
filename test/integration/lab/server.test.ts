import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import https from 'node:https';
import tls from 'node:tls';
import { startControl } from '../../../src/lab/control/index.js';
import type { ControlApi } from '../../../src/lab/control/index.js';
import { createWireLog } from '../../../src/lab/control/wire-log.js';
import type { WireLog } from '../../../src/lab/control/wire-log.js';
import { serveWorld } from '../../../src/lab/server/index.js';
import type { Servers } from '../../../src/lab/server/index.js';
import { eventually } from '../../support/eventually.js';
import { LabBench } from '../../support/lab-world.js';

let lab: LabBench;
let servers: Servers;
let control: ControlApi;
let wire: WireLog;

beforeEach(async () => {
  lab = new LabBench();
  wire = createWireLog();
  servers = await serveWorld(lab.world, {
    rest: async (vcenter, _req, res) => void res.end(`rest of ${vcenter.name}`),
    soap: async (vcenter, _req, res) => void res.end(`soap of ${vcenter.name}`),
    esx: async (host, _req, res) => void res.end(`esx ${host.name}`),
  });
  control = await startControl(lab.world, wire);
});
afterEach(async () => {
  lab.world.clock.stop();
  await Promise.all([servers.close(), control.close()]);
});

/** Status and body, or the code of the connection error. */
function get(url: string, ca?: string): Promise<string> {
  return new Promise((resolve) => {
    const options = ca === undefined ? { rejectUnauthorized: false } : { ca };
    https
      .get(url, { ...options, agent: false }, (res) => {
        let text = '';
        res.on('data', (chunk: Buffer) => (text += chunk.toString()));
        res.on('end', () => resolve(`${res.statusCode} ${text}`));
      })
      .on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}
const vcenterUrl = (path: string): string => `${lab.vcenter('wl-vc').endpoint?.url ?? ''}${path}`;

describe('the servers of a lab', () => {
  it('present a certificate that verifies and has the published thumbprints', async () => {
    const { endpoint } = lab.vcenter('wl-vc');
    expect(await get(vcenterUrl('/api/session'), endpoint?.certPem)).toBe('200 rest of wl-vc');
    const socket = tls.connect({
      port: Number(new URL(endpoint?.url ?? '').port),
      rejectUnauthorized: false,
    });
    await new Promise((resolve) => socket.once('secureConnect', resolve));
    const certificate = socket.getPeerX509Certificate();
    socket.destroy();
    expect(certificate?.fingerprint256).toBe(endpoint?.thumbprintSha256);
    expect(certificate?.fingerprint).toBe(endpoint?.thumbprintSha1);
    expect(certificate?.subjectAltName).toBe('IP Address:127.0.0.1, DNS:localhost, DNS:wl-vc');
  });

  it('route by path to their doors', async () => {
    expect(await get(vcenterUrl('/rest/com/vmware/cis/session'))).toBe('200 rest of wl-vc');
    expect(await get(vcenterUrl('/sdk/vimServiceVersions.xml'))).toBe('200 soap of wl-vc');
    expect(await get(vcenterUrl('/ui'))).toMatch(/^404/);
    const { address, port } = lab.host('esx-1').endpoint ?? {};
    expect(await get(`https://${address}:${port}/boot_imgdb.tgz`)).toBe('200 esx esx-1');
  });

  it('answer as a vCenter whose services are away', async () => {
    lab.vcenter('wl-vc').api = 'bad-gateway';
    expect(await get(vcenterUrl('/api/session'))).toMatch(/^503 <html>/);
    lab.world.faults.add({ kind: 'outage', target: 'wl-vc', seconds: 60 });
    expect(await get(vcenterUrl('/api/session'))).toBe('ECONNRESET');
    lab.minutes(2);
    expect(await get(vcenterUrl('/api/session'))).toMatch(/^200/);
  });

  it('show another certificate while a fault says so, and their own again when it is healed', async () => {
    const before = lab.vcenter('wl-vc').endpoint;
    const changed = (from: string | undefined) =>
      eventually('another certificate', () => lab.vcenter('wl-vc').endpoint?.thumbprintSha256 !== from);
    const { id } = lab.world.faults.add({ kind: 'change-certificate', target: 'wl-vc' });
    await changed(before?.thumbprintSha256);
    expect(await get(vcenterUrl('/api/session'), before?.certPem)).toMatch(/SELF_SIGNED|VERIFY/);
    const other = lab.vcenter('wl-vc').endpoint;
    expect(await get(vcenterUrl('/api/session'), other?.certPem)).toMatch(/^200/);
    lab.world.faults.remove(id);
    await changed(other?.thumbprintSha256);
    expect(lab.vcenter('wl-vc').endpoint).toEqual(before);
    expect(await get(vcenterUrl('/api/session'), before?.certPem)).toMatch(/^200/);

    const host = lab.host('esx-1').endpoint;
    lab.world.faults.add({ kind: 'change-certificate', target: 'esx-1', seconds: 60 });
    await eventually('another certificate of the host', () => lab.host('esx-1').endpoint !== host);
    lab.minutes(2);
    await eventually('its own', () => lab.host('esx-1').endpoint?.thumbprintSha1 === host?.thumbprintSha1);
  });

  it('with a wrong clock send a wrong date', async () => {
    lab.world.faults.add({ kind: 'clock-skew', target: 'wl-vc', skew: -3_600 });
    const dateOf = (path: string): Promise<string> =>
      new Promise((resolve, reject) => {
        https
          .get(vcenterUrl(path), { rejectUnauthorized: false, agent: false }, (res) => {
            res.resume();
            resolve(res.headers.date ?? '');
          })
          .on('error', reject);
      });
    expect(await dateOf('/api/session')).toBe('Wed, 31 Dec 2025 23:00:00 GMT');
  });

  it('of a host that boots take no connection', async () => {
    lab.world.reboot(lab.host('esx-1'), lab.session(), true);
    lab.minutes(2);
    const { address, port } = lab.host('esx-1').endpoint ?? {};
    expect(await get(`https://${address}:${port}/sdk`)).toBe('ECONNRESET');
  });
});

describe('the control API', () => {
  const call = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${control.url}${path}`, {
      method,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, text, json: (): any => JSON.parse(text) };
  };

  it('answers state, journal and wire without secrets', async () => {
    const session = lab.session();
    wire.hide(session.id);
    wire.append({
      wallTime: new Date().toISOString(),
      vcenter: 'wl-vc',
      login: session.user.name,
      method: 'POST',
      path: '/api/session',
      status: 201,
      responseBody: JSON.stringify(session.id),
    });
    const state = (await call('GET', '/lab/state')).json();
    const esx1 = state.vcenters[1].clusters[0].hosts[0];
    expect(esx1).toMatchObject({
      name: 'esx-1',
      banks: ['8.0.2-22380479', null],
      measured: '8.0.2-22380479',
    });
    expect(esx1.reports).toHaveLength(3);
    const journal = (await call('GET', '/lab/journal')).text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(journal[0]).toMatchObject({ seq: 1, effect: 'lab.started', subject: 'test' });
    expect((await call('GET', `/lab/journal?after=${journal.length}`)).text).toBe('');
    const texts = await Promise.all(['state', 'journal', 'wire'].map((path) => call('GET', `/lab/${path}`)));
    for (const { text } of texts) expect(text).not.toMatch(new RegExp(`svc-pass|${session.id}`));
    expect((await call('GET', '/lab/accounts')).text).toContain('svc-pass');
  });

  it('adds, lists and removes faults, and refuses what is none', async () => {
    const added = await call('POST', '/lab/faults', { kind: 'hang-at-boot', target: 'esx-1' });
    expect(added).toMatchObject({ status: 201 });
    expect((await call('GET', '/lab/faults')).json()).toHaveLength(1);
    expect(await call('DELETE', `/lab/faults/${added.json().id}`)).toMatchObject({ status: 200 });
    expect(await call('DELETE', '/lab/faults/fault-99')).toMatchObject({ status: 404 });
    const wrong = await call('POST', '/lab/faults', { kind: 'explode' });
    expect(wrong.status).toBe(400);
    expect(wrong.json().mistakes[0]).toMatchObject({
      field: 'kind',
      problem: expect.stringContaining('hang-at-boot'),
    });
    expect((await call('POST', '/lab/faults', { kind: 'outage', target: 'esx-1' })).text).toContain('wl-vc');
    expect(await call('POST', '/lab/faults', '{')).toMatchObject({ status: 400 });
  });

  it.each([
    [{ kind: 'http-500', operation: 'GET /api/nothing' }, 'operation', 'GET /api/vcenter/host'],
    [{ kind: 'hang-at-boot', operation: '*' }, 'operation', 'strikes no request'],
    [{ kind: 'hang-at-boot', host: 'esx-1' }, 'host', 'its target'],
    [{ kind: 'http-500', host: 'esx-9' }, 'host', 'esx-1, esx-2, esx-3, TA, Prod'],
    [{ kind: 'http-500', retryAfter: 3 }, 'retryAfter', 'http-500 does not take it'],
    [{ kind: 'http-500', rate: 1.5 }, 'rate', '<=1'],
    [{ kind: 'http-500', occurrence: 3, skip: 1 }, 'occurrence', 'without skip'],
    [{ kind: 'ta-host-drift' }, 'target', 'needed: ta-1, ta-2, ta-3'],
    [{ kind: 'attests-late', target: 'ta-1' }, 'target', 'allowed: esx-1, esx-2, esx-3'],
    [{ kind: 'attests-on-some', hosts: ['x'] }, 'hosts', 'ta-1'],
  ])('refuses %j: %s', async (body, field, words) => {
    const answer = await call('POST', '/lab/faults', body);
    expect(answer.status).toBe(400);
    expect(answer.json().mistakes).toMatchObject([{ field, problem: expect.stringContaining(words) }]);
  });

  it('takes a fault of the third apply, and says how often it fired', async () => {
    const spec = { kind: 'fail-task', operation: '*?action=apply', host: 'esx-2', occurrence: 3 };
    expect((await call('POST', '/lab/faults', spec)).json()).toMatchObject({ skip: 2, count: 1, fired: 0 });
  });

  it('moves the clock', async () => {
    const before = lab.world.clock.now();
    expect((await call('POST', '/lab/clock', { action: 'step', seconds: 90 })).json()).toMatchObject({
      paused: true,
    });
    expect(lab.world.clock.now() - before).toBe(90_000);
    expect((await call('POST', '/lab/clock', { action: 'speed', speed: -1 })).json().mistakes[0].field).toBe(
      'speed',
    );
    expect((await call('POST', '/lab/clock', { action: 'speed', speed: 60 })).json()).toMatchObject({
      speed: 60,
    });
  });

  it('lists what it knows when asked for something else', async () => {
    const answer = await call('GET', '/lab/weather');
    expect(answer.status).toBe(404);
    expect(answer.json().known).toContain('GET /lab/journal');
  });
});
