import type { TopologyInput } from './schema.js';

type VCenterInput = TopologyInput['vcenters'][number];

/** What the upgrade service needs on one vCenter, Trust Authority administration included. */
export const SERVICE_PRIVILEGES = [
  'System.Read',
  'System.View',
  'Host.Config.Maintenance',
  'Host.Config.Connection',
  'Host.Config.Power',
  'Host.Config.NetService',
  'Host.Inventory.AddHostToCluster',
  'Host.Inventory.RemoveHostFromCluster',
  'Host.Tpm.Read',
  'Sessions.ValidateSession',
  'Global.Licenses',
  'VcIntegrity.*',
  'VcLifecycle.*',
  'Appliance.*',
  'TrustedAdmin.*',
];

/** Logins of one vCenter of an estate made up: the service's own, named for its side, and an administrator. */
export function sampleUsers(side: string): VCenterInput['users'] {
  return [
    {
      name: `svc-conductor-${side}@vsphere.local`,
      groups: ['TrustedAdmins'],
      privileges: SERVICE_PRIVILEGES,
    },
    { name: 'administrator@vsphere.local', groups: ['Administrators'], privileges: ['*'] },
  ];
}

/** Trust settings of an estate made up, which trusts the ESXi version its hosts run. */
export function sampleTrust(esxVersion: string): TopologyInput['trustAuthority'] {
  return {
    baseImages: [esxVersion],
    keyProviders: [
      {
        name: 'kp-main',
        masterKeyId: 'master-key-1',
        servers: [{ name: 'kms-1', hostname: 'kms-1.example.com' }],
      },
    ],
    caCertificates: ['tpm-vendor-ca'],
  };
}

/** The Trust Authority Cluster of an estate made up: `ta-esx1`, `ta-esx2`, … */
export function sampleAuthorityCluster(version: string, hosts: number): VCenterInput['clusters'][number] {
  return {
    name: 'TA',
    kind: 'authority',
    version,
    hosts: Array.from({ length: hosts }, (_, index) => ({ name: `ta-esx${index + 1}`, tpm: false })),
  };
}
