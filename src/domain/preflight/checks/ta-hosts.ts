import { checkNamed, isInService } from '../check.js';

const { blocker, check } = checkNamed({
  id: 'ta-host-out-of-service',
  rule: 'DG-7',
  looksAt: 'Every Trust Authority host is connected and out of maintenance mode.',
  severities: ['blocker'],
  remedy: 'Bring the host back into service.',
});

/** Every TA host is connected and out of maintenance. @rule DG-7, INV-5 */
export const taHosts = check(({ inventory: { authority } }) =>
  authority.cluster.hosts
    .filter((host) => !isInService(host))
    .map(({ ref, connection }) =>
      blocker(
        ref.name,
        `TA host ${ref.name} is ${connection === 'connected' ? 'not known to be out of maintenance mode' : connection}.`,
        'Bring the host back into service; no other TA host is touched before.',
      ),
    ),
);
