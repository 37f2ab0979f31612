import { Context } from '@temporalio/activity';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RECOVERY_STEPS } from '../../src/domain/recovery/index.js';
import { abortRunUpdate } from '../../src/workflows/messages.js';
import { isFinal } from '../../src/domain/progress/index.js';
import { OLD } from '../support/builders.js';
import { eventually } from '../support/eventually.js';
import { startHarness, type Harness, type OperationDriver } from '../support/run-harness.js';
import { createStubRecovery, FAILED } from '../support/stub-recovery.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

const ORDER = [
  'disconnect',
  'remove',
  'add with AA',
  'enable',
  'apply vendor',
  'exit',
  'register',
  'remediate',
];

/** Everything that a recovery asks of the two sides. */
const EVERY_ACTIVITY = [
  'lookAtRecovery',
  'startDisconnection',
  'awaitDisconnection',
  'startHostRemoval',
  'awaitHostRemoval',
  'awaitRestored',
  'startAddition',
  'awaitAddition',
  'startEnabling',
  'awaitEnabling',
  'compareWithArchive',
  'applyConfigurationItem',
  'awaitConfigurationItem',
  'awaitConfiguration',
  'startExitMaintenance',
  'awaitExitMaintenance',
  'readOfferedServices',
  'lookAtRegistrations',
  'startRegistrationStep',
  'awaitRegistrationStep',
  'startTrustRemediation',
  'awaitTrustRemediation',
];

/** What is not waited for where the order, asked for again, finds it carried out. */
const NOT_ASKED = { before: [], after: ['awaitRegistrationStep'] } as const;

/** People restore the host once the run asks for it; everything is approved. */
async function recovered(run: OperationDriver, world: { version: string | undefined }) {
  await run.untilParked(FAILED);
  world.version = OLD;
  return run.approveAll();
}

/** A question that found no worker in time is asked again. */
function unlessNobodyAnswers(error: unknown): undefined {
  if (/DEADLINE_EXCEEDED/.test(String((error as Error).cause))) return undefined;
  throw error;
}

/** The same where workers come and go, or answer each question from the beginning of the history: asked less often. */
const slowly = (run: OperationDriver, world: { version: string | undefined }) =>
  eventually(
    'the end',
    async () => {
      const now = await run.status().catch(unlessNobodyAnswers);
      if (now === undefined) return false;
      if ((now.parkings ?? []).length > 0) world.version = OLD;
      const open = now.gates.find(({ state }) => state === 'open');
      if (open !== undefined) await run.decide(open.id, 'approved').catch(unlessNobodyAnswers);
      return isFinal(now.state) && now;
    },
    200_000,
    1_000,
  );

describe('recovery of a Trust Authority host', () => {
  it('REC-5: does every step once, in its order, behind the gates of DG-2', async () => {
    const { stub, world, asked } = createStubRecovery();
    await harness.operate(stub, asked, async (run) => {
      const parked = await run.untilParked(FAILED);
      expect(stub.effects).toEqual(['disconnect', 'remove']);
      expect(parked.parkings).toMatchObject([{ subject: FAILED, step: 'restoration', rule: 'REC-2' }]);
      const lines = parked.waitingOn.flatMap(({ youMay }) => youMay.map(({ what }) => what)).join('\n');
      expect(lines).toContain('press Shift+R');
      world.version = OLD;
      const ended = await run.approveAll();
      expect(ended).toMatchObject({ state: 'succeeded', debts: [] });
      expect(ended.steps?.map(({ id, state }) => [id, state])).toEqual(
        RECOVERY_STEPS.map((step) => [step, 'done']),
      );
      expect(ended.gates.map(({ id, state }) => [id, state])).toEqual([
        ['begin', 'approved'],
        ['re-add', 'approved'],
        ['refresh-trusted-side', 'approved'],
      ]);
      const [, added] = ended.gates;
      expect(added?.evidence?.join()).toContain('SHA-1 AA');
    });
    expect(stub.effects).toEqual(ORDER);
  });

  it('REC-2: stays open while the host answers with another version', async () => {
    const { stub, world, asked } = createStubRecovery();
    await harness.operate(stub, asked, async (run) => {
      await run.untilParked(FAILED);
      world.version = '8.0.1-21813344';
      await eventually('what it runs instead', async () =>
        (await run.status()).waitingOn.some(
          ({ rule, have }) => rule === 'REC-2' && have.includes('it runs 8.0.1-21813344'),
        ),
      );
      await run.settle(FAILED, 'verify');
      await run.untilParked(FAILED);
      expect(stub.effects).toEqual(['disconnect', 'remove']);
      expect((await recovered(run, world)).state).toBe('succeeded');
    });
  });

  it('leaves the trusted side alone, unasked, when it knows the host as it is', async () => {
    const { stub, world, asked } = createStubRecovery();
    Object.assign(world, { isRegistered: true, isRemediated: true });
    const ended = await harness.operate(stub, asked, (run) => recovered(run, world));
    expect(ended.gates.at(-1)).toMatchObject({ id: 'refresh-trusted-side', state: 'not-needed' });
    expect(stub.effects).toEqual(ORDER.slice(0, -2));
  });

  it('DG-2: ends when the addition is rejected, and says that the host is out', async () => {
    const { stub, world, asked } = createStubRecovery();
    await harness.operate(stub, asked, async (run) => {
      await run.untilParked(FAILED);
      world.version = OLD;
      await run.openGate();
      await run.decide('re-add', 'rejected');
      expect(await run.handle.result()).toMatchObject({
        state: 'rejected',
        debts: [{ subject: FAILED, rule: 'REC-5', text: expect.stringContaining('in no inventory') }],
      });
    });
    expect(stub.effects).toEqual(['disconnect', 'remove']);
  });

  it('REC-5: an aborted recovery is gone on with by the next one, which repeats nothing', async () => {
    const { stub, world, asked } = createStubRecovery();
    await harness.operate(stub, asked, async (run) => {
      await run.untilParked(FAILED);
      await run.handle.executeUpdate(abortRunUpdate, { args: [{ id: 'a', by: 'olga', reason: 'tomorrow' }] });
      expect(await run.handle.result()).toMatchObject({ state: 'aborted', debts: [{ subject: FAILED }] });
    });
    world.version = OLD;
    await harness.operate(stub, asked, async (run) => {
      expect(run.plan.findings.filter(({ severity }) => severity === 'blocker')).toEqual([]);
      expect((await run.approveAll()).state).toBe('succeeded');
    });
    expect(stub.effects).toEqual(ORDER);
  });
});

