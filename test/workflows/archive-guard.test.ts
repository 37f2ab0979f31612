import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getJson } from '../../src/activities/json-blobs.js';
import type { ArchiveManifest } from '../../src/domain/archive/manifest.js';
import { eventually } from '../support/eventually.js';
import { startHarness, type Harness } from '../support/run-harness.js';
import { createStubEstate } from '../support/stub-estate.js';

const NEW = '8.0.3-24022510';
const SHAPE = { taHosts: 2, clusters: { A: 1 } };

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

describe('the vTA configuration is archived before the Trust Authority side is touched', () => {
  it('BAK-1: the tier waits, vCenter backup or not, while the archive falls short, and goes on by itself', async () => {
    let lacking: string | undefined = 'TPM CA certificate x';
    const stub = createStubEstate(SHAPE, { archiveLacks: () => lacking });
    await harness.run(stub, async (run) => {
      await run.decide(await run.openGate(), 'approved');
      const waiting = await eventually('the reason', async () =>
        (await run.status()).waitingOn.find(({ rule }) => rule === 'BAK-3'),
      );
      expect(waiting).toMatchObject({ have: expect.stringContaining('could not be read'), subject: lacking });
      expect(stub.effects).toContain('backup ta-vc');
      expect(stub.effects).not.toContain('install ta-vc');
      lacking = undefined;
      expect((await run.approveAll()).state).toBe('succeeded');
    });
  });

  it('BAK-3: both sides are in it, and after the import the new file too', async () => {
    const stub = createStubEstate(SHAPE);
    await harness.run(stub, async (run) => {
      expect((await run.approveAll()).state).toBe('succeeded');
      const archives = await run.records.port.listConfigurationArchives(run.estate.name);
      const manifests = await Promise.all(
        archives.map(({ hash }) => getJson<ArchiveManifest>(run.blobs, hash)),
      );
      expect(manifests.map(({ trusted }) => trusted.map(({ vcenter }) => vcenter))).toEqual(
        manifests.map(() => ['wl-vc']),
      );
      expect(manifests[0]?.images.map(({ version }) => version)).toContain(NEW);
      expect(manifests.at(-1)?.images.map(({ version }) => version)).not.toContain(NEW);
    });
  });
});
