import type { LabHost } from '../../world/model.js';
import { installedVersion } from '../../world/model.js';
import { apiVersionOf } from '../../world/versions.js';
import { knownFields } from './known-fields.js';

/** `AboutInfo` of the ESXi version that a host runs. */
export function hostProduct(host: LabHost): Record<string, unknown> {
  const installed = installedVersion(host);
  const [version = '', build = ''] = installed.split('-');
  return knownFields(host, 'AboutInfo', {
    name: 'VMware ESXi',
    fullName: `VMware ESXi ${version} build-${build}`,
    vendor: 'VMware, Inc.',
    version,
    patchLevel: '0',
    build,
    localeVersion: 'INTL',
    localeBuild: '000',
    osType: 'vmnix-x86',
    productLineId: 'embeddedEsx',
    apiType: 'HostAgent',
    apiVersion: apiVersionOf(installed),
    licenseProductName: 'VMware ESX Server',
    licenseProductVersion: version.split('.').slice(0, 1).concat('0').join('.'),
  });
}
