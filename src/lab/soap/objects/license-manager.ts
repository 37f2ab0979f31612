import type { Site } from '../context.js';
import type { ManagedType } from '../managed-object.js';
import { typed } from '../value.js';

const LICENSE_KEY = '00000-00000-00000-00000-00000';

const feature = (key: string, value: string) => ({
  key: 'feature',
  value: typed('KeyValue', { key, value }),
});

/** The licence of the server. Trust Authority is one of its features, or not (vta-operations.md 2.3). */
function licenses({ vcenter, hosts, kind }: Site): Record<string, unknown>[] {
  const features = [
    feature('drs', 'vSphere DRS'),
    feature('vmcrypt', 'Virtual machine encryption'),
    ...(vcenter.licensed ? [feature('trustedplatform', 'vSphere Trust Authority')] : []),
  ];
  return [
    {
      licenseKey: LICENSE_KEY,
      editionKey: 'esx.enterprisePlus.cpuPackage',
      name: 'Simulated license',
      total: 0,
      used: kind === 'HostAgent' ? 2 : 2 * hosts.length,
      costUnit: 'cpuPackage',
      properties: [
        { key: 'ProductName', value: 'VMware ESX Server' },
        { key: 'ProductVersion', value: '8.0' },
        ...features,
      ],
      labels: [],
    },
  ];
}

export const licenseManager: ManagedType<Site> = {
  name: 'LicenseManager',
  privileges: { licenses: 'Global.Licenses' },
  properties: {
    licenses,
    source: () => typed('LocalLicenseSource', { licenseKeys: LICENSE_KEY }),
    evaluation: () => ({
      properties: [{ key: 'diagnostic', value: 'The license key is not an evaluation one.' }],
    }),
    sourceAvailable: () => true,
    featureInfo: () => [],
    licensedEdition: () => 'esx.enterprisePlus.cpuPackage',
  },
};
