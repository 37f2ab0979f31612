import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import type { WorkflowClient } from '@temporalio/client';
import { temporaryFolders } from '../support/temporary-folder.js';
import { belongsTo, saveHistories, type Saving } from './history-files.js';

const folder = temporaryFolders();

/** Runs by `workflow/run`; the last one is what describing finds. */
const clientWith = (runs: Readonly<Record<string, object[]>>): WorkflowClient =>
  ({
    getHandle: (workflowId: string, runId?: string) => ({
      describe: async () => {
        const last = Object.keys(runs).findLast((key) => key.replace(/\/[^/]*$/, '') === workflowId) ?? '';
        return {
          type: workflowId.startsWith('upgrade/e/host') ? 'upgradeHost' : 'upgradeEstate',
          runId: last.split('/').at(-1),
        };
      },
      fetchHistory: async () => ({ events: runs[`${workflowId}/${runId}`] }),
    }),
  }) as unknown as WorkflowClient;

const started = (continuedExecutionRunId?: string, data = '{}') => ({
  eventId: 1,
  workflowExecutionStartedEventAttributes: {
    ...(continuedExecutionRunId === undefined ? {} : { continuedExecutionRunId }),
    input: { payloads: [{ data: Buffer.from(data) }] },
  },
});
const child = (workflowId: string) => ({
  eventId: 2,
  childWorkflowExecutionStartedEventAttributes: { workflowExecution: { workflowId } },
});
const saving = async (change: Partial<Saving> = {}): Promise<Saving & { folder: string }> => ({
  release: '1.2.0',
  scenario: 'whole',
  isWanted: () => true,
  secrets: ['hunter2-hunter2'],
  folder: await folder(),
  ...change,
});
const RUNS = {
  'upgrade/e/r1': [started(), child('upgrade/e/host/a')],
  'upgrade/e/r2': [started('r1')],
  'upgrade/e/host/a/r3': [started()],
};

it('stores a run with its children, and each run of a chain in order', async () => {
  const to = await saving();
  await saveHistories(clientWith(RUNS), 'upgrade/e', to);
  expect(
    (await readdir(to.folder, { recursive: true })).filter((name) => name.endsWith('.json')).toSorted(),
  ).toEqual([
    'upgradeEstate/1.2.0-whole-run-1.json',
    'upgradeEstate/1.2.0-whole-run-2.json',
    'upgradeHost/1.2.0-whole-host-a.json',
  ]);
  const text = await readFile(`${to.folder}/upgradeEstate/1.2.0-whole-run-2.json`, 'utf8');
  expect(JSON.parse(text)).toMatchObject({
    workflowId: 'upgrade/e',
    history: { events: [{ eventId: '1' }] },
  });
});

it('stores only what is wanted', async () => {
  const to = await saving({ isWanted: (type) => type === 'upgradeHost' });
  await saveHistories(clientWith(RUNS), 'upgrade/e', to);
  expect(await readdir(to.folder)).toEqual(['upgradeHost']);
});

it('never writes over a file that is there', async () => {
  const to = await saving();
  const [file = ''] = await saveHistories(clientWith(RUNS), 'upgrade/e', to);
  const before = await readFile(file, 'utf8');
  await expect(saveHistories(clientWith(RUNS), 'upgrade/e', to)).rejects.toThrow(/exists; .*never changed/);
  expect(await readFile(file, 'utf8')).toBe(before);
});

it.each([
  ['a known secret', '{"login":"hunter2-hunter2"}', /secret 0 in the history of upgrade\/e/],
  ['a private key', '-----BEGIN RSA PRIVATE KEY-----', /looks like a secret/],
  ['a field for one', '{"password": "x"}', /looks like a secret/],
])('refuses %s, and writes nothing', async (_, data, reason) => {
  const to = await saving();
  const client = clientWith({ 'upgrade/e/r1': [started(undefined, data)] });
  await expect(saveHistories(client, 'upgrade/e', to)).rejects.toThrow(reason);
  expect(await readdir(to.folder)).toEqual([]);
});

it('a file belongs to the scenario in its name, whole, and to no shorter one', () => {
  expect(belongsTo('upgradeEstate/0.1.0-whole.json', 'upgradeEstate', 'whole')).toBe(true);
  expect(
    belongsTo('upgradeHost/0.2.0-parked-healed-host-ta-vc-host-1.json', 'upgradeHost', 'parked-healed'),
  ).toBe(true);
  expect(belongsTo('upgradeHost/0.2.0-parked-healed-host-ta-vc-host-1.json', 'upgradeHost', 'parked')).toBe(
    false,
  );
  expect(belongsTo('upgradeHost/0.1.0-whole.json', 'upgradeEstate', 'whole')).toBe(false);
});
