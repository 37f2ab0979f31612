import { expectThat } from '../stage.js';
import type { DemoScenario } from './scenario.js';

/** First Trust Authority host of the sample estate, and one that works. */
const FAILED = 'ta-esx1';
const HEALTHY = 'ta-esx2';

/** @rule REC-0, REC-1, REC-2, REC-3, REC-4, REC-5 */
export const recovery: DemoScenario = {
  shows: 'a Trust Authority host whose upgrade fails for good is restored and added again',
  async play(director) {
    const { findings } = await director.plan({ kind: 'recover-ta-host', parameters: { host: HEALTHY } });
    const refused = findings.filter(({ severity }) => severity === 'blocker').map(({ rule }) => rule);
    expectThat(refused.includes('REC-0'), `${HEALTHY} is healthy, and its recovery was not refused`);
    await director.order('/lab/faults', { kind: 'hang-at-boot', target: FAILED });
    await director.upgradeUntilParked(
      { vcenterVersion: '8.0.3.00000', esxVersion: '8.0.3-0.0.24022510', boot: 'policy' },
      FAILED,
    );
    await director.carryOut({ kind: 'recover-ta-host', parameters: { host: FAILED } });
  },
};
