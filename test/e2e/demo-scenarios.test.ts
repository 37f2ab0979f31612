import { afterAll, describe, expect, it } from '@jest/globals';
import { DEMO_SCENARIOS } from '../../src/composition/demo/scenarios/index.js';
import { createPrograms } from '../support/processes.js';

const programs = createPrograms();
afterAll(() => programs.stopAll());

describe('npm run demo -- --scenario NAME', () => {
  it.each(Object.keys(DEMO_SCENARIOS))(
    '%s ends well, and the referee has nothing to say',
    async (name) => {
      const demo = programs.start(name, 'demo.js', ['--yes', '--speed', '1200', '--scenario', name]);
      await demo.ended;
      // The log tells what was the matter.
      expect({ code: demo.exitCode(), log: demo.exitCode() === 0 ? '' : demo.log() }).toEqual({
        code: 0,
        log: '',
      });
      expect(demo.log()).toContain('referee: 0 violations, 0 unknown');
    },
    300_000,
  );

  it('names the scenarios there are when it does not know one', async () => {
    const demo = programs.start('unknown', 'demo.js', ['--yes', '--scenario', 'tea']);
    await demo.ended;
    expect(demo.exitCode()).toBe(2);
    for (const name of Object.keys(DEMO_SCENARIOS)) expect(demo.log()).toContain(name);
  });
});
