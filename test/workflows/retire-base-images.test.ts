import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { abortRunUpdate } from '../../src/workflows/messages.js';
import { eventually } from '../support/eventually.js';
import { OLD_FILE, retirement } from '../support/retiring-operation.js';
import { startHarness, type Harness, type OperationDriver } from '../support/run-harness.js';
import { createStubEstate, type StubEstate } from '../support/stub-estate.js';
import { OLD } from '../support/stub-world.js';
import type { StubTrouble } from '../support/stub-shape.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

const GATE = `retire/${OLD}`;
/** After every change of the Trust Authority side (BAK-3). */
const ARCHIVED = 'archive configuration';

/** An upgraded estate of two hosts, its old base image about to be removed; the file lies in the store. */
async function retiring(
  use: (run: OperationDriver, stub: StubEstate) => Promise<void>,
  trouble: StubTrouble = {},
): Promise<StubEstate> {
  const stub = createStubEstate({ taHosts: 2, clusters: { A: 2 }, upgraded: true }, trouble);
  await harness.operate(stub, retirement(), async (run) => {
    await run.blobs.put(OLD_FILE);
    await use(run, stub);
  });
  return stub;
}

const waitsFor = (run: OperationDriver, text: string) =>
  eventually(`a wait for ${text}`, async () =>
    (await run.status()).waitingOn.find(({ have }) => have.includes(text)),
  );

describe('FIX-3: an approved removal', () => {
  it('shows the evidence at its gate, removes the version and sees every host attested anew', async () => {
    const stub = await retiring(async (run) => {
      expect(await run.openGate()).toBe(GATE);
      const gate = (await run.status()).gates.find(({ id }) => id === GATE);
      const evidence = gate?.evidence?.join('\n') ?? '';
      for (const text of [OLD, 'a-1', 'a-2', 'Last attested', 'Last full boot'])
        expect(evidence).toContain(text);
      await run.decide(GATE, 'approved');
      const end = await run.handle.result();
      expect(end).toMatchObject({
        state: 'succeeded',
        operation: 'retire-base-images',
        steps: [
          { id: `remove/${OLD}`, state: 'done' },
          { id: `attested/${OLD}`, state: 'done' },
          { id: 'archive', state: 'done' },
        ],
        debts: [],
      });
      const told = run.records.events().map(({ type }) => type);
      expect(told).toContain('image.removed');
    });
    expect(stub.effects).toEqual([`remove ${OLD}`, ARCHIVED]);
  });

  it('DG-2: whoever asked for it may not approve it', async () => {
    const stub = await retiring(async (run) => {
      await run.openGate();
      await expect(run.decide(GATE, 'approved', 'ina')).rejects.toThrow();
      await run.decide(GATE, 'rejected');
      expect(await run.handle.result()).toMatchObject({ state: 'rejected' });
    });
    expect(stub.effects).toEqual([]);
  });

  it('a version that somebody has removed meanwhile is left alone', async () => {
    const stub = createStubEstate({ taHosts: 2, clusters: { A: 1 }, upgraded: true });
    const removal = harness.operate(stub, retirement(), async (run) => {
      stub.removeByHand(OLD);
      await run.blobs.put(OLD_FILE);
      return run.approveAll();
    });
    expect(await removal).toMatchObject({
      state: 'succeeded',
      gates: [{ id: GATE, state: 'not-needed' }],
    });
    expect(stub.effects).toEqual([]);
  });
});

describe('FIX-3, DG-5: what was approved must still hold', () => {
  it('a host that has booted since stops the removal; it is asked again, with what has changed', async () => {
    const stub = await retiring(async (run, { hosts, effects }) => {
      await run.openGate();
      const host = hosts.get('a-1');
      if (host !== undefined) host.boots++;
      await run.decide(GATE, 'approved');
      const second = await eventually('the second gate', async () =>
        (await run.status()).gates.find(({ id, state }) => id === `${GATE}/2` && state === 'open'),
      );
      expect(second.evidence?.[0]).toMatch(/^changed since it was asked last: wl-vc\/a-1: was /);
      expect(effects).toEqual([]);
      await run.decide(`${GATE}/2`, 'approved');
      expect((await run.handle.result()).state).toBe('succeeded');
    });
    expect(stub.effects).toEqual([`remove ${OLD}`, ARCHIVED]);
  });

  it('QB-4: a host that needs the version again holds it, by name, until it does not', async () => {
    const stub = await retiring(async (run, { hosts, effects }) => {
      await run.openGate();
      const host = hosts.get('a-2');
      if (host !== undefined) Object.assign(host, { version: OLD, measured: OLD, boots: host.boots + 1 });
      await run.decide(GATE, 'approved');
      const waiting = await waitsFor(run, 'a-2 attests with');
      expect(waiting).toMatchObject({ kind: 'operator-decision', subject: OLD, rule: 'QB-4' });
      expect(effects).toEqual([]);
      await run.handle.executeUpdate(abortRunUpdate, { args: [{ id: 'a', by: 'olga', reason: 'a test' }] });
      expect((await run.handle.result()).state).toBe('aborted');
    });
    expect(stub.effects).toEqual([]);
  });

  it('DG-10: a vCenter that cannot be read holds it, by name, until it answers', async () => {
    let away = true;
    const stub = await retiring(
      async (run, { effects }) => {
        const waiting = await waitsFor(run, 'wl-vc could not be read');
        expect(waiting.rule).toBe('DG-10');
        expect(effects).toEqual([]);
        away = false;
        expect((await run.approveAll()).state).toBe('succeeded');
      },
      { unreadable: (vcenter) => (away && vcenter === 'wl-vc' ? 'the login is refused' : undefined) },
    );
    expect(stub.effects).toEqual([`remove ${OLD}`, ARCHIVED]);
  });

  it('DG-11: a file that the store does not give back holds it', async () => {
    const stub = createStubEstate({ taHosts: 2, clusters: { A: 1 }, upgraded: true });
    await harness.operate(stub, retirement(), async (run) => {
      expect(await waitsFor(run, 'The archive holds no file')).toMatchObject({ rule: 'DG-11' });
      await run.blobs.put(OLD_FILE);
      expect((await run.approveAll()).state).toBe('succeeded');
    });
    expect(stub.effects).toEqual([`remove ${OLD}`, ARCHIVED]);
  });
});

