import { compareVCenterVersions, isSameReleaseLine, parseVCenterVersion } from '../../versions/index.js';
import { covers } from '../../planning/scope.js';
import { checkNamed, vcenterRule, vcenterTier } from '../check.js';

const { blocker, warning, check } = checkNamed({
  id: 'update-available',
  rule: 'ORD-2',
  looksAt: 'Each vCenter offers the requested update and does not go backwards.',
  severities: ['blocker', 'warning'],
  remedy: 'Mount the update ISO, check the repository, or have somebody ready for an upgrade by hand.',
});

/**
 * Each vCenter offers the requested update, or already runs it, and is not asked to go backwards. Another release line
 * is never offered: that upgrade is the operator's, and the finding says what he has to do (2.16).
 *
 * @rule ORD-2, ORD-4
 */
export const updateAvailable = check(({ vcenters, request }) => {
  const { vcenterVersion } = request;
  if (!parseVCenterVersion(vcenterVersion)) return [];
  return vcenters.flatMap(({ name, zone, current, pending }) => {
    const difference = compareVCenterVersions(current.version, vcenterVersion);
    if (difference === 0 || !covers(request, vcenterTier(zone))) return [];
    if (difference > 0) {
      return [
        blocker(
          name,
          `${name} runs ${current.version}, newer than the requested ${vcenterVersion}.`,
          `Request ${current.version} or later; vCenter does not go backwards.`,
          vcenterRule(zone),
        ),
      ];
    }
    if (!isSameReleaseLine(current.version, vcenterVersion)) {
      return [
        warning(
          name,
          `${name} goes from ${current.version} to ${vcenterVersion}, another release line: its own update cannot do that, so the run takes a backup, waits for an operator and verifies.`,
          `When the run waits for it, upgrade ${name} to exactly ${vcenterVersion} with the installer of that release (GUI or vcsa-deploy), or by reduced downtime upgrade where its lifecycle plug-in offers one from ${current.version}; keep address, certificate and signing certificates. Linked vCenters: first snapshots of all of them, powered off.`,
          vcenterRule(zone),
        ),
      ];
    }
    if (pending.some(({ version }) => version === vcenterVersion)) return [];
    const offered =
      pending
        .map(({ version }) => version)
        .toSorted()
        .join(', ') || 'nothing';
    return [
      blocker(
        name,
        `${name} offers ${offered}, not ${vcenterVersion}.`,
        'Mount the update ISO or check the update repository of the appliance, then read the inventory again.',
        vcenterRule(zone),
      ),
    ];
  });
});
