import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunStatus } from '../../src/domain/model/run.js';
import { abortRunUpdate } from '../../src/workflows/messages.js';
import { NEW, OLD } from '../support/builders.js';
import { eventually } from '../support/eventually.js';
import { startHarness, type Harness, type RunDriver } from '../support/run-harness.js';
import { createStubRecovery, FAILED } from '../support/stub-recovery.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

/** What the recovery does, in its order; the host waits in maintenance mode already. */
const PROCEDURE = ['remove', 'add with AA', 'enable', 'apply vendor', 'exit ta-1', 'register', 'remediate'];

/** At its end the roll puts the policy of the cluster back, whatever became of its hosts. */
const withoutPolicy = (effects: readonly string[]): string[] =>
  effects.filter((effect) => effect !== 'restore TA');

/** An estate in which the apply on the first TA host fails until the test lets it work. */
function failing() {
  let isBroken = true;
  const made = createStubRecovery(() => undefined, {
    remediationFails: (name) => (isBroken && name === FAILED ? 'no space left' : undefined),
  });
  return { ...made, heal: () => void (isBroken = false) };
}

const parkingOf = (status: RunStatus) => status.parkings?.find(({ subject }) => subject === FAILED);

/** The next parking of the host after this one, at this step. */
const parkedAgain = (run: RunDriver, step: string, before?: string) =>
  eventually(`${FAILED} parked at ${step}`, async () => {
    const now = parkingOf(await run.status());
    return now?.step === step && now.since !== before && now.decided === undefined ? now : undefined;
  });

/** From the decision to the question after the recovery; people restore the host when they are asked. */
async function recovered(run: RunDriver, world: { version: string | undefined }) {
  await run.settle(FAILED, 'recover', { reason: 'the image does not take' });
  expect(await run.openGate()).toMatch(/^recover\/ta-1\/.*begin$/);
  const [gate] = (await run.status()).gates.filter(({ state }) => state === 'open');
  await run.decide(gate?.id ?? '', 'approved');
  await parkedAgain(run, 'restoration');
  world.version = OLD;
  for (const asked of ['re-add', 'refresh-trusted-side']) {
    const open = await run.openGate();
    expect(open.endsWith(asked)).toBe(true);
    await run.decide(open, 'approved');
  }
  return parkedAgain(run, 'recovery');
}

