import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { assumptionList } from '../../src/lab/topology/assumptions.js';
import { assumptionsText, chooseAssumptions } from '../../src/lab/topology/choose-assumptions.js';
import { startStack, type Stack } from '../support/e2e.js';
import { scenarioOf, type Scenario } from '../support/e2e-assumptions.js';
import type { EstateOptions } from '../support/e2e-topology.js';

/** Lab seconds per second: as fast as several estates at a time stay true on two cores. */
const SPEED = 800;
const ALTERNATIVES = assumptionList.flatMap(({ name, alternatives }) =>
  alternatives.slice(1).map((value) => `${name}=${value}`),
);
const COMBINATIONS = [1, 2, 3].map(
  (seed) => [seed, assumptionsText(chooseAssumptions('random', seed))] as const,
);

describe('an upgrade succeeds whatever is true where no source says it', () => {
  let stack: Stack;
  const passed = { alternatives: 0, combinations: 0 };
  beforeAll(async () => {
    stack = await startStack({ speed: SPEED });
  });
  afterAll(async () => {
    await stack?.stop();
    process.stdout.write(
      `assumptions: ${passed.alternatives} of ${ALTERNATIVES.length} alternatives passed, ` +
        `${passed.combinations} combinations\n`,
    );
  });

  it.concurrent.each(ALTERNATIVES)('%s', async (alternative) => {
    const { options, ...scenario } = scenarioOf(alternative);
    await succeeds(alternative, options, scenario);
    passed.alternatives += 1;
  });

  it.concurrent.each(COMBINATIONS)('random, seed %i: %s', async (_, combination) => {
    await succeeds(combination, { quickBoot: true });
    passed.combinations += 1;
  });

  async function succeeds(text: string, options: EstateOptions, scenario: Scenario = {}): Promise<void> {
    const estate = await stack.startEstate({ ...options, assumptions: chooseAssumptions(text, 1) });
    try {
      await scenario.before?.(estate);
      const run = await estate.start();
      const end = estate.approveToEnd(run, { people: true });
      const [ended] = await Promise.all([end, scenario.during?.(estate, run)]);
      expect(ended).toMatchObject({ state: 'succeeded' });
      expect(await estate.referee()).toMatchObject({ ok: true, violations: [], unknown: [] });
      await scenario.after?.(estate, run);
    } finally {
      // Labs that stay would slow down those that come.
      await stack.endEstate(estate);
    }
  }
});
