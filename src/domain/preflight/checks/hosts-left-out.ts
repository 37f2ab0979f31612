import { whyLeftOut } from '../../planning/left-out.js';
import { covers } from '../../planning/scope.js';
import { checkNamed, isInService } from '../check.js';

const { warning, check } = checkNamed({
  id: 'host-left-out',
  rule: 'ORD-5',
  looksAt: 'No trusted host is left out because it is away or in maintenance.',
  severities: ['warning'],
  remedy: 'Bring the host into service and plan again, or upgrade it in a later run.',
});

/** Trusted hosts that are away or in somebody's maintenance get no step; they stay behind, and that is said. @rule ORD-5 */
export const hostsLeftOut = check(({ trustedHosts, target, request }) =>
  trustedHosts.flatMap((host) => {
    const reason =
      target === undefined || host.installed === target || !covers(request, 'trusted-hosts')
        ? undefined
        : whyLeftOut(host, target);
    if (reason === undefined || isInService(host)) return [];
    return [
      warning(
        host.ref.name,
        `${host.ref.name} is left out: ${reason}.`,
        'Bring it into service and plan again, or upgrade it in a later run.',
      ),
    ];
  }),
);