describe('a Trust Authority host is recovered within its run', () => {
  it('REC-0, REC-5: planned, approved, done in order; then asked again, and upgraded afresh under its new moid', async () => {
    const { stub, world, heal } = failing();
    await harness.run(stub, async (run) => {
      const parked = parkingOf(await run.untilParked(FAILED));
      expect(parked?.choices.map(({ choice }) => choice)).toContain('recover');
      const before = stub.effects.length;
      await run.settle(FAILED, 'recover', { reason: 'the image does not take' });
      const gate = await run.openGate();
      expect(gate).toBe('recover/ta-1/begin');
      const evidence = (await run.status()).gates.find(({ id }) => id === gate)?.evidence?.join('\n') ?? '';
      expect(evidence).toContain('recover a Trust Authority host: ta-1');
      expect(evidence).toContain('reason: the image does not take');
      expect(evidence).toMatch(/how it ended \| no space left/);
      expect(stub.effects).toHaveLength(before);
      await run.decide(gate, 'approved');
      await parkedAgain(run, 'restoration');
      expect(stub.effects.slice(before)).toEqual(['remove']);
      world.version = OLD;
      const asked = [await run.openGate()];
      await run.decide(asked[0] ?? '', 'approved');
      asked.push(await run.openGate());
      await run.decide(asked[1] ?? '', 'approved');
      expect(asked).toEqual(['recover/ta-1/re-add', 'recover/ta-1/refresh-trusted-side']);

      const after = await parkedAgain(run, 'recovery');
      expect(after.choices.map(({ choice }) => choice)).toEqual(['retry', 'skip', 'abort']);
      expect(after.problem).toContain('it was not upgraded');
      expect(stub.effects.slice(before)).toEqual(PROCEDURE);
      const status = await run.status();
      expect(status.tiers.find(({ kind }) => kind === 'authority-hosts')).toMatchObject({
        state: 'running',
        done: 0,
      });
      heal();
      await run.settle(FAILED, 'retry');
      const ended = await run.approveAll();
      expect(ended).toMatchObject({ state: 'succeeded', parkings: [] });
      expect(stub.hosts.get(FAILED)).toMatchObject({ version: NEW, inMaintenance: false });
      const rest = stub.effects.slice(before + PROCEDURE.length);
      expect(rest.slice(0, 3)).toEqual(['enter ta-1', 'apply ta-1', 'exit ta-1']);
      expect(rest.indexOf('enter ta-2')).toBeGreaterThan(2);
      const line = (await run.records.port.listHostProgress('')).find(({ host }) => host.name === FAILED);
      expect(line).toMatchObject({
        phase: 'done',
        installedAfter: NEW,
        host: { moid: `host-${FAILED}` },
        readdedAs: 'host-added-again',
      });
    });
  });

  it('REC-0: the recovered host may be skipped, which holds the tier and is named at the gate after it', async () => {
    const { stub, world } = failing();
    await harness.run(stub, async (run) => {
      await run.untilParked(FAILED);
      await recovered(run, world);
      await run.settle(FAILED, 'skip', { reason: 'another board first' });
      const gates: string[] = [];
      for (;;) {
        const gate = await run.openGate();
        gates.push(gate);
        if (gate === 'after/authority-hosts') break;
        await run.decide(gate, 'approved');
      }
      expect(gates).toEqual(['hold/authority-hosts', 'after/authority-hosts']);
      const { gates: all, tiers } = await run.status();
      const evidence = all.find(({ id }) => id === 'after/authority-hosts')?.evidence;
      expect(evidence).toEqual([
        'authority-hosts: 2 of 3 done and verified',
        expect.stringMatching(
          /left behind \(ORD-3\): ta-1 was skipped .*in service on 8\.0\.2.*not upgraded/,
        ),
      ]);
      expect(tiers.find(({ kind }) => kind === 'authority-hosts')).toMatchObject({ done: 2, skipped: 1 });
      expect((await run.approveAll()).debts).toEqual(
        expect.arrayContaining([expect.objectContaining({ kind: 'host-skipped', subject: FAILED })]),
      );
    });
    expect(stub.hosts.get(FAILED)).toMatchObject({ version: OLD, inMaintenance: false });
  });

  it('REC-0: fails again after a fresh attempt, and is recovered a second time', async () => {
    const { stub, world, heal } = failing();
    await harness.run(stub, async (run) => {
      const first = parkingOf(await run.untilParked(FAILED));
      await recovered(run, world);
      await run.settle(FAILED, 'retry');
      await parkedAgain(run, 'remediation', first?.since);
      await recovered(run, world);
      const ids = (await run.status()).gates
        .filter(({ id }) => id.startsWith('recover/'))
        .map(({ id }) => id);
      expect(ids).toContain('recover/ta-1/2/begin');
      heal();
      await run.settle(FAILED, 'retry');
      expect(await run.approveAll()).toMatchObject({ state: 'succeeded', parkings: [] });
    });
    expect(stub.effects.filter((effect) => effect === 'remove')).toHaveLength(2);
    const told = stub.hosts.get(FAILED);
    expect(told).toMatchObject({ version: NEW, ref: { moid: 'host-added-again-2' } });
  });
});

