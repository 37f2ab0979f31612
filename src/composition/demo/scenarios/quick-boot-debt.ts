import type { HostDebt } from '../../../contract/index.js';
import { expectThat, type Director } from '../stage.js';
import type { DemoScenario } from './scenario.js';

const [A, B, C] = ['8.0.2-22380479', '8.0.2-23305546', '8.0.3-24022510'] as const;
const imageOf = (version: string): string => version.replace('-', '-0.0.');

/** Hosts only: the vCenters of this estate are ahead already. */
const upgradeHosts = (director: Director, to: string) =>
  director.upgrade({
    vcenterVersion: '8.0.3.00000',
    esxVersion: imageOf(to),
    boot: 'policy',
    only: { tiers: ['trusted-hosts'], reason: 'the rest of the estate follows next month' },
  });

const described = (debts: readonly HostDebt[]): string =>
  debts.map(({ host, installed, measured }) => `${host.name} ${installed} ${measured}`).join(', ');

/** Two Quick Boot upgrades in a row, what they leave, and the full boots that end it. @rule QB-3, QB-4, QB-5, QB-6 */
export const quickBootDebt: DemoScenario = {
  shows: 'two Quick Boot upgrades in a row leave hosts that attest with the first version; full boots end it',
  lab: ['--topology', 'examples/topologies/quick-boot.yaml'],
  async play(director) {
    for (const version of [B, C]) {
      const ended = await upgradeHosts(director, version);
      expectThat(ended.state === 'succeeded', `the upgrade to ${version} ended ${ended.state}`);
    }
    const owed = await director.debts();
    expectThat(
      owed.every(({ measured, installed }) => measured === A && installed === C) && owed.length === 2,
      `two hosts should run ${C} and attest with ${A}, found: ${described(owed)}`,
    );
    expectThat(
      owed.every(({ keeps }) => keeps.join() === A),
      `they keep ${A} from being removed and nothing in between, found: ${owed.flatMap(({ keeps }) => keeps).join()}`,
    );
    await director.carryOut({ kind: 'clear-quick-boot-debt', parameters: { cluster: 'Prod' } });
    const left = await director.debts();
    expectThat(left.length === 0, `nobody should owe a full boot any more, found: ${described(left)}`);
  },
};
