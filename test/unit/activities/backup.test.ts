import { describe, expect, it } from '@jest/globals';
import { createApplianceActivities } from '../../../src/activities/appliance.js';
import type { AppliancePort } from '../../../src/ports/vsphere.js';
import {
  AUTHORITY_VC,
  anEnvironment,
  aPatience,
  fakeVSphere,
  inActivity,
  inTurn,
} from '../../support/fake-vsphere.js';

type Job = Awaited<ReturnType<AppliancePort['listBackups']>>[number];
type JobReading = Awaited<ReturnType<AppliancePort['readBackup']>>;

const aJob = (id: string, state: string, change: Partial<Job> = {}): Job => ({
  id,
  state,
  startedAt: '2026-01-10T08:00:00Z',
  ...change,
});
const step = (runId: string, activityId = '5') => ({
  workflowExecution: { workflowId: 'upgrade/sample/vcenter/vc-authority', runId },
  activityId,
});

/** A vCenter that remembers its backups, newest first. */
function withBackups(...jobs: Job[]) {
  const fake = fakeVSphere({
    appliance: {
      listBackups: async () => jobs,
      startBackup: async (_vcenter, comment) => {
        const id = `job-${jobs.length + 1}`;
        jobs.unshift(aJob(id, 'INPROGRESS', { comment }));
        return id;
      },
    },
  });
  const { startBackup } = createApplianceActivities(fake);
  const start = async (info: Parameters<typeof anEnvironment>[0]): Promise<string> => {
    const { job } = await anEnvironment(info).run(startBackup, { vcenter: AUTHORITY_VC });
    return job;
  };
  return { start, jobs };
}

describe('startBackup', () => {
  it('BAK-1: starts a backup whose comment names the step', async () => {
    const { start, jobs } = withBackups(aJob('nightly', 'SUCCEEDED'));
    expect(await start(step('run-1'))).toBe('job-2');
    expect(jobs[0]?.comment).toBe('vta-conductor upgrade/sample/vcenter/vc-authority/run-1/5');
  });

  it.each(['INPROGRESS', 'SUCCEEDED', 'FAILED'])('adopts the backup of the same step, %s', async (state) => {
    const { start, jobs } = withBackups();
    const job = await start(step('run-1'));
    jobs.splice(0, 1, { ...aJob(job, state), ...commentOf(jobs[0]) });
    jobs.unshift(aJob('another', 'INPROGRESS'));
    expect(await start(step('run-1'))).toBe(job);
  });

  it('adopts a backup that is running, whoever started it: vCenter makes one at a time', async () => {
    const { start, jobs } = withBackups(aJob('nightly', 'INPROGRESS'));
    expect(await start(step('run-1'))).toBe('nightly');
    expect(jobs).toHaveLength(1);
  });

  it.each([
    ['an earlier run of the same estate', step('run-0')],
    ['another step of this run', step('run-1', '4')],
  ])('BAK-1: does not take the backup of %s for its own', async (_, other) => {
    const { start, jobs } = withBackups();
    await start(other);
    jobs.splice(0, 1, { ...aJob('job-1', 'SUCCEEDED'), ...commentOf(jobs[0]) });
    expect(await start(step('run-1'))).toBe('job-2');
  });
});

function commentOf(job: Job | undefined): { comment?: string } {
  return job?.comment === undefined ? {} : { comment: job.comment };
}

describe('awaitBackup', () => {
  const awaiting = (
    readings: readonly JobReading[],
    jobs: readonly (readonly Job[])[] = [[]],
    handedOver = false,
  ) => {
    const fake = fakeVSphere({
      appliance: { readBackup: inTurn<JobReading>(...readings), listBackups: inTurn(...jobs) },
    });
    const { awaitBackup } = createApplianceActivities(fake);
    const patience = aPatience({ handedOver });
    return inActivity(awaitBackup, { vcenter: AUTHORITY_VC, job: 'ours', patience });
  };
  const running: JobReading = { state: 'running', progress: 40 };
  const failed: JobReading = { state: 'failed', progress: 40, error: 'the target is full' };
  const ours = aJob('ours', 'FAILED');

  it('goes on while it runs and answers when it ended', async () => {
    const ended: JobReading = { state: 'succeeded', progress: 100, endedAt: '2026-01-10T08:30:00Z' };
    expect(await awaiting([running, running, ended])).toMatchObject({
      state: 'done',
      value: { endedAt: '2026-01-10T08:30:00Z' },
    });
  });

  it('hands the reason of a failed one on', async () => {
    expect(await awaiting([failed], [[ours, aJob('older', 'SUCCEEDED')]])).toEqual({
      state: 'failed',
      error: 'the target is full',
    });
    const silent: JobReading = { state: 'failed', progress: 0 };
    expect(await awaiting([silent])).toEqual({ state: 'failed', error: 'the backup failed' });
  });

  it('BAK-1: handed over, it is done with the backup that a person made after the failed one', async () => {
    const repaired = [
      aJob('by-hand', 'SUCCEEDED', { endedAt: '2026-01-10T09:30:00Z' }),
      ours,
      aJob('older', 'SUCCEEDED', { endedAt: '2026-01-09T02:00:00Z' }),
    ];
    const jobs = [[ours], [aJob('by-hand', 'INPROGRESS'), ours], repaired];
    expect(await awaiting([failed], jobs, true)).toMatchObject({
      state: 'done',
      value: { endedAt: '2026-01-10T09:30:00Z' },
    });
  });
});