describe('a recovery that is not begun', () => {
  it('REC-0, INV-4: blockers are told, nothing is touched, and the host is decided about as before', async () => {
    const { stub, heal } = failing();
    const other = stub.hosts.get('ta-2');
    await harness.run(stub, async (run) => {
      await run.untilParked(FAILED);
      const before = stub.effects.length;
      if (other !== undefined) other.inMaintenance = true;
      await run.settle(FAILED, 'recover');
      const parked = await parkedAgain(run, 'recovery');
      expect(parked.problem).toMatch(
        /not begun, nothing was touched: INV-4: .*ta-2 is in maintenance.*no space left/,
      );
      expect(parked.choices.map(({ choice }) => choice)).toEqual(
        expect.arrayContaining(['retry', 'verify', 'skip', 'recover', 'take-over', 'abort']),
      );
      expect(stub.effects).toHaveLength(before);
      if (other !== undefined) other.inMaintenance = false;
      heal();
      await run.settle(FAILED, 'retry');
      expect((await run.approveAll()).state).toBe('succeeded');
    });
    expect(stub.effects).not.toContain('remove');
    expect(stub.effects.filter((effect) => effect === 'apply ta-1')).toHaveLength(2);
  });

  it('DG-2: refused at its gate, the run goes on as before; nobody approves what he asked for', async () => {
    const { stub } = failing();
    await harness.run(stub, async (run) => {
      await run.untilParked(FAILED);
      const before = stub.effects.length;
      await run.settle(FAILED, 'recover');
      const gate = await run.openGate();
      await expect(run.decide(gate, 'approved', 'olga')).rejects.toMatchObject({
        cause: { message: expect.stringContaining('asked for the recovery of ta-1') },
      });
      await run.decide(gate, 'rejected');
      const parked = await parkedAgain(run, 'recovery');
      expect(parked.problem).toContain('recover/ta-1/begin was rejected');
      expect(stub.effects).toHaveLength(before);
      await run.settle(FAILED, 'abort');
      expect(await run.handle.result()).toMatchObject({ state: 'aborted', outcome: 'aborted by olga' });
    });
  });
});

describe('a recovery in the middle', () => {
  it('REC-5, INV-4: rejected at the addition it leaves one way only, and goes on where it was left', async () => {
    const { stub, world } = failing();
    await harness.run(stub, async (run) => {
      await run.untilParked(FAILED);
      await run.settle(FAILED, 'recover');
      await run.decide(await run.openGate(), 'approved');
      await parkedAgain(run, 'restoration');
      world.version = OLD;
      await run.decide(await run.openGate(), 'rejected');
      const parked = await parkedAgain(run, 'recovery');
      expect(parked.problem).toContain('in no inventory');
      expect(parked.choices.map(({ choice }) => choice)).toEqual(['recover', 'abort']);
      const refused = await run.settle(FAILED, 'skip').catch((error: unknown) => (error as Error).cause);
      expect(refused).toMatchObject({ type: 'INV-4' });
      await run.settle(FAILED, 'recover');
      for (const part of ['begin', 're-add', 'refresh-trusted-side']) {
        const gate = await run.openGate();
        expect(gate).toBe(`recover/ta-1/2/${part}`);
        await run.decide(gate, 'approved');
      }
      await parkedAgain(run, 'recovery', parked.since);
      await run.settle(FAILED, 'abort');
      expect((await run.handle.result()).state).toBe('aborted');
    });
    expect(stub.effects.filter((effect) => effect === 'remove')).toHaveLength(1);
    expect(withoutPolicy(stub.effects).slice(-7)).toEqual(PROCEDURE);
  });

  it('REC-5: an abort of the run ends it at its next step, and says what is left', async () => {
    const { stub } = failing();
    const ended = await harness.run(stub, async (run) => {
      await run.untilParked(FAILED);
      await run.settle(FAILED, 'recover');
      await run.decide(await run.openGate(), 'approved');
      await parkedAgain(run, 'restoration');
      await run.handle.executeUpdate(abortRunUpdate, { args: [{ id: 'a', by: 'olga', reason: 'tomorrow' }] });
      return run.handle.result();
    });
    expect(ended.state).toBe('aborted');
    expect(ended.debts.map(({ text }) => text).join()).toMatch(
      /left in its recovery.*in no inventory.*vta recover/,
    );
    expect(stub.effects).not.toContain('enter ta-2');
    expect(withoutPolicy(stub.effects).at(-1)).toBe('remove');
  });
});
