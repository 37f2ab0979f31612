import type { DemoScenario } from './scenario.js';

/** @rule BAK-3 */
export const archive: DemoScenario = {
  shows: 'the vTA configuration is read and archived',
  async play(director) {
    await director.carryOut({ kind: 'archive-configuration', parameters: {} });
  },
};
