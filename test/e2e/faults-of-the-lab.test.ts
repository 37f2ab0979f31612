import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FaultKind } from '../../src/lab/faults/catalogue.js';
import { startStack, type Stack } from '../support/e2e.js';
import type { TestEstate } from '../support/e2e-estate.js';
import { FAULT_SCENARIOS, type FaultScenario } from '../support/e2e-faults.js';

/** Lab seconds per second: as fast as several estates at a time stay true on two cores. */
const SPEED = 800;

/** What the product does about each fault that the lab knows, one upgrade per scenario. */
describe('an upgrade under a fault of the lab', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ speed: SPEED });
  });
  afterAll(async () => {
    await stack?.stop();
  });

  it.concurrent.each(Object.entries(FAULT_SCENARIOS))('%s', async (_, scenario) => {
    const estate = await stack.startEstate({ done: 'authority', trustedHosts: 2, ...scenario.options });
    try {
      await judged(estate, scenario);
    } finally {
      // Labs that stay would slow down those that come.
      await stack.endEstate(estate);
    }
  });

  async function judged(estate: TestEstate, scenario: FaultScenario): Promise<void> {
    const ids: { readonly id: string; readonly kind: FaultKind }[] = [];
    const strike = async (): Promise<void> => {
      for (const fault of scenario.faults) ids.push({ kind: fault.kind, ...(await estate.fault(fault)) });
    };
    if (!scenario.afterPlan) await strike();
    if (scenario.refused) await expect(estate.start()).rejects.toThrow(scenario.refused);
    else {
      const run = await estate.start();
      if (scenario.afterPlan) await strike();
      await toItsEnd(estate, run, scenario, async (kinds) => {
        for (const { id, kind } of ids) if (kinds.includes(kind)) await estate.endFault(id);
      });
    }

    const fired = (await estate.journal()).filter(({ effect }) => effect === 'fault.fired');
    // A scenario in which its fault never struck shows nothing.
    expect([...new Set(fired.map(({ detail }) => String(detail['fault'])))].toSorted()).toEqual(
      Object.keys(scenario.product).toSorted(),
    );
    expect(await estate.referee()).toMatchObject({ violations: [], unknown: [] });
  }

  async function toItsEnd(
    estate: TestEstate,
    run: string,
    { stops = [], aborts }: FaultScenario,
    heal: (kinds: readonly FaultKind[]) => Promise<void>,
  ): Promise<void> {
    const ended = estate.approveToEnd(run);
    ended.catch(() => undefined);
    for (const { subject, have, heals, byHand } of stops) {
      await estate.untilStatus(run, `${subject}: ${have}`, ({ waitingOn }) => {
        return waitingOn.some((waiting) => waiting.subject === subject && have.test(waiting.have));
      });
      await heal(heals);
      // Too late when the run has tried again by itself: its end tells.
      await byHand?.(estate).catch(() => undefined);
    }
    if (aborts) await stack.operator.api.steer(run, 'abort', { reason: 'it is looked at first' });
    expect(await ended).toMatchObject({ state: aborts ? 'aborted' : 'succeeded' });
  }
});
