import { checkNamed, vcenterRule } from '../check.js';

const { blocker, warning, check } = checkNamed({
  id: 'vcenter-health',
  rule: 'ORD-2',
  looksAt: 'Each appliance is healthy.',
  severities: ['blocker', 'warning'],
  remedy: 'Repair the appliance first.',
  waivable: true,
});

/** The appliance is healthy before it is updated. @rule ORD-2, ORD-4 */
export const vcenterHealth = check(({ vcenters }) =>
  vcenters
    .filter((vcenter) => vcenter.health !== 'green')
    .map(({ name, zone, health }) => {
      const weigh = health === 'yellow' ? warning : blocker;
      return weigh(
        name,
        `System health of ${name} is ${health}.`,
        'Look at the appliance management interface and repair it first.',
        vcenterRule(zone),
      );
    }),
);
