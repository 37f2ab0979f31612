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
    // Each upgrade has a test host that boots fully; whoever was it twice or never differs.
    const owed = await director.debts();
    const twice = owed.find(({ measured, installed }) => measured === A && installed === C);
    expectThat(
      twice?.keeps.join() === A,
      `a host that was quick-booted twice should keep ${A} and nothing in between, found: ${described(owed)}`,
    );
    await director.carryOut({ kind: 'clear-quick-boot-debt', parameters: { cluster: 'Prod' } });
    const left = await director.debts();
    expectThat(left.length === 0, `nobody should owe a full boot any more, found: ${described(left)}`);
  },
};
