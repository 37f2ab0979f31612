import { whyLeftOut } from '../../planning/left-out.js';
import { coversCluster } from '../../planning/scope.js';
import { checkNamed, isInService, type PreflightCheck } from '../check.js';

const { warning } = checkNamed('ORD-5', 'host-left-out');

/** Trusted hosts that are away or in somebody's maintenance get no step; they stay behind, and that is said. @rule ORD-5 */
export const hostsLeftOut: PreflightCheck = ({ trustedClusters, target, request }) =>
  trustedClusters
    .filter((cluster) => coversCluster(request, cluster))
    .flatMap(({ hosts }) => hosts)
    .flatMap((host) => {
      const reason = target === undefined || host.installed === target ? undefined : whyLeftOut(host, target);
      if (reason === undefined || isInService(host)) return [];
      return [
        warning(
          host.ref.name,
          `${host.ref.name} is left out: ${reason}.`,
          'Bring it into service and plan again, or upgrade it in a later run.',
        ),
      ];
    });
