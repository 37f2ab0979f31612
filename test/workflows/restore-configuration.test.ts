import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keyOf } from '../../src/domain/archive/item.js';
import { abortRunUpdate } from '../../src/workflows/messages.js';
import { aConfiguration, emptied } from '../support/archive-builders.js';
import { startHarness, type Harness, type OperationDriver } from '../support/run-harness.js';
import { createStubConfiguration } from '../support/stub-configuration.js';
import { createStubEstate } from '../support/stub-estate.js';

const SHAPE = { taHosts: 2, clusters: { A: 1 } };
const archived = aConfiguration({ cluster: { vcenter: 'ta-vc', moid: 'domain-TA', name: 'TA' } });
const EVERYTHING = [
  'createKeyProvider',
  // The first server comes with the provider.
  'setKeyServers',
  'setClientCertificate',
  'trustServerCertificates',
  'setKmipPassword',
  'setTpmSettings',
  'addCaCertificate',
  'addEndorsementKey',
  expect.stringMatching(/^import /),
  'createPrincipal',
];

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

async function restoring(
  use: (
    run: OperationDriver,
    about: { stub: ReturnType<typeof createStubEstate>; made: Made },
  ) => Promise<void>,
  { absent, start = emptied(archived) }: { absent?: Set<string>; start?: typeof archived } = {},
): Promise<void> {
  const made = await createStubConfiguration(archived, start, absent);
  const stub = createStubEstate(SHAPE);
  Object.assign(stub.authorityZone, made.activities);
  const asked = { kind: 'restore-configuration', parameters: {}, extras: made.extras() } as const;
  await harness.operate(stub, asked, (run) => use(run, { stub, made }));
}
type Made = Awaited<ReturnType<typeof createStubConfiguration>>;

describe('BAK-3: a configuration is restored from its archive', () => {
  it('REC-3: item by item in the order of 2.10, after an approval, and archived again', async () => {
    await restoring(async (run, { stub, made }) => {
      expect(await run.openGate()).toBe('begin');
      expect(made.effects).toEqual([]);
      await run.decide('begin', 'approved');
      const ended = await run.handle.result();
      expect(ended).toMatchObject({ state: 'succeeded' });
      expect(made.effects).toEqual(EVERYTHING);
      expect(made.now).toMatchObject({
        tpmSettings: archived.tpmSettings,
        principals: archived.principals,
        caCertificates: archived.caCertificates,
      });
      expect(ended.steps?.map(({ id, state }) => [id, state])).toEqual(
        run.plan.steps.map(({ id }) => [id, 'done']),
      );
      expect(stub.effects).toEqual(['archive configuration']);
    });
  });

  it('DG-2: is not begun when it is rejected', async () => {
    await restoring(async (run, { made }) => {
      expect(await run.openGate()).toBe('begin');
      await run.decide('begin', 'rejected');
      expect((await run.handle.result()).state).toBe('rejected');
      expect(made.effects).toEqual([]);
    });
  });

  it('applies only what is missing', async () => {
    const start = { ...archived, caCertificates: [] };
    await restoring(
      async (run, { made }) => {
        expect(await run.openGate()).toBe('begin');
        await run.decide('begin', 'approved');
        expect((await run.handle.result()).state).toBe('succeeded');
        expect(made.effects).toEqual(['addCaCertificate']);
      },
      { start },
    );
  });

  it('DG-18: waits for a secret that nobody has brought, says which one, and goes on when it is there', async () => {
    const absent = new Set(['kmip.kp-main']);
    await restoring(
      async (run, { made }) => {
        expect(await run.openGate()).toBe('begin');
        await run.decide('begin', 'approved');
        await run.untilParked('TA');
        const waiting = JSON.stringify((await run.status()).waitingOn);
        expect(waiting).toContain("Credential 'kmip.kp-main' is not known");
        expect(made.effects).not.toContain('setKmipPassword');
        absent.clear();
        await run.settle('TA', 'retry');
        expect((await run.handle.result()).state).toBe('succeeded');
        expect(made.effects).toEqual(EVERYTHING);
      },
      { absent },
    );
  });

  it('leaves off between two items when it is aborted, and another run does the rest', async () => {
    const absent = new Set(['client-key.kp-main']);
    await restoring(
      async (run, { made }) => {
        expect(await run.openGate()).toBe('begin');
        await run.decide('begin', 'approved');
        await run.untilParked('TA');
        await run.handle.executeUpdate(abortRunUpdate, { args: [{ id: 'a', by: 'olga', reason: 'a test' }] });
        expect((await run.handle.result()).state).toBe('aborted');
        expect(made.effects).toEqual(EVERYTHING.slice(0, 2));
        const rest = made.extras().comparison.filter(({ state }) => state !== 'present');
        expect(rest.map(({ item }) => keyOf(item))).toContain('clientCertificate/kp-main');
      },
      { absent },
    );
  });
});
