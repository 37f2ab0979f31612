import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Patience } from '../../src/activities/watch.js';
import { DURATIONS } from '../../src/domain/durations.js';
import { startHarness, type Harness } from '../support/run-harness.js';
import { createStubEstate } from '../support/stub-estate.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

/** Hard limits that the watches of a whole run are given, in estate seconds, and what its hosts are asked to adopt. */
async function limitsOf(input: Parameters<Harness['run']>[2] = {}) {
  const stub = createStubEstate({ taHosts: 2, clusters: { A: 1 } });
  const limits = new Set<number>();
  const sinces: unknown[] = [];
  const { awaitMaintenance, startRemediation } = stub.trustedZone;
  const trustedZone = {
    ...stub.trustedZone,
    awaitMaintenance: async (given: Parameters<typeof awaitMaintenance>[0] & { patience: Patience }) => {
      limits.add((given.patience.limitSeconds ?? 0) * 600);
      return awaitMaintenance(given);
    },
    startRemediation: async (given: Parameters<typeof startRemediation>[0] & { sinceMs?: number }) => {
      sinces.push(given.sinceMs);
      return startRemediation(given);
    },
  };
  const changed = { ...stub, trustedZone } as unknown as typeof stub;
  await harness.run(changed, (run) => run.approveAll(), { timeScale: 600, ...input });
  return { limits: [...limits], sinces };
}

it('every step of a run has the limits of the configuration it began with; without, the defaults', async () => {
  const durations = {
    ...DURATIONS,
    evacuation: { ...DURATIONS.evacuation, hardLimitSeconds: 28_800 },
  };
  expect((await limitsOf({ durations })).limits).toEqual([28_800]);
  expect((await limitsOf()).limits).toEqual([DURATIONS.evacuation.hardLimitSeconds]);
});

it('ORD-8: a remediation is told when its step began, so that its own apply is known again', async () => {
  const begun = Date.now();
  const { sinces } = await limitsOf();
  expect(sinces).toEqual([expect.any(Number)]);
  expect(Number(sinces[0])).toBeGreaterThanOrEqual(begun - 60_000);
});
