import { isAtLeast, majorOf } from '../../versions/index.js';
import { checkNamed } from '../check.js';

const { warning, check } = checkNamed({
  id: 'upgrade-path',
  rule: 'ORD-5',
  looksAt: 'Hosts that change their major version come from 7.0 U1 or later.',
  severities: ['warning'],
  remedy: 'Bring the hosts to 7.0 U3 first.',
});

/** Attestation is told and trusted clusters are remediated from 7.0 U1 on: the way to 8.0 starts there (2.18). @rule ORD-3, ORD-5 */
export const upgradePath = check(({ clusters, dueOf, target }) =>
  clusters.flatMap((cluster) => {
    const old = dueOf(cluster).filter(
      ({ installed }) =>
        target !== undefined &&
        installed !== undefined &&
        majorOf(installed) !== majorOf(target) &&
        !isAtLeast(installed, '7.0.1'),
    );
    const rule = cluster.role === 'authority' ? 'ORD-3' : 'ORD-5';
    return old.map(({ ref, installed }) =>
      warning(
        ref.name,
        `${ref.name} goes from ${installed} to ${target} in one step; vTA tells nothing of the attestation of hosts before 7.0 U1.`,
        'Bring the host to 7.0 U3 first, then plan again.',
        rule,
      ),
    );
  }),
);
