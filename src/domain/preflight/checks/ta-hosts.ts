import { checkNamed, isInService, type PreflightCheck } from '../check.js';

const { blocker } = checkNamed('DG-7', 'ta-host-out-of-service');

/** Every TA host is connected and out of maintenance. @rule DG-7, INV-5 */
export const taHosts: PreflightCheck = ({ inventory: { authority } }) =>
  authority.cluster.hosts
    .filter((host) => !isInService(host))
    .map(({ ref, connection }) =>
      blocker(
        ref.name,
        `TA host ${ref.name} is ${connection === 'connected' ? 'not known to be out of maintenance mode' : connection}.`,
        'Bring the host back into service; no other TA host is touched before.',
      ),
    );
