import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { abortRunUpdate, pauseRunUpdate, resumeRunUpdate } from '../../src/workflows/messages.js';
import { getJson } from '../../src/activities/json-blobs.js';
import type { ArchiveManifest } from '../../src/domain/archive/manifest.js';
import { OLD } from '../support/builders.js';
import { eventually } from '../support/eventually.js';
import { startHarness, type Harness } from '../support/run-harness.js';
import { createStubEstate } from '../support/stub-estate.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

const SHAPE = { taHosts: 2, clusters: { A: 1 } };
const file = {
  version: OLD,
  hash: 'f'.repeat(64),
  bytes: 1,
  sourceHost: 'a-1',
  exportedAt: 'x',
  quickBooted: false,
};
const ARCHIVE = {
  kind: 'archive-configuration',
  parameters: {},
  archivedImages: [{ ...file, estate: 'stub' }],
} as const;

describe('an operation beside the upgrade', () => {
  it('BAK-3: archives the configuration, with its step, its story and its report', async () => {
    const stub = createStubEstate(SHAPE);
    await harness.operate(stub, ARCHIVE, async (run) => {
      const status = await run.handle.result();
      expect(status).toMatchObject({
        state: 'succeeded',
        operation: 'archive-configuration',
        tiers: [],
        steps: [{ id: 'archive', state: 'done' }],
      });
      expect(stub.effects).toEqual(['archive configuration']);
      const { hash = '' } = (await run.records.port.newestConfigurationArchive(run.estate.name)) ?? {};
      const manifest = await getJson<ArchiveManifest>(run.blobs, hash);
      expect(manifest).toMatchObject({ estate: run.estate.name, trusted: [{ vcenter: 'wl-vc' }] });
      expect(manifest.images.map(({ version }) => version)).toEqual([OLD]);
      const told = run.records.events().map(({ type }) => type);
      expect(told).toEqual(
        expect.arrayContaining(['run.started', 'step.started', 'configuration.archived', 'step.ended']),
      );
      expect(told.at(-1)).toBe('run.ended');
    });
  });

  it('is the run of its estate: abort reaches it, and what was not begun stays undone', async () => {
    const stub = createStubEstate(SHAPE, {
      archiveFails: () => 'the Trust Authority vCenter refuses the login',
    });
    await harness.operate(stub, ARCHIVE, async (run) => {
      const parked = await run.untilParked('TA');
      expect(parked.parkings).toMatchObject([{ kind: 'operation', subject: 'TA', rule: 'BAK-1' }]);
      await run.handle.executeUpdate(abortRunUpdate, { args: [{ id: 'a', by: 'olga', reason: 'a test' }] });
      expect(await run.handle.result()).toMatchObject({
        state: 'aborted',
        steps: [{ id: 'archive', state: 'failed' }],
      });
    });
    expect(stub.effects).toEqual([]);
  });

  it('DG-2: a parked operation goes on when somebody decides so', async () => {
    let refused = true;
    const stub = createStubEstate(SHAPE, { archiveFails: () => (refused ? 'no' : undefined) });
    await harness.operate(stub, ARCHIVE, async (run) => {
      await run.untilParked('TA');
      refused = false;
      await run.settle('TA', 'retry');
      expect((await run.handle.result()).state).toBe('succeeded');
    });
  });

  it('DG-11: exports a missing file from a host that still runs its version; a refusal holds nothing up', async () => {
    for (const refusal of [undefined, 'no login']) {
      const stub = createStubEstate(SHAPE, { exportRefused: () => refusal });
      await harness.operate(stub, { ...ARCHIVE, archivedImages: [] }, async (run) => {
        expect((await run.handle.result()).state).toBe('succeeded');
        const { hash = '' } = (await run.records.port.newestConfigurationArchive(run.estate.name)) ?? {};
        const { images, notArchived } = await getJson<ArchiveManifest>(run.blobs, hash);
        expect(images.map(({ version }) => version)).toEqual(refusal === undefined ? [OLD] : []);
        const missing = notArchived.filter(({ kind }) => kind === 'image-file');
        expect(missing.map(({ subject }) => subject)).toEqual(refusal === undefined ? [] : [OLD]);
      });
    }
  });

  it('pauses before its first step, and goes on when it is resumed', async () => {
    const stub = createStubEstate(SHAPE, { archiveFails: () => 'no' });
    await harness.operate(stub, ARCHIVE, async (run) => {
      await run.untilParked('TA');
      const ask = { by: 'olga', reason: 'a test' };
      await run.handle.executeUpdate(pauseRunUpdate, { args: [{ id: 'p', ...ask }] });
      expect((await run.status()).state).toBe('paused');
      await run.handle.executeUpdate(resumeRunUpdate, { args: [{ id: 'r', ...ask }] });
      await eventually('the end of the pause', async () => (await run.status()).pausedBy === undefined);
      await run.handle.executeUpdate(abortRunUpdate, { args: [{ id: 'a', ...ask }] });
      expect((await run.handle.result()).state).toBe('aborted');
    });
  });

  it('goes on in a new history while its workflow is under way', async () => {
    let refused = true;
    const stub = createStubEstate(SHAPE, { archiveFails: () => (refused ? 'no' : undefined) });
    await harness.operate(
      stub,
      ARCHIVE,
      async (run) => {
        await run.untilParked('TA');
        const { firstExecutionRunId } = run.handle;
        await eventually(
          'a new history',
          async () => (await run.handle.describe()).runId !== firstExecutionRunId,
        );
        refused = false;
        await run.settle('TA', 'retry');
        expect((await run.handle.result()).state).toBe('succeeded');
      },
      { continueAfterEvents: 25 },
    );
  });
});
