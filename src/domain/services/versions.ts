import type { HostProgress } from '../model/run.js';
import type { EsxVersion } from '../model/version.js';

/** The vTA services of one TA host: as new as its ESXi. */
interface ServiceVersion {
  readonly host: string;
  readonly version: EsxVersion;
}

/**
 * Version of the vTA services per TA host of a run: that of its ESXi, for they come with it. Hosts whose version is not
 * known are left out.
 *
 * @param trustedVCenters - names of the vCenters of the trusted side
 * @rule SVC-1
 */
export function serviceVersions(
  hosts: readonly HostProgress[],
  trustedVCenters: readonly string[],
): readonly ServiceVersion[] {
  return hosts
    .filter(({ host }) => !trustedVCenters.includes(host.vcenter))
    .flatMap(({ host, installedAfter, installedBefore }) => {
      const version = installedAfter ?? installedBefore;
      return version === undefined ? [] : [{ host: host.name, version }];
    });
}
