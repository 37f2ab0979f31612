import type { HostPlatform } from '../model/host-platform.js';
import type { EsxCluster, EsxHost } from '../model/inventory.js';
import type { PreflightSide } from './check.js';

interface OnPlatform {
  readonly cluster: EsxCluster;
  readonly host: EsxHost;
  /** Empty when nothing was read of it, which the check of what is unread says. */
  readonly platform: HostPlatform;
  readonly isRead: boolean;
}

/** Hosts with what their vCenter knows of their TPM and firmware. */
export function platformsOf(sides: readonly PreflightSide[]): OnPlatform[] {
  return sides.flatMap(({ clusters, readiness }) => {
    const known = new Map((readiness.hosts ?? []).map(({ moid, platform }) => [moid, platform]));
    return clusters.flatMap((cluster) =>
      cluster.hosts.map((host) => {
        const platform = known.get(host.ref.moid);
        return { cluster, host, platform: platform ?? {}, isRead: platform !== undefined };
      }),
    );
  });
}

/** Those of trusted clusters: TA hosts need no TPM (2.12). */
export const trustedPlatformsOf = (sides: readonly PreflightSide[]): OnPlatform[] =>
  platformsOf(sides.filter(({ vcenter }) => vcenter.zone === 'trusted'));
