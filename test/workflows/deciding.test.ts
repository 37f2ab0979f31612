import { ApplicationFailure } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunStatus } from '../../src/domain/model/run.js';
import { createStubEstate, type StubEstate } from '../support/stub-estate.js';
import type { StubTrouble } from '../support/stub-shape.js';
import { eventually } from '../support/eventually.js';
import { startHarness, type Harness } from '../support/run-harness.js';

const NEW = '8.0.3-24022510';
let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

const small = { taHosts: 2, clusters: { A: 2 } };

/** Remediations of one host that fail until the test lets them work. */
function failing(host: string, error = 'no space left'): { stub: StubEstate; heal: () => void } {
  let isBroken = true;
  const trouble: StubTrouble = {
    remediationFails: (name) => (isBroken && name === host ? error : undefined),
  };
  return { stub: createStubEstate(small, trouble), heal: () => void (isBroken = false) };
}

const parkingOf = (status: RunStatus, subject: string) =>
  status.parkings?.find((one) => one.subject === subject);
const count = (stub: StubEstate, effect: string) => stub.effects.filter((one) => one === effect).length;

describe('a parked host', () => {
  it('ATT-4, ATT-5: says what failed, in vCenter’s words, what to read and what may be decided', async () => {
    await harness.run(failing('ta-1').stub, async (run) => {
      const status = await run.untilParked('ta-1');
      expect(parkingOf(status, 'ta-1')).toMatchObject({
        kind: 'host',
        role: 'trust-authority',
        step: 'remediation',
        problem: 'no space left',
        failureClass: 'remediation: no space left',
        messages: ['task of ta-1 failed'],
        logFiles: ['attestd.log on ta-1', 'kmxd.log on ta-1', 'attestd.log on ta-2', 'kmxd.log on ta-2'],
      });
      const { choices, notOffered } = parkingOf(status, 'ta-1') ?? {};
      expect(choices?.map(({ choice }) => choice)).toEqual([
        'retry',
        'retry-from',
        'verify',
        'skip',
        'recover',
        'take-over',
        'abort',
      ]);
      expect(notOffered).toEqual([]);
      await run.settle('ta-1', 'abort');
      expect(await run.handle.result()).toMatchObject({ state: 'aborted', outcome: 'aborted by olga' });
    });
  });

  it('retry: the failed step is started again, and nothing before it', async () => {
    const { stub, heal } = failing('ta-1');
    const status = await harness.run(stub, async (run) => {
      await run.untilParked('ta-1');
      heal();
      await run.settle('ta-1', 'retry');
      return run.approveAll();
    });
    expect(status).toMatchObject({ state: 'succeeded', parked: [], parkings: [] });
    expect(count(stub, 'apply ta-1')).toBe(2);
    expect(count(stub, 'enter ta-1')).toBe(1);
  });

  it('retry-from: the steps from that point on look first, and repeat nothing that is done', async () => {
    const { stub, heal } = failing('a-2');
    const status = await harness.run(stub, async (run) => {
      await run.untilParked('a-2');
      heal();
      await run.settle('a-2', 'retry-from', { from: 'guards' });
      return run.approveAll();
    });
    expect(status.state).toBe('succeeded');
    expect(stub.hosts.get('a-2')).toMatchObject({ version: NEW, inMaintenance: false });
  });

  it('verify: what is still broken is parked again, what was repaired by hand goes on without a new start', async () => {
    const { stub } = failing('ta-1');
    const status = await harness.run(stub, async (run) => {
      const before = parkingOf(await run.untilParked('ta-1'), 'ta-1');
      await run.settle('ta-1', 'verify');
      const again = await eventually('the next parking', async () => {
        const now = parkingOf(await run.status(), 'ta-1');
        return now !== undefined && now.since !== before?.since ? now : undefined;
      });
      expect(again).toMatchObject({ problem: 'no space left' });
      const host = stub.hosts.get('ta-1');
      if (host !== undefined) Object.assign(host, { version: NEW, measured: NEW, boots: 1 });
      await run.settle('ta-1', 'verify');
      return run.approveAll();
    });
    expect(status.state).toBe('succeeded');
    expect(count(stub, 'apply ta-1')).toBe(1);
  });

  it('take-over and give-back: nothing is done meanwhile; what the person did is verified, not repeated', async () => {
    const { stub } = failing('a-2');
    const status = await harness.run(stub, async (run) => {
      await run.untilParked('a-2');
      await run.settle('a-2', 'take-over', { reason: 'I look at its console' });
      const taken = await eventually('the take-over', async () => {
        const now = parkingOf(await run.status(), 'a-2');
        return now?.problem.startsWith('in the hands of olga') === true ? now : undefined;
      });
      expect(taken.choices.map(({ choice }) => choice)).toEqual(['give-back', 'skip', 'abort']);
      const effects = stub.effects.length;
      await run.settle('a-2', 'give-back');
      const again = await eventually('the verification', async () => {
        const now = parkingOf(await run.status(), 'a-2');
        return now?.problem === 'no space left' ? now : undefined;
      });
      expect(again.step).toBe('remediation');
      expect(stub.effects).toHaveLength(effects);

      await run.settle('a-2', 'take-over');
      await eventually('the second take-over', async () =>
        parkingOf(await run.status(), 'a-2')?.problem.startsWith('in the hands of'),
      );
      const host = stub.hosts.get('a-2');
      if (host !== undefined) {
        Object.assign(host, { version: NEW, measured: NEW, boots: 1, inMaintenance: false });
      }
      await run.settle('a-2', 'give-back');
      return run.approveAll();
    });
    expect(status.state).toBe('succeeded');
    expect(count(stub, 'apply a-2')).toBe(1);
    expect(count(stub, 'enter a-2')).toBe(1);
  });

  it('take-over: counts also while a look is under way that an earlier one had failed for', async () => {
    let looks = 0;
    const refused = ApplicationFailure.nonRetryable('The session is not authenticated.', 'refused');
    const stub = createStubEstate(small, {
      remediationFails: (host) => (host === 'a-2' ? 'no space left' : undefined),
      holds: (step, subject) =>
        step === 'remediation' && subject === 'a-2' && ++looks === 2 ? Promise.reject(refused) : undefined,
    });
    const status = await harness.run(stub, async (run) => {
      const parked = await run.untilParked('a-2');
      await eventually('the look that failed', async () => {
        const now = parkingOf(await run.status(), 'a-2');
        return now !== undefined && now.failureClass !== parkingOf(parked, 'a-2')?.failureClass;
      });
      await eventually('the look after it', () => looks > 2);
      await run.settle('a-2', 'take-over');
      await eventually('the take-over', async () =>
        parkingOf(await run.status(), 'a-2')?.problem.startsWith('in the hands of'),
      );
      const host = stub.hosts.get('a-2');
      if (host !== undefined) Object.assign(host, { version: NEW, measured: NEW, boots: 1 });
      await run.settle('a-2', 'give-back');
      return run.approveAll();
    });
    expect(status).toMatchObject({ state: 'succeeded', parkings: [] });
    expect(count(stub, 'apply a-2')).toBe(1);
  });

  it('a call that is refused again and again is told once a cause, and again when a decision did not help', async () => {
    let calls = 0;
    let refusal = () => `task ${calls} was refused`;
    const stub = createStubEstate(small, {
      remediationRefused: (host) => {
        if (host !== 'ta-1') return undefined;
        calls++;
        return ApplicationFailure.nonRetryable(refusal(), 'refused');
      },
    });
    const status = await harness.run(stub, async (run) => {
      const told = (cause: string): number =>
        run.records.events().filter(({ type, text }) => type === 'waiting' && text.includes(cause)).length;
      const calledAgain = (times: number) => {
        const from = calls;
        return eventually(`${times} more calls`, () => calls > from + times);
      };
      await run.untilParked('ta-1');
      await calledAgain(2);
      await eventually('the story', () => told('was refused') > 0);
      expect(told('was refused')).toBe(1);
      refusal = () => 'the disk is full';
      await calledAgain(2);
      expect([told('was refused'), told('the disk is full')]).toEqual([1, 1]);
      await run.settle('ta-1', 'retry');
      await eventually('the story of the decision', () => told('the disk is full') === 2);
      await calledAgain(2);
      expect([told('was refused'), told('the disk is full')]).toEqual([1, 2]);
      const texts = run.records.events().map(({ text }) => text);
      expect(texts.filter((text) => /\b(\w[\w ]+): \1: /.test(text))).toEqual([]);
      await run.settle('ta-1', 'abort');
      return run.handle.result();
    });
    expect(status.state).toBe('aborted');
    expect(count(stub, 'apply ta-1')).toBe(0);
  });

  it('DG-2: refuses what makes no sense now, and the same request counts once', async () => {
    const { stub, heal } = failing('ta-1');
    const status = await harness.run(stub, async (run) => {
      await run.untilParked('ta-1');
      const refusalOf = async (asked: Promise<unknown>) =>
        asked.then(
          () => 'accepted',
          (error: unknown) => ((error as Error).cause as { type: string }).type,
        );
      expect(await refusalOf(run.settle('ta-2', 'retry'))).toBe('DG-2');
      expect(await refusalOf(run.settle('ta-1', 'retry', { planHash: 'f'.repeat(64) }))).toBe('DG-2');
      expect(await refusalOf(run.settle('ta-1', 'retry', { reason: ' ' }))).toBe('DG-2');
      expect(await refusalOf(run.settle('ta-1', 'retry-from', { from: 'exit' }))).toBe('QB-3');
      heal();
      await run.settle('ta-1', 'retry', { id: 'once' });
      await run.settle('ta-1', 'retry', { id: 'once' });
      return run.approveAll();
    });
    expect(status.state).toBe('succeeded');
    expect(count(stub, 'apply ta-1')).toBe(2);
  });
});

