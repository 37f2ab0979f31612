import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DURATIONS } from '../../src/domain/durations.js';
import type { JournalEntry } from '../../src/lab/world/model.js';
import { cliOf, type Ended } from '../support/e2e-cli.js';
import { administratorOf } from '../support/e2e-administrator.js';
import { startStack, type Stack } from '../support/e2e.js';
import { NEW, OLD, type TestEstate } from '../support/e2e-estate.js';
import { applied, isApplyOn, isEntering } from '../support/e2e-journal.js';
import { startOperation } from '../support/e2e-operations.js';

/** The last host of the cluster: nothing waits behind the remediation that hangs with it. */
const HOST = 'prod-esx2';
const LIMIT_MS = DURATIONS.fullBoot.hardLimitSeconds * 1_000;
const isAddition = ({ effect }: JournalEntry): boolean => effect === 'host.added';

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

  it('DG-9, ATT-3: unattested it leaves maintenance mode by the hands of a person who said why, never by the run', async () => {
    const estate = await stack.startEstate({ done: 'authority', trustedHosts: 2 });
    const run = await estate.start();
    const ended = estate.approveToEnd(run);
    ended.catch(() => undefined);
    await estate.until('its boot', ({ effect, subject }) => effect === 'host.reboot' && subject === HOST);
    await estate.fault({ kind: 'never-attests', target: HOST });
    const parked = await estate.untilStatus(run, 'a parked host', ({ state }) => state === 'needs-operator');
    expect(parked.parkings?.[0]).toMatchObject({ subject: HOST, step: 'attestation' });
    const shown = (await vta('host', 'show', run, HOST)).stdout.replaceAll(/\s+/g, ' ');
    expect(shown).toMatch(/take-over: .*out of maintenance mode.*\(DG-9\)/);

    const why = ['--reason', 'spare capacity is needed, nothing encrypted runs there'];
    expect(await vta('host', 'decide', run, HOST, 'take-over', ...why)).toMatchObject({ code: 0 });
    await estate.untilStatus(run, 'the take-over', ({ waitingOn }) =>
      waitingOn.some(({ have }) => have.includes('in the hands of operator: spare capacity is needed')),
    );
    await estate.later(1_800);
    const left = async () =>
      (await estate.journal()).filter(
        ({ effect, subject }) => effect === 'host.maintenance.exited' && subject === HOST,
      );
    expect(await left()).toEqual([]);
    const administrator = administratorOf(estate, 'wl-vc');
    try {
      await administrator.exitMaintenance(HOST);
    } finally {
      await administrator.close();
    }
    await estate.until('its way out', ({ effect, subject }) => {
      return effect === 'host.maintenance.exited' && subject === HOST;
    });
    // What stays open is a debt; nobody counts it as done.
    expect(
      await vta('host', 'decide', run, HOST, 'skip', '--reason', 'its TPM is replaced on Friday'),
    ).toMatchObject({ code: 0 });
    expect(await ended).toMatchObject({
      state: 'succeeded',
      debts: expect.arrayContaining([
        expect.objectContaining({
          kind: 'host-skipped',
          subject: HOST,
          text: expect.stringContaining('skipped by operator: its TPM is replaced on Friday'),
        }),
      ]),
    });
    expect(await left()).toMatchObject([{ login: 'administrator@vsphere.local' }]);
    const trail = await stack.operator.api.audit(200);
    expect(trail).toContainEqual(
      expect.objectContaining({
        who: 'operator',
        subject: run,
        detail: expect.objectContaining({ host: HOST, choice: 'take-over', reason: why[1] }),
      }),
    );
    // The referee cannot know of the word that was given.
    expect((await estate.referee()).violations.map(({ rule, subject }) => `${rule} ${subject}`)).toEqual([
      `DG-9 ${HOST}`,
    ]);
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
    const ended = estate.approveToEnd(run, { leaving: /\/re-add$/ });
    ended.catch(() => undefined);
    const parkedAt = (step: string) =>
      estate.untilStatus(run, `${failed} parked at ${step}`, ({ parkings }) =>
        (parkings ?? []).some((parking) => parking.subject === failed && parking.step === step),
      );
    const { labTime: orderedAt } = await estate.until('its remediation', isApplyOn(failed));
    const late = await parkedAt('remediation');
    // Nobody is offered anything before its limit is over; both clocks are read a moment apart.
    expect((await estate.labTime()) - Date.parse(orderedAt)).toBeGreaterThan(0.95 * LIMIT_MS);
    expect(late.parkings?.[0]?.choices.map(({ choice }) => choice)).toEqual(
      expect.arrayContaining(['retry', 'recover', 'abort']),
    );
    expect(
      await vta('host', 'decide', run, failed, 'recover', '--reason', 'it does not come up'),
    ).toMatchObject({ code: 0 });
    await parkedAt('restoration');
    await estate.endFault(id);
    // Another version than it had: its step stays open, and says so (REC-2).
    await estate.act({ do: 'install-afresh', host: failed, version: NEW });
    await estate.untilStatus(run, 'the other version', ({ waitingOn }) =>
      waitingOn.some(({ rule, have }) => rule === 'REC-2' && have.includes(NEW)),
    );
    await estate.later(1_800);
    expect((await estate.journal()).some(isAddition)).toBe(false);
    await estate.act({ do: 'install-afresh', host: failed, version: OLD });
    // Killed between its restoration and its addition, it goes on there (REC-5).
    await estate.untilGate(run, `recover/${failed}/re-add`);
    await stack.worker('authority').kill();
    await stack.startWorker('authority');
    await estate.approve(run, `recover/${failed}/re-add`);
    const recovered = await parkedAt('recovery');
    expect(recovered.parkings?.[0]?.choices.map(({ choice }) => choice)).toEqual(['retry', 'skip', 'abort']);
    const inBetween = await estate.journal();
    const of = (effect: string) =>
      inBetween.filter((line) => line.effect === effect && line.subject === failed);
    expect(of('host.removed')).toHaveLength(1);
    expect(inBetween.filter(isAddition)).toHaveLength(1);
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
