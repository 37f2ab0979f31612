import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { quietTemporal, workflowBundle } from '../support/temporal.js';

const folder = fileURLToPath(new URL('./histories/', import.meta.url));
const files = (await readdir(folder, { recursive: true }))
  .filter((name) => name.endsWith('.json'))
  .toSorted();

interface Stored {
  readonly workflowId: string;
  readonly history: {
    events: { activityTaskScheduledEventAttributes?: { activityType: { name: string } } }[];
  };
}

const load = async (name: string): Promise<Stored> =>
  JSON.parse(await readFile(join(folder, name), 'utf8')) as Stored;

let bundle: { codePath: string };
beforeAll(async () => {
  quietTemporal();
  bundle = await workflowBundle();
});

const replay = ({ history, workflowId }: Stored): Promise<void> =>
  Worker.runReplayHistory({ workflowBundle: bundle }, history, workflowId);

describe('histories of earlier releases', () => {
  it('are there for every workflow of a run', async () => {
    expect(await readdir(folder)).toEqual(
      expect.arrayContaining([
        'qualifyBaseImage',
        'rollTrustAuthorityHosts',
        'rollTrustedCluster',
        'upgradeEstate',
        'upgradeHost',
        'upgradeVCenter',
      ]),
    );
  });

  it.each(files)('%s replays', async (name) => {
    await expect(replay(await load(name))).resolves.toBeUndefined();
  });

  it('a history that today’s code would not have written is caught', async () => {
    const stored = await load(files.find((name) => name.startsWith('upgradeHost')) ?? '');
    for (const { activityTaskScheduledEventAttributes: scheduled } of stored.history.events) {
      if (scheduled?.activityType.name === 'startMaintenance')
        scheduled.activityType.name = 'startRemediation';
    }
    await expect(replay(stored)).rejects.toThrow(DeterminismViolationError);
  });
});
