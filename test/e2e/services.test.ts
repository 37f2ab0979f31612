import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cliOf, type Ended } from '../support/e2e-cli.js';
import { startStack, type Stack } from '../support/e2e.js';
import { NEW } from '../support/e2e-estate.js';
import { planOf, startOperation } from '../support/e2e-operations.js';

const restart = (parameters: object = {}) =>
  ({ kind: 'restart-services', parameters: { action: 'restart', why: 'health', ...parameters } }) as const;

describe('vTA services', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ speed: 800 });
  });
  afterAll(async () => {
    await stack?.stop();
  });

  /** `vta` of the operator. */
  async function vta(...args: string[]): Promise<Ended> {
    const home = join(stack.dir, 'home');
    await mkdir(home, { recursive: true });
    const run = cliOf(home);
    const token = stack.facts.tokenFiles['operator'] ?? '';
    expect(await run('login', '--url', stack.facts.url, '--token-file', token)).toMatchObject({ code: 0 });
    return run(...args);
  }

  it('SVC-3: with health not OK each TA host is restarted singly, health OK between them, the reason recorded', async () => {
    const estate = await stack.startEstate({ trustedHosts: 2 });
    await estate.fault({ kind: 'service-unhealthy', target: 'ta-esx2' });
    const plan = await planOf(estate, restart());
    expect(plan.tables[0]?.rows[0]).toEqual([
      'attestation service',
      'WARNING',
      expect.stringContaining('ta-esx2'),
    ]);

    const run = await startOperation(estate, restart());
    expect(await estate.approveToEnd(run)).toMatchObject({ state: 'succeeded' });

    const orders = (await estate.journal()).filter(({ effect }) => effect === 'host.service');
    const hosts = orders.map(({ subject }) => subject);
    // The host that does not answer goes first, and the other one only when it is through.
    expect(hosts).toEqual([
      ...hosts.filter((it) => it === 'ta-esx2'),
      ...hosts.filter((it) => it === 'ta-esx1'),
    ]);
    expect(orders.filter(({ detail }) => detail['action'] === 'restart')).toHaveLength(8);
    const events = await stack.operator.api.events(run);
    expect(events.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(
        /ta-esx1: restart of .*, health or latency of a service looks wrong: change 4711/,
      ),
    );
    expect(await estate.referee()).toMatchObject({ violations: [], unknown: [] });
  });

  it('SVC-3: health ERROR after an import: offered, never done unasked; the audit trail has the reason', async () => {
    const estate = await stack.startEstate({ authorityHosts: 3, trustedHosts: 2 });
    await estate.act({ do: 'import-image', host: 'ta-esx1', version: NEW });
    await estate.until('the import', ({ effect }) => effect === 'image.imported');
    const hosts = ['ta-esx1', 'ta-esx2', 'ta-esx3'];
    for (const target of hosts) await estate.fault({ kind: 'service-unhealthy', target });
    const asked = restart({ why: 'configuration-change' });
    const plan = await planOf(estate, asked);
    expect(plan.tables[0]?.rows[0]).toEqual(['attestation service', 'ERROR', expect.any(String)]);
    expect(plan.gates).toMatchObject([{ id: 'begin', rule: 'SVC-3' }]);

    const run = await startOperation(estate, asked);
    await estate.untilGate(run, 'begin');
    await estate.later(1_800);
    const ordered = async () => (await estate.journal()).filter(({ effect }) => effect === 'host.service');
    expect(await ordered()).toEqual([]);
    expect(await estate.approveToEnd(run)).toMatchObject({ state: 'succeeded' });

    const restarted = (await ordered()).map(({ subject }) => subject);
    // Nobody is begun again, and nobody between the services of another one.
    expect(restarted.filter((host, index) => host !== restarted[index - 1])).toEqual(hosts);
    const trail = await stack.operator.api.audit(200);
    expect(
      trail.find(({ what, subject }) => what === 'operation.plan' && subject === estate.name),
    ).toMatchObject({
      who: 'operator',
      detail: { reason: 'change 4711' },
    });
    expect(trail.find(({ what, subject }) => what === 'gate.decide' && subject === run)).toMatchObject({
      who: 'approver',
      detail: { gate: 'begin', verdict: 'approved', reason: 'evidence seen' },
    });
    expect((await planOf(estate, asked)).tables[0]?.rows[0]).toEqual(['attestation service', 'OK', '']);
    expect(await estate.referee()).toMatchObject({ violations: [], unknown: [] });
  });

  it('SVC-2: the last healthy TA host is refused by name, and forced only with a recorded approval', async () => {
    const estate = await stack.startEstate({ trustedHosts: 2 });
    await estate.act({ do: 'disconnect', host: 'ta-esx2' });
    await estate.until('ta-esx2 away', ({ effect, detail }) => {
      return effect === 'host.connection' && detail['state'] === 'disconnected';
    });
    const stop = { action: 'stop', hosts: ['ta-esx1'] };
    const refused = await planOf(estate, restart(stop));
    expect(refused.findings).toMatchObject([
      { rule: 'SVC-2', severity: 'blocker', message: expect.stringContaining('last healthy TA host') },
    ]);

    const run = await startOperation(estate, restart({ ...stop, force: true }));
    const ended = await estate.approveToEnd(run);
    expect(ended).toMatchObject({ state: 'succeeded' });
    expect(ended.gates.find(({ id }) => id === 'last-healthy-ta-host/ta-esx1')).toMatchObject({
      state: 'approved',
      by: 'approver',
    });
    // Without that word the referee would not let it pass.
    const told = await fetch(`${estate.lab.control}/lab/referee`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ forced: ['ta-esx1'] }),
    });
    expect(await told.json()).toMatchObject({ violations: [] });
    expect((await estate.referee()).violations.map(({ rule }) => rule)).toContain('INV-4');
  });

  it('SVC-4, SVC-5: on a trusted host a person is asked and told how; vCenter is asked for no service', async () => {
    const estate = await stack.startEstate({ trustedHosts: 2 });
    const run = await startOperation(estate, restart({ hosts: ['prod-esx1'] }));
    const ended = estate.approveToEnd(run);
    ended.catch(() => undefined);
    const { parkings, waitingOn, planHash } = await estate.untilStatus(
      run,
      'the task of a person',
      (now) => (now.parkings?.length ?? 0) > 0,
    );
    expect(waitingOn[0]?.youMay.map(({ what }) => what).join(' ')).toMatch(
      /Log in to prod-esx1 itself.*kmxa/,
    );
    expect(parkings?.[0]?.logFiles).toContain('kmxa.log on prod-esx1');
    const shown = (await vta('run', 'show', run)).stdout.replaceAll(/\s+/g, ' ');
    expect(shown).toMatch(/Log in to prod-esx1 itself.*Restart kmxa there.*Confirm here/);

    await estate.act({ do: 'restart-service', host: 'prod-esx1', service: 'kmxa' });
    await stack.operator.api.decideHost(run, 'prod-esx1', {
      choice: 'verify',
      reason: 'restarted on the host',
      planHash,
    });
    expect(await ended).toMatchObject({ state: 'succeeded' });
    const wire = await (await fetch(`${estate.lab.control}/lab/wire`)).text();
    expect(wire).toContain('RetrievePropertiesEx');
    expect(wire).not.toMatch(/RestartService|StartService|StopService/);
  });
});
