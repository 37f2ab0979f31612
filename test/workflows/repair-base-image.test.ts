import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ArchivedImageFact } from '../../src/domain/operations/index.js';
import type { Operations } from '../../src/domain/operations/model.js';
import { imageDatabaseOf } from '../../src/lab/world/image-database.js';
import { startHarness, type Harness, type OperationDriver } from '../support/run-harness.js';
import { createStubEstate, type StubEstate } from '../support/stub-estate.js';
import { memoryBlobs } from '../support/memory-blobs.js';
import type { StubTrouble } from '../support/stub-shape.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

const NEW = '8.0.3-24022510';

/** Two hosts full-booted on a version that nobody has imported. */
async function repair(
  use: (run: OperationDriver, stub: StubEstate) => Promise<void>,
  {
    trouble = {},
    asked = {},
    archivedImages = [],
  }: {
    trouble?: StubTrouble;
    asked?: Partial<Operations['repair-base-image']['parameters']>;
    archivedImages?: readonly ArchivedImageFact[];
  } = {},
): Promise<void> {
  const stub = createStubEstate({ taHosts: 2, clusters: { A: 2 } }, trouble);
  for (const host of stub.hosts.values()) {
    if (host.cluster.name === 'A') Object.assign(host, { version: NEW, measured: NEW });
  }
  const parameters = { host: 'a-1', ...asked };
  await harness.operate(stub, { kind: 'repair-base-image', parameters, archivedImages }, (run) =>
    use(run, stub),
  );
}
const archived = async (version = NEW): Promise<ArchivedImageFact> => {
  const content = imageDatabaseOf(version);
  const hash = await memoryBlobs().put(content);
  return {
    version: NEW,
    hash,
    bytes: content.length,
    sourceHost: 'esx-9',
    exportedAt: '2026-01-01T00:00:00.000Z',
    quickBooted: false,
  };
};

describe('a missing base image', () => {
  it('FIX-1, FIX-2, ATT-2: exported, archived, approved, imported, and the host seen attested', async () => {
    await repair(async (run, stub) => {
      expect(await run.openGate()).toBe(`trust-image/${NEW}`);
      expect(stub.effects).toEqual(['export a-1']);
      const gate = (await run.status()).gates[0];
      expect(gate?.evidence?.join(' ')).toMatch(/no VM can be encrypted/);
      const status = await run.approveAll();
      expect(status).toMatchObject({
        state: 'succeeded',
        steps: Array.from({ length: 4 }, () => ({ state: 'done' })),
      });
      expect(stub.effects).toEqual(['export a-1', `import ${NEW}`, 'archive configuration']);
      expect(
        (await run.records.port.listArchivedImages(run.estate.name)).map(({ version }) => version),
      ).toContain(NEW);
      const told = run.records.events().map(({ text }) => text);
      expect(told).toContainEqual('a-1: task of a-1 failed');
    });
  });

  it('DG-2: nothing is imported when the approval is refused', async () => {
    await repair(async (run, stub) => {
      await run.decide(await run.openGate(), 'rejected');
      expect((await run.handle.result()).state).toBe('rejected');
      expect(stub.effects).toEqual(['export a-1']);
    });
  });

  it('ATT-2: it is not over with the import; an unattested host is waited for', async () => {
    let attests = false;
    let hold: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (hold = resolve));
    const trouble: StubTrouble = {
      attests: () => attests,
      holds: (step) => (step === 'attestation' ? held : undefined),
    };
    await repair(
      async (run, stub) => {
        await run.decide(await run.openGate(), 'approved');
        const waiting = await eventuallyWaiting(run);
        expect(waiting).toMatchObject({
          rule: 'ATT-2',
          have: expect.stringContaining('no VM can be encrypted'),
        });
        expect(stub.effects).toContain(`import ${NEW}`);
        attests = true;
        hold();
        expect((await run.handle.result()).state).toBe('succeeded');
      },
      { trouble },
    );
  });

  it('FIX-2: an archived file is imported again, without an export', async () => {
    const image = await archived();
    await repair(
      async (run, stub) => {
        await run.blobs.put(imageDatabaseOf(NEW));
        expect((await run.approveAll()).state).toBe('succeeded');
        expect(stub.effects).toEqual([`import ${NEW}`, 'archive configuration']);
      },
      { asked: { way: 'archive' }, archivedImages: [image] },
    );
  });

  it('IMG-3: a file that is gone, or another one, is refused before anything is touched', async () => {
    for (const image of [await archived(), await archived('8.0.2-22380479')]) {
      await repair(
        async (run, stub) => {
          if (image.bytes > 0) await run.blobs.put(imageDatabaseOf('8.0.2-22380479'));
          expect(await run.handle.result()).toMatchObject({ state: 'failed' });
          expect(stub.effects).toEqual([]);
        },
        { asked: { way: 'archive' }, archivedImages: [image] },
      );
    }
  });

  it('ATT-5: a person who decides is told which log files to read', async () => {
    await repair(
      async (run) => {
        const { parkings } = await run.untilParked('a-1');
        expect(parkings?.[0]?.logFiles).toEqual([
          'kmxa.log on a-1',
          'attestd.log on ta-1',
          'kmxd.log on ta-1',
          'attestd.log on ta-2',
          'kmxd.log on ta-2',
        ]);
        expect(parkings?.[0]?.messages).toContain('task of a-1 failed');
      },
      { trouble: { exportRefused: () => 'the host lets nobody in' } },
    );
  });
});

async function eventuallyWaiting(run: OperationDriver) {
  for (;;) {
    const waiting = (await run.status()).waitingOn.find(({ kind }) => kind === 'attestation');
    if (waiting !== undefined) return waiting;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
