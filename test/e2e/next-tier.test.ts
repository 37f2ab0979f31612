import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack, type Stack } from '../support/e2e.js';
import { NEW } from '../support/e2e-estate.js';
import { applied, maintenance, oneByOne } from '../support/e2e-journal.js';

describe('what is verified after a vCenter', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(async () => {
    await stack?.stop();
  });

  it('ORD-2, ORD-3, ORD-7: no TA host before its vCenter is verified, after one that differs, or beside another', async () => {
    const estate = await stack.startEstate({ authorityHosts: 3, trustedHosts: 2 });
    const only = {
      tiers: ['authority-hosts', 'authority-vcenter'],
      reason: 'the other side follows',
    } as const;
    const three = { concurrency: { perCluster: 3, perVCenter: 3, global: 3 } };
    const run = await estate.start(three, { only: { ...only, tiers: [...only.tiers] } });
    const approving = estate.approveToEnd(run);
    approving.catch(() => undefined);
    await estate.until('the update of the TA vCenter', ({ effect, subject }) => {
      return effect === 'vcenter.install.started' && subject === 'ta-vc';
    });
    await estate.act({ do: 'disconnect', host: 'ta-esx3' });
    const away = await estate.untilStatus(run, 'the host that is away', ({ waitingOn }) =>
      waitingOn.some(({ have }) => have.includes('ta-esx3')),
    );
    expect(away.waitingOn.find(({ have }) => have.includes('ta-esx3'))).toMatchObject({ rule: 'ORD-2' });
    await estate.later(1_800);
    expect(maintenance(await estate.journal())).toEqual([]);
    await estate.act({ do: 'reconnect', host: 'ta-esx3' });

    await estate.until('the reboot of ta-esx1', ({ effect, subject }) => {
      return effect === 'host.reboot' && subject === 'ta-esx1';
    });
    // It reaches the two that are up.
    await estate.act({ do: 'import-image', host: 'ta-esx2', version: NEW });
    await estate.untilStatus(run, 'the image that ta-esx1 lacks', ({ waitingOn }) =>
      waitingOn.some(({ have }) => have.includes('Missing on ta-esx1')),
    );
    await estate.later(1_800);
    const entered = maintenance(await estate.journal()).filter((line) => line.startsWith('entered'));
    expect(entered).toEqual(['entered ta-esx1']);
    await estate.act({ do: 'import-image', host: 'ta-esx2', version: NEW });

    expect((await approving).state).toBe('succeeded');
    expect(maintenance(await estate.journal())).toEqual(oneByOne(['ta-esx1', 'ta-esx2', 'ta-esx3']));
    expect(await estate.referee()).toMatchObject({ ok: true, violations: [] });
  });

  it('ORD-4, DG-13: changed signing certificates hold tier 4 until the principal is imported again', async () => {
    const estate = await stack.startEstate({ trustedHosts: 2, changesPrincipal: true });
    const run = await estate.start();
    const approving = estate.approveToEnd(run);
    approving.catch(() => undefined);

    const held = await estate.untilStatus(run, 'the stop', ({ waitingOn }) =>
      waitingOn.some(({ need }) => need === 'principal must be re-imported'),
    );
    expect(held.waitingOn.find(({ subject }) => subject === 'wl-vc')).toMatchObject({ rule: 'DG-13' });
    expect(applied(await estate.journal()).filter((host) => host.startsWith('prod-'))).toEqual([]);

    await estate.act({ do: 'import-principal', host: 'prod-esx1' });
    expect((await approving).state).toBe('succeeded');
    expect(await estate.referee()).toMatchObject({ ok: true, violations: [] });
  });

  it('ORD-4, DG-13: a trusted cluster that has diverged is remediated behind a gate, then tier 4 begins', async () => {
    const estate = await stack.startEstate({ trustedHosts: 2 });
    const run = await estate.start();
    const approving = estate.approveToEnd(run);
    approving.catch(() => undefined);
    // While its vCenter is installed; before the look afterwards.
    await estate.until('the update of the trusted vCenter', ({ effect, subject }) => {
      return effect === 'vcenter.install.started' && subject === 'wl-vc';
    });
    await estate.act({ do: 'unapply-service', host: 'prod-esx1' });

    const ended = await approving;
    expect(ended.state).toBe('succeeded');
    expect(ended.gates.find(({ id }) => id === 'remediate-trust/wl-vc/Prod')).toMatchObject({
      state: 'approved',
    });
    const effects = (await estate.journal()).map(({ effect, subject }) => `${effect} ${subject}`);
    const remediated = effects.indexOf('trust.remediated Prod');
    expect(remediated).toBeGreaterThan(-1);
    expect(remediated).toBeLessThan(effects.indexOf('host.maintenance.requested prod-esx1'));
    expect(await estate.referee()).toMatchObject({ ok: true, violations: [] });
  });

  it('ORD-4, ORD-5: vCenter by reduced downtime upgrade and hosts from the ISO, both by people', async () => {
    const estate = await stack.startEstate({ trustedHosts: 2, withoutImage: true });
    const run = await estate.start(undefined, {
      executors: { vcenters: { 'wl-vc': 'reduced-downtime' }, clusters: { Prod: 'iso' } },
    });
    expect((await estate.approveToEnd(run, { people: true })).state).toBe('succeeded');
    const journal = await estate.journal();
    expect(
      journal.find(({ effect, subject }) => effect === 'vcenter.install.ended' && subject === 'wl-vc'),
    ).toMatchObject({
      detail: { by: 'operator', ok: true },
    });
    const hosts = await stack.operator.api.hosts(run);
    expect(hosts.filter(({ cluster }) => cluster === 'Prod').map(({ phase }) => phase)).toEqual([
      'done',
      'done',
    ]);
    expect(await estate.referee()).toMatchObject({ ok: true, violations: [] });
  });
});
