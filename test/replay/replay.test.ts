import { beforeAll, describe, expect, it } from '@jest/globals';
import { Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import * as workflows from '../../src/workflows/index.js';
import { PATCHES } from '../../src/workflows/patches.js';
import { quietTemporal, workflowBundle } from '../support/temporal.js';
import { belongsTo, loadStored, patchesIn, storedFiles, type StoredHistory } from './history-files.js';
import { SCENARIOS } from './scenarios.js';

const files = await storedFiles();

let bundle: { codePath: string };
beforeAll(async () => {
  quietTemporal();
  bundle = await workflowBundle();
});

const replay = ({ history, workflowId }: StoredHistory): Promise<void> =>
  Worker.runReplayHistory({ workflowBundle: bundle }, history, workflowId);

describe('stored histories', () => {
  it.each(Object.keys(workflows))('show %s', (type) => {
    expect(files.filter((file) => file.startsWith(`${type}/`))).not.toEqual([]);
  });

  it('show every patch being passed', async () => {
    const passed = new Set((await Promise.all(files.map(loadStored))).flatMap(patchesIn));
    expect(Object.keys(PATCHES).filter((name) => !passed.has(name))).toEqual([]);
  });

  it.each(Object.entries(SCENARIOS))(
    'show %s: else `npm run histories` records it',
    (scenario, { saves }) => {
      const missing = saves.filter((type) => !files.some((file) => belongsTo(file, type, scenario)));
      expect(missing).toEqual([]);
    },
  );

  it('belong to a scenario of the table, so that each can be recorded again', () => {
    const known = (file: string): boolean =>
      Object.entries(SCENARIOS).some(([scenario, { saves }]) =>
        saves.some((type) => belongsTo(file, type, scenario)),
      );
    expect(files.filter((file) => !known(file))).toEqual([]);
  });

  it.each(files)('%s replays', async (name) => {
    await expect(replay(await loadStored(name))).resolves.toBeUndefined();
  });

  it('a history that today’s code would not have written is caught', async () => {
    const stored = await loadStored(files.find((name) => name.startsWith('upgradeHost')) ?? '');
    for (const { activityTaskScheduledEventAttributes: scheduled } of stored.history.events) {
      if (scheduled?.activityType.name === 'startMaintenance')
        scheduled.activityType.name = 'startRemediation';
    }
    await expect(replay(stored)).rejects.toThrow(DeterminismViolationError);
  });
});
