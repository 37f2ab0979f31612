import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { abortRunUpdate } from '../../src/workflows/messages.js';
import type { Patience } from '../../src/activities/watch.js';
import { createStubEstate } from '../support/stub-estate.js';
import { eventually } from '../support/eventually.js';
import { startHarness, type Harness, type RunDriver } from '../support/run-harness.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

/** At this pace a patient call waits 20 real seconds: 12 hours of the estate's time. */
const TIME_SCALE = 2_160;
const OBSERVED_MS = 30_000;
const WEEK_MS = (7 * 86_400_000) / TIME_SCALE;

/** An estate whose trusted vCenter answers nothing about hosts while it is away, or says that others are at work. */
function silentEstate() {
  let trouble: ApplicationFailure | undefined;
  const shape = { taHosts: 2, clusters: { A: 1 } };
  const stub = createStubEstate(shape, { remediationRefused: () => trouble });
  return { stub, say: (next: ApplicationFailure | undefined): void => void (trouble = next) };
}

const away = () => ApplicationFailure.retryable('connect ECONNREFUSED', 'passing');
const waitsFor = (run: RunDriver, kind: string) =>
  eventually(
    kind,
    async () => (await run.status()).waitingOn.find((why) => why.kind === kind && why.subject === 'ta-1'),
    60_000,
  );
async function untilAway(run: RunDriver): Promise<void> {
  await run.decide(await run.openGate(), 'approved');
  await run.decide(await run.openGate(), 'approved');
  await waitsFor(run, 'vcenter-away');
}
const eventsOf = async (run: RunDriver): Promise<number> => {
  const host = harness.client.workflow.getHandle(`${run.handle.workflowId}/host/ta-vc/host-ta-1`);
  const [own, hosts] = await Promise.all([run.handle.describe(), host.describe()]);
  return Math.max(own.historyLength, hosts.historyLength);
};

describe('a vCenter that is away', () => {
  it('for a week: told soon, few events, and its return is noticed', async () => {
    const { stub, say } = silentEstate();
    say(away());
    const status = await harness.run(
      stub,
      async (run) => {
        await untilAway(run);
        const before = await eventsOf(run);
        // The rate of events is what is measured: nothing else tells of the absence.
        await new Promise((resolve) => setTimeout(resolve, OBSERVED_MS));
        const perWeek = (((await eventsOf(run)) - before) * WEEK_MS) / OBSERVED_MS;
        expect(perWeek).toBeLessThan(500);
        const told = run.records.events().filter(({ text }) => text.includes('ECONNREFUSED'));
        expect(told).toHaveLength(1);
        say(undefined);
        return run.approveAll();
      },
      { timeScale: TIME_SCALE },
    );
    expect(status.state).toBe('succeeded');
    expect(stub.effects.filter((effect) => effect === 'apply ta-1')).toHaveLength(1);
  });

  it('DG-14: the time in which nobody could look counts against no limit', async () => {
    const asked: Patience[] = [];
    const awayMs = 1_000;
    const shape = { taHosts: 2, clusters: { A: 1 } };
    const stub = createStubEstate(shape, {
      installTells: (vcenter, patience) => {
        if (vcenter !== 'ta-vc') return undefined;
        asked.push(patience);
        if (asked.length === 1) return { state: 'away', problem: 'connect ECONNREFUSED' };
        if (asked.length > 2) return undefined;
        return new Promise((resolve) => setTimeout(() => resolve({ state: 'back' }), awayMs));
      },
    });
    const status = await harness.run(stub, async (run) => run.approveAll());
    expect(status.state).toBe('succeeded');
    const [before, away, after] = asked;
    expect(away).toMatchObject({ patient: true, sinceMs: before?.sinceMs });
    expect(after).toMatchObject({ patient: false, limitSeconds: before?.limitSeconds });
    expect((after?.sinceMs ?? 0) - (before?.sinceMs ?? 0)).toBeGreaterThanOrEqual(awayMs);
  });

  it('DG-16: an abort ends the wait at once', async () => {
    const { stub, say } = silentEstate();
    say(away());
    // Here a patient call would go on for 72 real seconds, longer than this test may take.
    const status = await harness.run(stub, async (run) => {
      await untilAway(run);
      await eventually('the patient call', async () => {
        const host = harness.client.workflow.getHandle(`${run.handle.workflowId}/host/ta-vc/host-ta-1`);
        const { events } = await host.fetchHistory();
        const starts = (events ?? []).filter(
          ({ activityTaskScheduledEventAttributes: one }) => one?.activityType?.name === 'startRemediation',
        );
        return starts.length === 2;
      });
      const abort = { id: 'a-1', by: 'olga', reason: 'test' };
      await run.handle.executeUpdate(abortRunUpdate, { args: [abort] });
      return run.handle.result();
    });
    expect(status.state).toBe('aborted');
    expect(status.residue?.map(({ subject }) => subject)).toContain('ta-1');
  });

  it('DG-12: work of others is told as that', async () => {
    const { stub, say } = silentEstate();
    say(ApplicationFailure.retryable('another apply is running on cluster TA', 'foreign-activity'));
    const status = await harness.run(stub, async (run) => {
      await run.decide(await run.openGate(), 'approved');
      await run.decide(await run.openGate(), 'approved');
      const why = await waitsFor(run, 'foreign-activity');
      expect(why).toMatchObject({ rule: 'DG-12', have: 'another apply is running on cluster TA' });
      say(undefined);
      return run.approveAll();
    });
    expect(status.state).toBe('succeeded');
  });
});
