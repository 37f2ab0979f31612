import { covers } from '../../planning/scope.js';
import { isAtLeast, releaseOf } from '../../versions/index.js';
import { checkNamed, vcenterRule, vcenterTier } from '../check.js';

const { blocker, check } = checkNamed({
  id: 'vcenter-older-than-hosts',
  rule: 'ORD-4',
  looksAt: 'No vCenter would be older than its hosts.',
  severities: ['blocker'],
  remedy: 'Bring the vCenter to that release in this plan or before.',
});

/**
 * A vCenter manages hosts up to its own release (2.16): the one it gets, or the one it keeps in a narrower plan.
 *
 * @rule ORD-2, ORD-4, ORD-6
 */
export const vcenterBeforeHosts = check(({ vcenters, clusters, dueOf, target, request }) => {
  const needed = target === undefined ? undefined : releaseOf(target);
  if (needed === undefined) return [];
  return vcenters.flatMap(({ name, zone, current }) => {
    const version = covers(request, vcenterTier(zone)) ? request.vcenterVersion : current.version;
    const hasWork = clusters.some((cluster) => cluster.ref.vcenter === name && dueOf(cluster).length > 0);
    if (!hasWork || releaseOf(version) === undefined || isAtLeast(version, needed)) return [];
    return [
      blocker(
        name,
        `${name} at ${version} would be older than its hosts at ${target}.`,
        `Bring it to ${needed} or later in this plan or before.`,
        vcenterRule(zone),
      ),
    ];
  });
});
