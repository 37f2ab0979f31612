import type { LabWorld } from './api.js';
import type { WorldContext } from './context.js';
import { faults, refuse } from './errors.js';
import { FOREIGN_LOGIN } from './journal-entry.js';
import type { LabHost } from './model.js';
import { authorityHosts } from './queries.js';

/** What administrators do to the trust between both sides in the vSphere Client; it is there at once. */
export function createTrustByHand(
  ctx: WorldContext,
): Pick<LabWorld, 'importPrincipal' | 'unapplyService' | 'keepIssuers' | 'decommission'> {
  const leave = (host: LabHost, issuers: readonly string[]): void => {
    host.leftIssuers = new Set(issuers);
    ctx.note(host, 'host.issuers', { left: issuers }, FOREIGN_LOGIN);
  };

  return {
    keepIssuers(host) {
      leave(
        host,
        [...(host.ta?.principals.values() ?? [])].map(({ issuer }) => issuer),
      );
    },
    decommission: (host) => leave(host, []),

    importPrincipal({ name, principal }) {
      const hosts = authorityHosts(ctx);
      const [first] = hosts;
      if (!first) return refuse(faults.notAllowed('There is no Trust Authority Cluster.'));
      for (const { ta } of hosts) {
        for (const [id, { issuer }] of ta?.principals ?? []) {
          if (issuer === principal.issuer) ta?.principals.delete(id);
        }
        ta?.principals.set(principal.id, principal);
      }
      ctx.note(first.cluster, 'principal.imported', { of: name });
      ctx.changed();
    },

    unapplyService(cluster) {
      const { taServices } = cluster.vcenter;
      const applied = [...(cluster.trust?.applied.keys() ?? [])].filter(
        (id) => taServices.get(id)?.kind === 'kms',
      );
      const [first] = applied.toSorted();
      if (first === undefined)
        return refuse(faults.notAllowed(`${cluster.name} has no key provider service.`));
      cluster.trust?.applied.delete(first);
      ctx.note(cluster, 'trust.diverged', { service: first });
      ctx.changed();
    },
  };
}