describe('REC-4: a recovery that ended between registration and remediation', () => {
  it('is gone on with by the next one, which remediates though health is OK by the registration alone', async () => {
    let abort: () => Promise<unknown> = () => Promise.reject(new Error('not begun'));
    const { stub, world, asked } = createStubRecovery(
      (activity) => (activity === 'awaitRegistrationStep' ? 'after' : undefined),
      undefined,
      async () => {
        await abort();
        throw new Error('the worker died');
      },
    );
    await harness.operate(stub, asked, async (run) => {
      const args: [{ id: string; by: string; reason: string }] = [
        { id: 'a', by: 'olga', reason: 'tomorrow' },
      ];
      abort = () => run.handle.executeUpdate(abortRunUpdate, { args });
      expect(await recovered(run, world)).toMatchObject({
        state: 'aborted',
        debts: [{ subject: FAILED, text: expect.stringContaining('vta recover goes on where it was left') }],
      });
    });
    expect(stub.effects).toEqual(ORDER.slice(0, -1));
    expect(world).toMatchObject({ isRegistered: true, isRemediated: false });

    const ended = await harness.operate(stub, asked, async (run) => {
      expect(run.plan.findings.filter(({ severity }) => severity === 'blocker')).toEqual([]);
      return run.approveAll();
    });
    expect(ended).toMatchObject({ state: 'succeeded', debts: [] });
    const [, , refresh] = ended.gates;
    expect(refresh).toMatchObject({ id: 'refresh-trusted-side', state: 'approved' });
    expect(refresh?.evidence?.join()).toMatch(/nothing tells.*wl-vc: remediate cluster A/);
    expect(stub.effects).toEqual(ORDER);
  });
});

describe('REC-5: killed anywhere, it goes on, and does nothing twice', () => {
  it.each(['before', 'after'] as const)(
    'the worker dies %s the first attempt of every activity',
    async (when) => {
      const { stub, world, asked } = createStubRecovery(() => when);
      const ended = await harness.operate(stub, asked, (run) => recovered(run, world));
      expect(ended.state).toBe('succeeded');
      expect(stub.effects).toEqual(ORDER);
    },
  );

  it.each(['before', 'after'] as const)(
    'every worker is stopped, and others take over, %s the effect of every activity',
    async (when) => {
      let replaceWorkers: () => Promise<void> = () => Promise.reject(new Error('not begun'));
      let replaced = Promise.resolve();
      const stopped: string[] = [];
      const { stub, world, asked } = createStubRecovery(
        () => when,
        undefined,
        (activity) => {
          stopped.push(activity);
          replaced = replaced.then(() => replaceWorkers());
          // It has this attempt in hand, and takes it with it.
          return Context.current().cancelled;
        },
      );
      const ended = await harness.operate(
        stub,
        asked,
        async (run) => {
          ({ replaceWorkers } = run);
          const status = await slowly(run, world);
          await replaced;
          return status;
        },
        {},
        {},
      );
      expect(ended.state).toBe('succeeded');
      expect(stub.effects).toEqual(ORDER);
      expect(EVERY_ACTIVITY.filter((activity) => !stopped.includes(activity))).toEqual(NOT_ASKED[when]);
    },
    240_000,
  );

  it('the process of the workflow dies before each of its steps', async () => {
    const { stub, world, asked } = createStubRecovery();
    // No workflow is kept in memory.
    const forgetful = { maxCachedWorkflows: 0 };
    const ended = await harness.operate(stub, asked, (run) => slowly(run, world), {}, forgetful);
    expect(ended.state).toBe('succeeded');
    expect(stub.effects).toEqual(ORDER);
  });
});