describe('failed steps that may be repeated', () => {
  it('maintenance entry is tried again by itself before anybody is asked', async () => {
    let left = 3;
    const stub = createStubEstate(small, {
      evacuationFails: (host) => (host === 'ta-1' && left-- > 0 ? 'a VM did not move' : undefined),
    });
    const status = await harness.run(stub, async (run) => {
      const ended = await run.approveAll();
      const told = run.records
        .events()
        .map(({ text }) => text)
        .join('\n');
      expect(told).toContain('a VM did not move; attempt 2 of 4 follows in 5 min');
      expect(told).not.toContain('ta-1 needs an operator');
      return ended;
    });
    expect(status.state).toBe('succeeded');
    expect(count(stub, 'enter ta-1')).toBe(4);
  });

  it('a backup that fails for good parks its vCenter, which is not skipped', async () => {
    let isBroken = true;
    const stub = createStubEstate(small, { backupFails: () => (isBroken ? 'disk full' : undefined) });
    const status = await harness.run(stub, async (run) => {
      const parked = await run.untilParked('ta-vc');
      expect(count(stub, 'backup ta-vc')).toBe(3);
      expect(parkingOf(parked, 'ta-vc')).toMatchObject({
        kind: 'vcenter',
        step: 'backup',
        problem: 'disk full',
      });
      const refusal = await run.settle('ta-vc', 'skip').catch((error: unknown) => (error as Error).cause);
      expect(refusal).toMatchObject({ type: 'ORD-2' });
      isBroken = false;
      await run.settle('ta-vc', 'retry-from', { from: 'backup' });
      return run.approveAll();
    });
    expect(status.state).toBe('succeeded');
    expect(count(stub, 'backup ta-vc')).toBe(4);
    expect(count(stub, 'install ta-vc')).toBe(1);
  });
});
