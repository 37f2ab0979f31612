import { expectThat } from '../stage.js';
import type { DemoScenario } from './scenario.js';

/** @rule BAK-3, REC-3, DG-11, DG-18 */
export const restore: DemoScenario = {
  shows: 'an emptied Trust Authority cluster gets its whole configuration back from the archive',
  async play(director) {
    await director.carryOut({ kind: 'archive-configuration', parameters: {} });
    director.say(
      '\nSomebody decommissions the Trust Authority cluster: nothing of its configuration is left.',
    );
    await director.order('/lab/people', { do: 'empty-configuration', host: 'ta-esx1' });
    await director.carryOut({ kind: 'restore-configuration', parameters: {} });
    const { tables } = await director.plan({ kind: 'restore-configuration', parameters: {} });
    const open = tables[0]?.rows.filter(([, state]) => state !== 'present') ?? [];
    expectThat(open.length === 0, `not restored: ${open.map(([item]) => item).join(', ')}`);
  },
};