describe('DG-14: the removal itself', () => {
  it('is never repeated by itself: a failed one waits for a person, who may have it done again', async () => {
    let fails = true;
    const stub = await retiring(
      async (run, { effects }) => {
        await run.untilParked('TA');
        expect(effects).toEqual([`remove ${OLD}`]);
        fails = false;
        await run.settle('TA', 'retry');
        expect((await run.handle.result()).state).toBe('succeeded');
      },
      { removalFails: () => (fails ? 'ta-2 did not answer' : undefined) },
    );
    expect(stub.effects).toEqual([`remove ${OLD}`, `remove ${OLD}`, ARCHIVED]);
  });
});

describe('INV-1: a host that is not attested any more', () => {
  /** `a-2` has attested with the old version all the time, whatever was known of it. */
  const lost = async (verdict: 'approved' | 'rejected') => {
    let effects: readonly string[] = [];
    const did = (what: string) => effects.includes(`${what} ${OLD}`);
    let end: unknown;
    await retiring(
      async (run, stub) => {
        ({ effects } = stub);
        await run.openGate();
        await run.decide(GATE, 'approved');
        const asked = await eventually('the way back', async () =>
          (await run.status()).gates.find(
            ({ id, state }) => id.startsWith('import-again') && state === 'open',
          ),
        );
        expect(asked.evidence?.join('\n')).toContain('a-2');
        await run.decide(asked.id, verdict);
        end = await run.handle.result();
      },
      { attests: (host) => host !== 'a-2' || !did('remove') || did('import') },
    );
    return { end, effects };
  };

  it('brings the file of the archive back, when that is approved', async () => {
    const { end, effects } = await lost('approved');
    const outcome = expect.stringContaining('imported again: hosts still attested with it (a-2)');
    expect(end).toMatchObject({ state: 'failed', outcome });
    expect(effects).toEqual([`remove ${OLD}`, `import ${OLD}`, ARCHIVED]);
  });

  it('is left to people, when that is rejected', async () => {
    const { end, effects } = await lost('rejected');
    const outcome = expect.stringContaining('not attested since: a-2');
    expect(end).toMatchObject({ state: 'failed', outcome });
    expect(effects).toEqual([`remove ${OLD}`, ARCHIVED]);
  });
});

it('INV-1: an abort while hosts are still to be attested anew leaves that as a debt', async () => {
  await retiring(
    async (run) => {
      await run.openGate();
      await run.decide(GATE, 'approved');
      await eventually('the wait', async () =>
        (await run.status()).steps?.some(({ id, state }) => id === `attested/${OLD}` && state === 'running'),
      );
      await run.handle.executeUpdate(abortRunUpdate, { args: [{ id: 'a', by: 'olga', reason: 'a test' }] });
      expect(await run.handle.result()).toMatchObject({
        state: 'aborted',
        debts: [{ kind: 'attestation-unconfirmed', subject: OLD, rule: 'INV-1' }],
      });
    },
    { holds: (step) => (step === 'renewal' ? new Promise(() => undefined) : undefined) },
  );
});

describe('without a removal', () => {
  it('QB-6: the evidence alone goes into the story, and nothing is touched', async () => {
    const stub = createStubEstate({ taHosts: 2, clusters: { A: 1 }, upgraded: true });
    const operation = { ...retirement(), kind: 'review-base-images', parameters: { versions: [] } } as const;
    await harness.operate(stub, operation, async (run) => {
      expect(await run.handle.result()).toMatchObject({ state: 'succeeded', gates: [] });
      const told = run.records.events().map(({ text }) => text);
      expect(told).toContainEqual(expect.stringMatching(`^${OLD}: needed by 0 of 1 hosts`));
    });
    expect(stub.effects).toEqual([]);
  });
});
