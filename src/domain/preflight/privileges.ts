import type { Zone } from '../model/estate.js';

/** What an upgrade does and reads on both sides: maintenance mode, image remediation, licences. */
const COMMON = [
  'Global.Licenses',
  'Host.Config.Connection',
  'Host.Config.Maintenance',
  'VcIntegrity.lifecycleSettings.Read',
  'VcIntegrity.lifecycleSettings.Write',
  'VcIntegrity.lifecycleSoftwareRemediation.Read',
  'VcIntegrity.lifecycleSoftwareRemediation.Write',
  'VcIntegrity.lifecycleSoftwareSpecification.Read',
  'VcIntegrity.lifecycleSoftwareSpecification.Write',
  'TrustedAdmin.ReadTrustedHosts',
] as const;

/**
 * What it needs for the vTA configuration: base images, services and principals on the authority's side; on the other the
 * principal, and to remediate trusted clusters.
 */
const OWN: Readonly<Record<Zone, readonly string[]>> = {
  authority: [
    'TrustedAdmin.ConfigureHostMetadata',
    'TrustedAdmin.ReadAttestingSSO',
    'TrustedAdmin.ReadKMSTrust',
    'TrustedAdmin.RetrieveHostMetadata',
    'TrustedAdmin.RetrieveTPMHostCertificates',
  ],
  trusted: ['TrustedAdmin.ManageTrustedHosts', 'TrustedAdmin.ReadStsInfo'],
};

/** Privilege IDs that the login of this side needs (2.4). */
export function privilegesNeeded(zone: Zone): readonly string[] {
  return [...COMMON, ...OWN[zone]].toSorted();
}
