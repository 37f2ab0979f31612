import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Operations } from '../../src/domain/operations/model.js';
import { abortRunUpdate } from '../../src/workflows/messages.js';
import { eventually } from '../support/eventually.js';
import { startHarness, type Harness, type OperationDriver } from '../support/run-harness.js';
import { createStubEstate, type StubEstate } from '../support/stub-estate.js';
import type { StubTrouble } from '../support/stub-shape.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

type Asked = Partial<Operations['restart-services']['parameters']>;

async function operate(
  trouble: StubTrouble,
  asked: Asked,
  use: (run: OperationDriver, stub: StubEstate) => Promise<void>,
  before: (stub: StubEstate) => void = () => undefined,
): Promise<void> {
  const stub = createStubEstate({ taHosts: 3, clusters: { A: 1 } }, trouble);
  before(stub);
  const parameters = { action: 'restart', why: 'health', ...asked } as const;
  const operation = {
    kind: 'restart-services',
    parameters,
    extras: { services: stub.servicesReading() },
  } as const;
  await harness.operate(stub, operation, (run) => use(run, stub));
}
const ordered = ({ effects }: StubEstate) => effects.filter((effect) => / of /.test(effect));

describe('SVC-3: services are restarted singly', () => {
  it('host by host in order, the reason recorded, after an approval', async () => {
    await operate({}, { why: 'configuration-change' }, async (run, stub) => {
      expect(await run.openGate()).toBe('begin');
      expect(ordered(stub)).toEqual([]);
      const status = await run.approveAll();
      expect(status.state).toBe('succeeded');
      expect(ordered(stub)).toEqual(
        ['ta-1', 'ta-2', 'ta-3'].flatMap((host) =>
          ['attestd', 'kmxd'].map((key) => `restart ${key} of ${host}`),
        ),
      );
      const told = run.records.events().map(({ text }) => text);
      expect(told).toContainEqual(
        expect.stringMatching(
          /ta-2: restart of attestd, kmxd, after a change of the vTA configuration: test/,
        ),
      );
    });
  });

  it('health OK is awaited before the next host, and a person decides when it does not come', async () => {
    let sick: string | undefined;
    const trouble = { unhealthy: () => sick, serviceHangs: () => undefined };
    await operate(trouble, {}, async (run, stub) => {
      sick = 'ta-1';
      const parked = await run.untilParked('TA');
      expect(parked.parkings).toMatchObject([
        { kind: 'operation', rule: 'SVC-3', problem: expect.stringContaining('ta-1 does not answer') },
      ]);
      expect(parked.parkings?.[0]?.logFiles).toContain('attestd.log on ta-1');
      expect(ordered(stub).some((effect) => effect.endsWith('ta-2'))).toBe(false);
      sick = undefined;
      expect((await run.handle.result()).state).toBe('succeeded');
      expect(ordered(stub)).toHaveLength(6);
    });
  });

  it('a service that hangs is not restarted again by itself: bounded, then a person', async () => {
    let hangs: string | undefined = 'does not come up';
    const trouble = {
      serviceHangs: (_: string, service: string) => (service === 'kmxd' ? hangs : undefined),
    };
    await operate(trouble, { hosts: ['ta-2'] }, async (run, stub) => {
      await run.untilParked('ta-2');
      expect(ordered(stub)).toEqual(['restart attestd of ta-2', 'restart kmxd of ta-2']);
      hangs = undefined;
      await run.settle('ta-2', 'retry');
      expect((await run.handle.result()).state).toBe('succeeded');
      expect(ordered(stub).filter((effect) => effect.startsWith('restart kmxd'))).toHaveLength(2);
    });
  });

  it('an order without an answer is left to a person', async () => {
    let isLost = true;
    await operate(
      { orderUnanswered: () => isLost },
      { hosts: ['ta-1'], services: ['attestd'] },
      async (run, stub) => {
        const parked = await run.untilParked('ta-1');
        expect(parked.parkings?.[0]?.problem).toMatch(/no answer arrived/);
        expect(ordered(stub)).toHaveLength(1);
        isLost = false;
        await run.settle('ta-1', 'retry');
        expect((await run.handle.result()).state).toBe('succeeded');
      },
    );
  });
});

describe('SVC-2: the last healthy TA host', () => {
  const allBut =
    (...away: string[]) =>
    (stub: StubEstate) =>
      away.forEach((host) => stub.services.set(`${host} attestd`, false));

  it('is asked for at a gate of its own when it is forced, and is left when that is rejected', async () => {
    const asked: Asked = { action: 'stop', hosts: ['ta-3'], force: true };
    await operate(
      {},
      asked,
      async (run, stub) => {
        await run.decide(await run.openGate(), 'approved');
        expect(await run.openGate()).toBe('last-healthy-ta-host/ta-3');
        await run.decide('last-healthy-ta-host/ta-3', 'rejected');
        expect((await run.handle.result()).state).toBe('rejected');
        expect(ordered(stub)).toEqual([]);
      },
      allBut('ta-1', 'ta-2'),
    );
  });

  it('is taken out with the approval', async () => {
    await operate(
      {},
      { action: 'stop', hosts: ['ta-3'], force: true },
      async (run, stub) => {
        expect((await run.approveAll()).state).toBe('succeeded');
        expect(ordered(stub)).toEqual(['stop attestd of ta-3', 'stop kmxd of ta-3']);
      },
      allBut('ta-1', 'ta-2'),
    );
  });

  it('is not taken out when the others went away after the plan; it goes on when one is back', async () => {
    await operate({}, { hosts: ['ta-3'] }, async (run, stub) => {
      allBut('ta-1', 'ta-2')(stub);
      await run.decide(await run.openGate(), 'approved');
      await eventually('the reason', async () =>
        (await run.status()).waitingOn.some(({ have }) => have.includes('last healthy TA host')),
      );
      expect(ordered(stub)).toEqual([]);
      stub.services.set('ta-1 attestd', true);
      stub.services.set('ta-2 attestd', true);
      expect((await run.handle.result()).state).toBe('succeeded');
    });
  });
});

describe('SVC-4, SVC-5: a trusted host is in the hands of people', () => {
  it('no service is ordered; the procedure is shown, the word of a person awaited, and attestation verified', async () => {
    let attests = false;
    await operate({ attests: () => attests }, { hosts: ['a-1'] }, async (run, stub) => {
      const parked = await run.untilParked('a-1');
      const [waiting] = parked.waitingOn;
      expect(waiting).toMatchObject({ rule: 'SVC-4', have: expect.stringContaining('kmxa on a-1') });
      expect(waiting?.youMay.map(({ what }) => what).join(' ')).toMatch(/Log in to a-1 itself/);
      expect(parked.parkings?.[0]?.logFiles).toContain('kmxa.log on a-1');
      attests = true;
      await run.settle('a-1', 'verify');
      expect((await run.handle.result()).state).toBe('succeeded');
      expect(ordered(stub)).toEqual([]);
    });
  });

  it('an abort ends the wait', async () => {
    await operate({}, { hosts: ['a-1'] }, async (run, stub) => {
      await run.untilParked('a-1');
      await run.handle.executeUpdate(abortRunUpdate, { args: [{ id: 'a', by: 'olga', reason: 'a test' }] });
      expect((await run.handle.result()).state).toBe('aborted');
      expect(ordered(stub)).toEqual([]);
    });
  });
});
