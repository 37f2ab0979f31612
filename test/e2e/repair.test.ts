import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { imageDatabaseOf } from '../../src/lab/world/image-database.js';
import { startStack, type Stack } from '../support/e2e.js';
import { NEW, OLD, type TestEstate } from '../support/e2e-estate.js';
import { planOf, startOperation } from '../support/e2e-operations.js';

const OLDER = '8.0.1-21495797';
const repair = (host: string, more: object = {}) =>
  ({ kind: 'repair-base-image', parameters: { host, ...more } }) as const;

describe('a missing base image', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ speed: 800 });
  });
  afterAll(async () => {
    await stack?.stop();
  });

  /** Full-booted on a version that nobody has imported. */
  async function forgotten(estate: TestEstate, host: string): Promise<void> {
    await estate.act({ do: 'enter-maintenance', host });
    await estate.until('maintenance mode', ({ effect, subject }) => {
      return effect === 'host.maintenance.entered' && subject === host;
    });
    await estate.act({ do: 'upgrade-host', host, version: NEW });
    await estate.until('a failed attestation', ({ effect, subject, detail }) => {
      return effect === 'host.unattested' && subject === host && detail['version'] === NEW;
    });
  }

  it('ATT-1..5, FIX-1, FIX-2: told, exported, imported after approval, and attested without a reboot', async () => {
    const estate = await stack.startEstate({ trustedHosts: 2 });
    await forgotten(estate, 'prod-esx1');
    const plan = await planOf(estate, repair('prod-esx1'));
    expect(plan.findings).toMatchObject([
      { rule: 'ATT-3', message: expect.stringMatching(/does not know.*FIX-1.*no VM can be encrypted/) },
    ]);
    expect(plan.tables[0]?.rows).toContainEqual(['cause', expect.stringContaining('BASE_IMAGE_MISSING')]);
    expect(plan.tables[2]?.rows.flat()).toEqual([
      'kmxa.log on prod-esx1',
      ...['ta-esx1', 'ta-esx2'].flatMap((name) => [`attestd.log on ${name}`, `kmxd.log on ${name}`]),
    ]);

    const run = await startOperation(estate, repair('prod-esx1'));
    const ended = await estate.approveToEnd(run);
    expect(ended).toMatchObject({
      state: 'succeeded',
      outcome: expect.stringMatching(/attested since 20.*valid until 20/),
    });
    const journal = await estate.journal();
    const imported = journal.findIndex(({ effect }) => effect === 'image.imported');
    const after = journal.slice(imported).filter(({ subject }) => subject === 'prod-esx1');
    expect(after.map(({ effect }) => effect)).toContain('host.attested');
    expect(after.map(({ effect }) => effect)).not.toContain('host.reboot');
    const texts = (await stack.operator.api.events(run)).map(({ text }) => text);
    expect(texts).toContainEqual(
      expect.stringMatching(/prod-esx1: 20\S+ event com\.vmware\.vc\.TaHostAttestFailEvent/),
    );
    const { api } = stack.operator;
    const [archive] = await api.archives(estate.name);
    const { images } = await api.archive(estate.name, archive?.hash ?? '');
    expect(images).toContainEqual(expect.objectContaining({ version: NEW, sourceHost: 'prod-esx1' }));
    expect(await api.verifyArchive(estate.name, archive?.hash ?? '')).toMatchObject({ ok: true });
    expect(await estate.referee()).toMatchObject({ violations: [], unknown: [] });
  });

  it('QB-10: a quick-booted host attests when the file of its measured version is handed in', async () => {
    const estate = await stack.startEstate({ trustedHosts: 2, measured: OLDER });
    const { api } = stack.operator;
    const blocked = await planOf(estate, repair('prod-esx1'));
    expect(blocked.findings).toMatchObject([
      { rule: 'QB-10', check: 'measured-unknown', severity: 'blocker', subject: 'prod-esx1' },
    ]);

    const wrong = await api.uploadImage(estate.name, imageDatabaseOf(OLD));
    const refused = await planOf(estate, repair('prod-esx1', { fileHash: wrong.hash }));
    // A version that is trusted already cannot be the missing one.
    expect(refused.findings).toMatchObject([{ check: 'measured-unknown', severity: 'blocker' }]);
    const half = imageDatabaseOf(OLDER).subarray(0, 5_000);
    await expect(api.uploadImage(estate.name, half)).rejects.toThrow(/cut off/);

    const file = await api.uploadImage(estate.name, imageDatabaseOf(OLDER));
    const run = await startOperation(estate, repair('prod-esx1', { fileHash: file.hash }));
    expect(await estate.approveToEnd(run)).toMatchObject({ state: 'succeeded' });
    const journal = await estate.journal();
    expect(journal.filter(({ effect }) => effect === 'host.reboot')).toEqual([]);
    expect(journal).toContainEqual(
      expect.objectContaining({ effect: 'host.attested', subject: 'prod-esx1' }),
    );
    expect(await estate.referee()).toMatchObject({ violations: [], unknown: [] });
  });
});
