import { vcenterExecutor } from '../../planning/executors.js';
import { coversVCenter } from '../../planning/scope.js';
import { compareVCenterVersions, isAtLeast } from '../../versions/index.js';
import { checkNamed, vcenterRule } from '../check.js';

const { blocker, warning, info, check } = checkNamed({
  id: 'vcenter-ha',
  rule: 'ORD-2',
  looksAt:
    'No vCenter that is upgraded has vCenter HA deployed, unless the way of its upgrade takes care of it.',
  severities: ['blocker', 'warning', 'info'],
  remedy: 'Remove vCenter HA before the upgrade, and deploy it again afterwards.',
  waivable: true,
});

/**
 * Only the reduced downtime upgrade from 8.0 U2 to 8.0 U3 and later takes vCenter HA away and deploys it again, where
 * it was deployed automatically. For all other ways it has to be removed first (2.16). That is not settled by any
 * source, so what the run would do itself is a blocker that a person may waive; people who upgrade are warned.
 *
 * @rule ORD-2, ORD-4
 */
export const vcenterHa = check(({ sides, request }) =>
  sides.flatMap(({ vcenter, readiness: { vcenterHa: deployed = 'NONE' } }) => {
    const { name, zone, current } = vcenter;
    const { vcenterVersion: target } = request;
    if (deployed === 'NONE' || target === undefined || !coversVCenter(request, vcenter)) return [];
    if (compareVCenterVersions(current.version, target) === 0) return [];
    const { executor, way } = vcenterExecutor(vcenter, request);
    const how = deployed === 'AUTO' ? 'deployed automatically' : 'deployed by hand';
    const rule = vcenterRule(zone);
    if (executor === 'appliance-update') {
      return blocker(
        name,
        `vCenter HA of ${name} is ${how}; its own update would leave the other nodes behind.`,
        `Remove vCenter HA of ${name}, read the inventory again, and deploy it again after the run; or choose --vcenter-executor ${name}=reduced-downtime, where that is offered.`,
        rule,
      );
    }
    const takesCare =
      deployed === 'AUTO' && isAtLeast(current.version, '8.0.2') && isAtLeast(target, '8.0.3');
    if (way === 'reduced-downtime' && takesCare) {
      return info(
        name,
        `vCenter HA of ${name} is ${how}; the reduced downtime upgrade removes it and deploys it again.`,
        'See after the upgrade that it is deployed again and healthy.',
        rule,
      );
    }
    return warning(
      name,
      `vCenter HA of ${name} is ${how}, and this way of upgrading does not take care of it.`,
      `When the run waits for ${name}, remove vCenter HA before the upgrade begins, and deploy it again afterwards.`,
      rule,
    );
  }),
);
