import { expect, it } from '@jest/globals';
import { DURATIONS } from '../../../src/domain/durations.js';
import { durationsOf, waitingOf, withUsualTime } from '../../../src/workflows/durations.js';
import type { Step } from '../../../src/workflows/step.js';

const slow = { ...DURATIONS, fullBoot: { ...DURATIONS.fullBoot, softWarningSeconds: 9_000 } };
const waiting: Step['waiting'] = {
  kind: 'remediation',
  subject: 'esx-1',
  have: 'installing',
  need: 'the target',
  rule: 'QB-3',
  youMay: [],
};

it('a run of the previous release has the defaults; a row that it does not know yet, too', () => {
  expect(durationsOf({})).toEqual(DURATIONS);
  const { attestation: _, ...older } = slow;
  expect(durationsOf({ durations: older as typeof slow })).toEqual(slow);
});

it('a step is late when the configuration says so; people who are asked never are', () => {
  const step: Step = { name: 'remediation', kind: 'fullBoot', waiting };
  expect(waitingOf(step, { durations: slow }).normalUpToSeconds).toBe(9_000);
  expect(waitingOf(step, {}).normalUpToSeconds).toBe(DURATIONS.fullBoot.softWarningSeconds);
  expect(waitingOf({ ...step, byPeople: 'asked' }, {}).normalUpToSeconds).toBeUndefined();
});

it("a rule's reason is shown with the configured usual time; one without a usual time stays without", () => {
  expect(withUsualTime({ ...waiting, normalUpToSeconds: 1 }, { durations: slow })).toMatchObject({
    normalUpToSeconds: 9_000,
  });
  const paused = { ...waiting, kind: 'paused' as const };
  expect(withUsualTime(paused, { durations: slow })).toEqual(paused);
  expect(withUsualTime(null, {})).toBeNull();
});
