import { checkNamed, count, nameSome } from '../check.js';

const { warning, check } = checkNamed({
  id: 'quick-boot-support',
  rule: 'QB-1',
  looksAt: 'Where Quick Boot is on, every host with work is known to support it.',
  severities: ['warning'],
  remedy: 'Plan the time of full boots for these hosts, or switch Quick Boot off for the cluster.',
});

/**
 * A host that cannot Quick Boot is booted fully instead: it takes longer, and attests with the new version at once. How
 * a host booted is detected after each boot, never inferred from the policy (2.12). @rule QB-1, QB-2, DG-14
 */
export const quickBootSupport = check(({ clusters, request, dueOf }) =>
  clusters.flatMap((cluster) => {
    if (request.boot === 'full' || !cluster.policy?.enableQuickBoot) return [];
    const without = dueOf(cluster).filter(({ quickBootSupported }) => quickBootSupported !== true);
    if (without.length === 0) return [];
    const names = nameSome(without.map(({ ref }) => ref.name));
    return warning(
      cluster.ref.name,
      `Quick Boot is on, and ${count(without.length, 'host')} of ${cluster.ref.name} cannot do it or do not say: ${names}. They are, or may be, booted fully.`,
      'Plan the time of full boots for them, or request full boots for all.',
    );
  }),
);
