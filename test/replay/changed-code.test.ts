import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { quietTemporal } from '../support/temporal.js';
import { loadStored, storedFiles, type StoredHistory } from './history-files.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
let dir: string;
beforeAll(async () => {
  quietTemporal();
  await mkdir(join(root, '.var'), { recursive: true });
  dir = await mkdtemp(join(root, '.var', 'changed-code-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** The workflows of today with a change in their sources, bundled as a release would be. */
async function changed(change: (source: string) => string): Promise<{ code: string }> {
  const copy = await mkdtemp(join(dir, 'src-'));
  for (const layer of ['domain', 'workflows']) {
    await cp(join(root, 'src', layer), join(copy, layer), { recursive: true });
  }
  const folder = join(copy, 'workflows');
  let changes = 0;
  for (const name of (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.ts'))) {
    const source = await readFile(join(folder, name), 'utf8');
    const next = change(source);
    if (next === source) continue;
    await writeFile(join(folder, name), next);
    changes++;
  }
  if (changes === 0) throw new Error('the workflows have no such code any more: choose another change');
  return bundleWorkflowCode({
    workflowsPath: join(folder, 'index.ts'),
    logger: new DefaultLogger('ERROR'),
  });
}

async function storedOf(beginning: string): Promise<StoredHistory> {
  const file = (await storedFiles()).find((name) => name.startsWith(beginning));
  if (file === undefined) throw new Error(`no stored history ${beginning}`);
  return loadStored(file);
}

/** Each of the two is called where the other was. */
const swapped = (one: string, other: string) => (source: string) =>
  source.replaceAll(new RegExp(`\\.(${one}|${other})\\(`, 'g'), (_, name) =>
    name === one ? `.${other}(` : `.${one}(`,
  );

/** Each pair of steps is one whose order matters to the estate. */
const SWAPS = [
  ['upgradeHost/0.1.0-whole', 'startMaintenance', 'startRemediation'],
  ['upgradeVCenter/0.1.0-whole', 'startBackup', 'precheckUpdate'],
  ['planUpgrade/0.2.0-plan', 'assembleInventory', 'makePlan'],
] as const;

const replay = async (workflowBundle: { code: string }, file: string): Promise<void> => {
  const { history, workflowId } = await storedOf(file);
  return Worker.runReplayHistory({ workflowBundle }, history, workflowId);
};

describe('a change of workflow code, against the histories of earlier releases', () => {
  it('the order of two steps must not change without a patch', async () => {
    const workflowBundle = await changed((source) =>
      SWAPS.reduce((text, [, one, other]) => swapped(one, other)(text), source),
    );
    for (const [file] of SWAPS) {
      await expect(replay(workflowBundle, file)).rejects.toThrow(DeterminismViolationError);
    }
  });

  const withStep = (step: string) => (source: string) =>
    !source.includes('surveyEstate(input);')
      ? source
      : source.replace('surveyEstate(input);', `surveyEstate(input);\n  ${step}`);

  it('a new step must not be added without a patch', async () => {
    const workflowBundle = await changed(withStep('await store.readLedger({ estate: "x" });'));
    await expect(replay(workflowBundle, 'planUpgrade/')).rejects.toThrow(DeterminismViolationError);
  });

  it('the same step behind a patch replays: runs in flight go on without it', async () => {
    const step = 'if (patched("read-ledger")) await store.readLedger({ estate: "x" });';
    await expect(replay(await changed(withStep(step)), 'planUpgrade/')).resolves.toBeUndefined();
  });

  it('words and times may change', async () => {
    const workflowBundle = await changed((source) =>
      source
        .replaceAll(/initialInterval: \d+/g, 'initialInterval: 100')
        .replaceAll('is done', 'has been done'),
    );
    for (const file of ['upgradeHost/0.1.0-whole', 'upgradeEstate/0.1.0-whole', 'planUpgrade/']) {
      await expect(replay(workflowBundle, file)).resolves.toBeUndefined();
    }
  });
});
