import { isAtLeast, releaseOf } from '../../versions/index.js';
import { checkNamed, vcenterRule, type PreflightCheck } from '../check.js';

const { blocker } = checkNamed('ORD-4', 'vcenter-older-than-hosts');

/** A vCenter manages hosts up to its own release (2.16). @rule ORD-2, ORD-4 */
export const vcenterBeforeHosts: PreflightCheck = ({ vcenters, target, request: { vcenterVersion } }) => {
  const needed = target === undefined ? undefined : releaseOf(target);
  if (needed === undefined || releaseOf(vcenterVersion) === undefined || isAtLeast(vcenterVersion, needed))
    return [];
  return vcenters.map(({ name, zone }) =>
    blocker(
      name,
      `${name} at ${vcenterVersion} would be older than its hosts at ${target}.`,
      `Request a vCenter version of ${needed} or later.`,
      vcenterRule(zone),
    ),
  );
};
