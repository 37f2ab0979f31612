import type { LabHost } from '../../world/model.js';
import type { Context } from '../context.js';
import { typed } from '../value.js';
import { hostProduct } from './host-product.js';
import { optionValue } from './option-values.js';

/** `HostServiceInfo` */
export const hostServices = ({ services }: LabHost): Record<string, unknown> => ({
  service: [...services].map(([key, { label, running, policy }]) => ({
    key,
    label,
    required: false,
    uninstallable: false,
    running,
    ruleset: [],
    policy,
  })),
});

/** `HostConfigInfo`; unset while the host does not answer. */
export function hostConfig(host: LabHost, { site }: Context): Record<string, unknown> | undefined {
  if (host.connection !== 'connected') return undefined;
  return {
    host: site.hostRef(host),
    product: hostProduct(host),
    service: hostServices(host),
    option: [...host.options].map(([key, value]) => optionValue(key, value)),
    lockdownMode: 'lockdownDisabled',
  };
}

/** `HostConfigManager`: the managers that the lab has. */
export const hostConfigManager = (host: LabHost, { site }: Context): Record<string, unknown> => ({
  serviceSystem: site.hostServices(host),
  advancedOption: site.hostOptions(host),
});

const supported = `
  cpuMemoryResourceConfigurationSupported rebootSupported shutdownSupported vmotionSupported
  maintenanceModeSupported nfsSupported iscsiSupported vlanTaggingSupported nicTeamingSupported
  storageVMotionSupported cryptoSupported encryptedVMotionSupported hostAccessManagerSupported
  vsanSupported uefiSecureBoot
`
  .trim()
  .split(/\s+/);

/** `HostCapability`, without much that no client of the lab asks for. */
export const hostCapability = (host: LabHost): Record<string, unknown> => ({
  ...Object.fromEntries(supported.map((name) => [name, true])),
  standbySupported: host.cluster.dpm,
  tpmSupported: host.tpm,
  ...(host.tpm ? { tpmVersion: '2.0' } : {}),
  txtEnabled: false,
  quickBootSupported: host.quickBootSupported,
  suspendToMemorySupported: host.quickBootSupported,
});

/** `HostTpmAttestationReport`: what the TPM measured at the last full boot; no verdict. */
export function tpmReport(host: LabHost): ReturnType<typeof typed> | undefined {
  if (!host.tpm || host.connection !== 'connected') return undefined;
  const [release = '', build = ''] = host.measured.split('-');
  const details = typed('HostTpmSoftwareComponentEventDetails', {
    dataHash: [],
    dataHashMethod: 'SHA256',
    componentName: 'esx-base',
    vibName: 'esx-base',
    vibVersion: `${release}-0.0.${build}`,
    vibVendor: 'VMware',
  });
  return typed('HostTpmAttestationReport', {
    tpmPcrValues: [],
    tpmEvents: [{ pcrIndex: 11, eventDetails: details }],
    tpmLogReliable: true,
  });
}
