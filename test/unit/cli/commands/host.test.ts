import { afterEach, describe, expect, it } from '@jest/globals';
import { vta } from '../../../support/cli.js';
import { aHostProgress, aRun, PLAN_HASH, RUN_ID } from '../../../support/contract-data.js';
import { problem, startFakeApi, type FakeApi, type Route } from '../../../support/fake-api.js';
import { aParking } from '../../../support/run-builders.js';

let api: FakeApi | undefined;
afterEach(() => api?.close());

const HOST = 'esx-1';
const run = aRun({ state: 'needs-operator', parked: [HOST], parkings: [aParking()], waitingOn: [] });
const decision = `POST /v1/runs/${RUN_ID}/hosts/${HOST}/decision`;
const routes = (extra: Record<string, Route> = {}): Record<string, Route> => ({
  [`GET /v1/runs/${RUN_ID}`]: () => ({ body: run }),
  [`GET /v1/runs/${RUN_ID}/hosts`]: () => ({ body: { items: [aHostProgress()] } }),
  ...extra,
});

describe('host show', () => {
  it('ATT-4, ATT-5: prints error, messages, log files, and each choice with its command', async () => {
    api = await startFakeApi(routes());
    const { code, stdout } = await vta(['host', 'show', RUN_ID, HOST], { url: api.url });
    expect(code).toBe(0);
    expect(stdout).toContain('remediation: no space left on the boot device [QB-3]');
    expect(stdout).toContain('task HostSystem.enterMaintenanceMode: a VM did not move');
    expect(stdout).toContain('kmxa.log on esx-1');
    for (const command of ['retry', 'retry-from --from guards', 'verify', 'skip', 'take-over', 'abort']) {
      expect(stdout).toContain(`vta host decide ${RUN_ID} ${HOST} ${command} --reason "..."`);
    }
  });

  it('ends with 4 for a host that the run has not touched, and names what is parked', async () => {
    api = await startFakeApi(routes());
    const { code, stderr } = await vta(['host', 'show', RUN_ID, 'nothing'], { url: api.url });
    expect(code).toBe(4);
    expect(stderr).toContain('Parked now: esx-1.');
  });
});

describe('host decide', () => {
  it.each([
    { args: ['skip'], sent: { choice: 'skip' }, said: 'esx-1: skip.' },
    {
      args: ['retry-from', '--from', 'evacuation'],
      sent: { choice: 'retry-from', from: 'evacuation' },
      said: 'esx-1: retry-from evacuation.',
    },
    { args: ['abort', '--yes'], sent: { choice: 'abort' }, said: 'esx-1: abort.' },
  ])('sends $args with reason and the plan that was shown', async ({ args, sent, said }) => {
    api = await startFakeApi(routes({ [decision]: () => ({ body: run }) }));
    const { code, stdout } = await vta(['host', 'decide', RUN_ID, HOST, ...args, '--reason', 'r'], {
      url: api.url,
    });
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `${said} Follow the run: vta run watch ${RUN_ID}\n`,
    });
    expect(api.seen.at(-1)?.body).toEqual({ ...sent, planHash: PLAN_HASH, reason: 'r' });
  });

  it.each([
    { args: ['retry-from'], text: '--from' },
    { args: ['retry', '--from', 'guards'], text: '--from' },
    { args: ['pray'], text: 'pray' },
    { args: ['abort'], text: '--yes' },
  ])('ends with 2 and sends nothing for $args', async ({ args, text }) => {
    api = await startFakeApi(routes());
    const { code, stderr } = await vta(['host', 'decide', RUN_ID, HOST, ...args, '--reason', 'r'], {
      url: api.url,
    });
    expect(code).toBe(2);
    expect(stderr).toContain(text);
    expect(api.seen.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('DG-2: decides nothing when the run carries out another plan than the one named', async () => {
    api = await startFakeApi(routes());
    const args = ['host', 'decide', RUN_ID, HOST, 'skip', '--reason', 'r', '--plan', 'f'.repeat(64)];
    const { code, stderr } = await vta(args, { url: api.url });
    expect(code).toBe(3);
    expect(stderr).toContain('DG-2');
    expect(api.seen.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('ends with 3 when a rule says no, and prints it', async () => {
    const refused = problem(409, { code: 'choice-not-offered', detail: 'No.', rules: ['IMG-2'] });
    api = await startFakeApi(routes({ [decision]: () => refused }));
    const { code, stderr } = await vta(['host', 'decide', RUN_ID, HOST, 'skip', '--reason', 'r'], {
      url: api.url,
    });
    expect(code).toBe(3);
    expect(stderr).toContain('IMG-2');
  });
});

it('run show lists what is parked, with its choices', async () => {
  api = await startFakeApi(routes());
  const { stdout } = await vta(['run', 'show', RUN_ID], { url: api.url });
  expect(stdout).toContain('Parked\n');
  expect(stdout).toContain('esx-1: remediation: no space left on the boot device [QB-3]');
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
    `retry, retry-from, verify, skip, take-over, abort; see vta host show ${RUN_ID} esx-1`,
  );
});
