import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cliOf, type Ended } from '../support/e2e-cli.js';
import { startStack, type Stack } from '../support/e2e.js';
import { NEW, OLD, type TestEstate } from '../support/e2e-estate.js';
import { applied, isApplyOn, isEntering } from '../support/e2e-journal.js';
import { startOperation } from '../support/e2e-operations.js';

/** The last host of the cluster: nothing waits behind the remediation that hangs with it. */
const HOST = 'prod-esx2';

describe('a host that hangs at boot is parked, and a person decides by the command line', () => {
  let stack: Stack;
  let vta: (...args: string[]) => Promise<Ended>;
  beforeAll(async () => {
    stack = await startStack();
    const home = join(stack.dir, 'homes', 'operator');
    await mkdir(home, { recursive: true });
    vta = cliOf(home);
    const login = [
      'login',
      '--url',
      stack.facts.url,
      '--token-file',
      stack.facts.tokenFiles['operator'] ?? '',
    ];
    expect(await vta(...login)).toMatchObject({ code: 0 });
  });
  afterAll(async () => {
    await stack?.stop();
  });

  async function untilParked(): Promise<{
    estate: TestEstate;
    run: string;
    fault: string;
    ended: Promise<unknown>;
  }> {
    const estate = await stack.startEstate({ done: 'authority', trustedHosts: 2 });
    const { id } = await estate.fault({ kind: 'hang-at-boot', target: HOST });
    const run = await estate.start();
    const ended = estate.approveToEnd(run);
    ended.catch(() => undefined);
    const parked = await estate.untilStatus(run, 'a parked host', ({ state }) => state === 'needs-operator');
    expect(parked.parkings).toEqual([
      expect.objectContaining({
        subject: HOST,
        step: 'remediation',
        logFiles: expect.arrayContaining([`kmxa.log on ${HOST}`]),
      }),
    ]);
    return { estate, run, fault: id, ended };
  }

  it('skip: it stays as it is, named as a debt, and the run ends', async () => {
    const { estate, run, ended } = await untilParked();
    const shown = await vta('host', 'show', run, HOST);
    expect(shown.stdout).toContain(`vta host decide ${run} ${HOST} skip --reason`);
    const refused = await vta('host', 'decide', run, HOST, 'recover', '--reason', 'r');
    expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining('not offered') });
    const unknown = await vta('host', 'decide', run, 'nothing', 'retry', '--reason', 'r');
    expect(unknown.code).toBe(4);

    const skipped = await vta('host', 'decide', run, HOST, 'skip', '--reason', 'board replaced tomorrow');
    expect(skipped).toMatchObject({ code: 0 });

    expect(await ended).toMatchObject({
      state: 'succeeded',
      parked: [],
      debts: expect.arrayContaining([
        expect.objectContaining({
          kind: 'host-skipped',
          subject: HOST,
          text: expect.stringMatching(/skipped by operator: board replaced tomorrow.*maintenance/),
        }),
      ]),
    });
    const journal = await estate.journal();
    const left = journal.filter(
      ({ effect, subject }) => effect === 'host.maintenance.exited' && subject === HOST,
    );
    expect(left).toEqual([]);
    const hosts = await stack.operator.api.hosts(run);
    expect(hosts.find(({ host }) => host.name === HOST)).toMatchObject({ phase: 'skipped' });
    await stack.operator.api.survey(estate.name);
    const { ledger } = await stack.operator.api.inventory(estate.name);
    expect(ledger.find(({ host }) => host.name === HOST)).toMatchObject({ installed: OLD, measured: OLD });
  });

  it('retry-from: nothing that is done is done again, and the run ends with every host on the target', async () => {
    const { estate, run, fault, ended } = await untilParked();
    const why = ['--reason', 'console looked at'];
    const decided = await vta('host', 'decide', run, HOST, 'retry-from', '--from', 'evacuation', ...why);
    expect(decided).toMatchObject({ code: 0 });
    await estate.untilEvent(run, 'the decision', ({ text }) => text.includes('retry-from evacuation'));
    // Whoever stands at its console cycles the power.
    await estate.endFault(fault);

    expect(await ended).toMatchObject({ state: 'succeeded', parked: [] });
    const journal = await estate.journal();
    expect(applied(journal)).toEqual(['prod-esx1', HOST]);
    expect(journal.filter(isApplyOn(HOST))).toHaveLength(1);
    expect(journal.filter(isEntering(HOST))).toHaveLength(1);
    await stack.operator.api.survey(estate.name);
    const { ledger } = await stack.operator.api.inventory(estate.name);
    expect(ledger.find(({ host }) => host.name === HOST)).toMatchObject({ installed: NEW, measured: NEW });
    expect(await estate.referee()).toMatchObject({ ok: true, violations: [] });
  });

  it('REC-0, REC-1, REC-2, REC-3, REC-4, REC-5: a TA host is installed afresh and recovered within its run, upgraded again, and the run ends', async () => {
    const [failed, other] = ['ta-esx1', 'ta-esx2'];
    const estate = await stack.startEstate({ done: 'vcenters', trustedHosts: 2 });
    // With the files of its base images, which nobody can export again once no host runs them.
    const archiving = await startOperation(estate, { kind: 'archive-configuration', parameters: {} });
    expect(await estate.approveToEnd(archiving)).toMatchObject({ state: 'succeeded' });
    const { id } = await estate.fault({ kind: 'hang-at-boot', target: failed });
    const run = await estate.start(undefined, {
      only: { tiers: ['authority-hosts'], reason: 'the trusted side follows' },
    });
    const ended = estate.approveToEnd(run);
    ended.catch(() => undefined);
    const parkedAt = (step: string) =>
      estate.untilStatus(run, `${failed} parked at ${step}`, ({ parkings }) =>
        (parkings ?? []).some((parking) => parking.subject === failed && parking.step === step),
      );
    await parkedAt('remediation');
    expect(
      await vta('host', 'decide', run, failed, 'recover', '--reason', 'it does not come up'),
    ).toMatchObject({ code: 0 });
    await parkedAt('restoration');
    await estate.endFault(id);
    await estate.act({ do: 'install-afresh', host: failed, version: OLD });
    const recovered = await parkedAt('recovery');
    expect(recovered.parkings?.[0]?.choices.map(({ choice }) => choice)).toEqual(['retry', 'skip', 'abort']);
    const inBetween = await estate.journal();
    const of = (effect: string) =>
      inBetween.filter((line) => line.effect === effect && line.subject === failed);
    expect(of('host.removed')).toHaveLength(1);
    expect(inBetween.filter(isEntering(other))).toEqual([]);
    expect(await vta('host', 'decide', run, failed, 'retry', '--reason', 'recovered')).toMatchObject({
      code: 0,
    });

    expect(await ended).toMatchObject({ state: 'succeeded', parked: [] });
    const hosts = await stack.operator.api.hosts(run);
    expect(hosts.map(({ host, phase, installedAfter }) => [host.name, phase, installedAfter])).toEqual([
      [failed, 'done', NEW],
      [other, 'done', NEW],
    ]);
    expect(applied(await estate.journal())).toEqual([failed, failed, other]);
    expect(await estate.referee()).toMatchObject({ violations: [], unknown: [] });
  }, 240_000);
});
