import { byText } from '../compare.js';
import type { ClusterRef, EstateInventory, VCenterFacts } from '../model/inventory.js';
import type { LeftOut, TierKind, UpgradeRequest } from '../model/plan.js';
import type { Zone } from '../model/estate.js';

/** Whether the request covers this tier; without a choice it covers all. @rule ORD-6 */
export function covers({ only }: UpgradeRequest, tier: TierKind): boolean {
  return only === undefined || only.tiers.includes(tier);
}

/** Whether the request covers the upgrade of this vCenter itself. @rule ORD-6 */
export function coversVCenter(
  request: UpgradeRequest,
  { name, zone }: Pick<VCenterFacts, 'name' | 'zone'>,
): boolean {
  return covers(request, vcenterTier(zone)) && (request.only?.vcenters?.includes(name) ?? true);
}

/** Whether the request covers the hosts of this cluster. @rule ORD-6 */
export function coversCluster(
  request: UpgradeRequest,
  { ref, role }: { readonly ref: ClusterRef; readonly role: Zone },
): boolean {
  const { only } = request;
  return (
    covers(request, hostTier(role)) &&
    (only?.vcenters?.includes(ref.vcenter) ?? true) &&
    (only?.clusters?.includes(ref.name) ?? true)
  );
}

/** Tier in which a vCenter of this side is upgraded. */
export function vcenterTier(zone: Zone): 'authority-vcenter' | 'trusted-vcenters' {
  return zone === 'authority' ? 'authority-vcenter' : 'trusted-vcenters';
}

/** Tier in which the hosts of this side are upgraded. */
export function hostTier(role: Zone): 'authority-hosts' | 'trusted-hosts' {
  return role === 'authority' ? 'authority-hosts' : 'trusted-hosts';
}

/** What a narrower request leaves as it is, and why, in the order of the tiers. @rule ORD-6 */
export function leftOut(request: UpgradeRequest, { authority, trusted }: EstateInventory): LeftOut[] {
  const ofVCenter = (facts: VCenterFacts): LeftOut[] =>
    coversVCenter(request, facts)
      ? []
      : [
          {
            kind: 'vcenter',
            name: facts.name,
            vcenter: facts.name,
            why: why(request, vcenterTier(facts.zone)),
          },
        ];
  const ofCluster = (cluster: { readonly ref: ClusterRef; readonly role: Zone }): LeftOut[] =>
    coversCluster(request, cluster)
      ? []
      : [
          {
            kind: 'cluster',
            name: cluster.ref.name,
            vcenter: cluster.ref.vcenter,
            why: why(request, hostTier(cluster.role)),
          },
        ];
  const sides = trusted.toSorted((a, b) => byText(a.vcenter.name, b.vcenter.name));
  return [
    ...ofVCenter(authority.vcenter),
    ...ofCluster(authority.cluster),
    ...sides.flatMap(({ vcenter }) => ofVCenter(vcenter)),
    ...sides.flatMap(({ clusters }) =>
      clusters
        .toSorted((a, b) => byText(a.ref.name, b.ref.name) || byText(a.ref.moid, b.ref.moid))
        .flatMap((cluster) => ofCluster(cluster)),
    ),
  ];
}

function why(request: UpgradeRequest, tier: TierKind): string {
  return covers(request, tier) ? 'not among those asked for' : `tier ${tier} is not asked for`;
}
