import {
  compareVCenterVersions,
  isAtLeast,
  isSameReleaseLine,
  parseVCenterVersion,
} from '../../versions/index.js';
import { vcenterExecutor } from '../../planning/executors.js';
import { coversVCenter } from '../../planning/scope.js';
import type { VCenterFacts } from '../../model/inventory.js';
import type { VCenterStep } from '../../model/plan.js';
import { checkNamed, vcenterRule } from '../check.js';

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
  if (vcenterVersion === undefined || !parseVCenterVersion(vcenterVersion)) return [];
  return vcenters.flatMap((vcenter) => {
    const { name, zone, current, pending } = vcenter;
    const difference = compareVCenterVersions(current.version, vcenterVersion);
    if (difference === 0 || !coversVCenter(request, vcenter)) return [];
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
    const { executor, way } = vcenterExecutor(vcenter, request);
    if (executor === 'operator') {
      const refusal =
        way === 'reduced-downtime' ? whyNotReducedDowntime(current.version, vcenterVersion) : undefined;
      if (refusal !== undefined) {
        return [
          blocker(
            name,
            `${name} cannot go from ${current.version} to ${vcenterVersion} by reduced downtime upgrade: ${refusal}.`,
            `Choose the installer: --vcenter-executor ${name}=installer.`,
            vcenterRule(zone),
          ),
        ];
      }
      return [byPeople(vcenter, vcenterVersion, way)];
    }
    if (!isSameReleaseLine(current.version, vcenterVersion)) {
      return [
        blocker(
          name,
          `${name} goes from ${current.version} to ${vcenterVersion}, another release line: its own update cannot do that.`,
          `Let people upgrade it: --vcenter-executor ${name}=installer, or leave its executor out.`,
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

/** What people have to do, and have to keep. */
function byPeople({ name, zone, current }: VCenterFacts, target: string, way: VCenterStep['way']) {
  const reason =
    way === undefined
      ? ', another release line: its own update cannot do that, so'
      : ' by people, as asked for:';
  const how = {
    installer: 'with the installer of that release (GUI or vcsa-deploy)',
    'reduced-downtime':
      'by reduced downtime upgrade of its lifecycle plug-in, brought up to date first (ISO mounted, temporary address free)',
  };
  const ways =
    way === undefined
      ? `${how.installer}, or by reduced downtime upgrade where its lifecycle plug-in offers one from ${current.version}`
      : how[way];
  return warning(
    name,
    `${name} goes from ${current.version} to ${target}${reason} the run takes a backup, waits for an operator and verifies.`,
    `When the run waits for it, upgrade ${name} to exactly ${target} ${ways}; keep address, certificate and signing certificates. Linked vCenters: first snapshots of all of them, powered off. vCenter HA: remove it first, unless the reduced downtime upgrade does so itself.`,
    vcenterRule(zone),
  );
}

/** From 8.0 to 8.0 U2 and later only (2.16). */
function whyNotReducedDowntime(from: string, target: string): string | undefined {
  if (!isAtLeast(from, '8.0.0')) return `it is offered from 8.0 on`;
  return isAtLeast(target, '8.0.2') ? undefined : 'it is offered to 8.0.2 and later';
}
