import { checkNamed, vcenterRule, type PreflightCheck } from '../check.js';

const { blocker, warning } = checkNamed('ORD-2', 'vcenter-health');

/** The appliance is healthy before it is updated. @rule ORD-2, ORD-4 */
export const vcenterHealth: PreflightCheck = ({ vcenters }) =>
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
    });
