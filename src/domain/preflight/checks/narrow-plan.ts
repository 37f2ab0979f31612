import type { PlanScope } from '../../model/plan.js';
import { coversCluster, coversVCenter } from '../../planning/scope.js';
import { checkNamed, type PreflightContext } from '../check.js';

const { blocker, warning, check } = checkNamed({
  id: 'narrow-plan',
  rule: 'ORD-6',
  looksAt: 'A narrower plan names its tiers and a business reason.',
  severities: ['blocker', 'warning'],
  remedy: 'Name the tiers and the reason, or plan the whole estate.',
});

/**
 * Leaving the recommended order needs a business reason, which the approver sees, and every name in it is one of the
 * estate. Rules of images, Quick Boot and backups stay in force. @rule ORD-6
 */
export const narrowPlan = check((context) => {
  const { only } = context.request;
  if (!only) return [];
  const what = said(only);
  if (only.tiers.length === 0 || only.reason.trim() === '') {
    return [
      blocker(
        'request',
        `A plan for ${what} needs at least one tier and a business reason.`,
        'Name the tiers and the reason, or plan the whole estate.',
      ),
    ];
  }
  return [
    ...unknown(context, only),
    ...nothing(context, what),
    warning(
      'request',
      `Only ${what}, leaving the recommended order: ${only.reason.trim()}.`,
      'Approve only if this reason holds; everything else stays as it is.',
    ),
  ];
});

function said({ tiers, vcenters, clusters }: PlanScope): string {
  const parts = [
    tiers.join(', ') || 'no tier',
    ...(vcenters === undefined ? [] : [`of ${vcenters.join(', ') || 'no vCenter'}`]),
    ...(clusters === undefined ? [] : [`in ${clusters.join(', ') || 'no cluster'}`]),
  ];
  return parts.join(' ');
}

/** A misspelt name would silently make the plan smaller than meant. */
function unknown({ vcenters, clusters }: PreflightContext, only: PlanScope) {
  const known = { vcenter: vcenters.map(({ name }) => name), cluster: clusters.map(({ ref }) => ref.name) };
  const asked = { vcenter: only.vcenters ?? [], cluster: only.clusters ?? [] };
  return (['vcenter', 'cluster'] as const).flatMap((kind) =>
    asked[kind]
      .filter((name) => !known[kind].includes(name))
      .map((name) =>
        blocker(
          name,
          `The estate has no ${kind === 'vcenter' ? 'vCenter' : 'cluster'} ${name}.`,
          `Name one of ${known[kind].toSorted().join(', ')}.`,
        ),
      ),
  );
}

function nothing({ request, vcenters, clusters }: PreflightContext, what: string) {
  const hasWork =
    vcenters.some((vcenter) => coversVCenter(request, vcenter)) ||
    clusters.some((cluster) => coversCluster(request, cluster));
  if (hasWork) return [];
  return [
    blocker(
      'request',
      `Nothing in the estate is ${what}.`,
      'Name a tier that has these vCenters or clusters in it, or leave the tiers out.',
    ),
  ];
}
