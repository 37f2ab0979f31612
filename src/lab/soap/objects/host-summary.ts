import type { LabHost } from '../../world/model.js';
import type { Context } from '../context.js';
import { attestationInfos } from './attestation-infos.js';
import { hardwareSummary } from './host-hardware.js';
import { hostProduct } from './host-product.js';
import { knownFields } from './known-fields.js';

/** Seconds after its boot at which vCenter has attested a host's TPM. */
const TPM_ATTESTED_AFTER = 120;

/** What a host uses for itself. */
const HYPERVISOR_MIB = 4_096;

/** Every running VM uses what it was given. */
const memoryOfVms = (host: LabHost, { vms }: Context['site']): number =>
  vms
    .filter((vm) => vm.host === host && vm.power === 'poweredOn')
    .reduce((sum, { memoryMiB }) => sum + memoryMiB, 0);

const isResponding = (host: LabHost): boolean => host.connection === 'connected';

/** `HostRuntimeInfo` */
export function hostRuntime(host: LabHost, { site }: Context): Record<string, unknown> {
  const encrypts = host.cluster.kind === 'trusted';
  const isTold = site.world.assumptions.bootTimeOnQuickBoot === 'moves';
  return knownFields(host, 'HostRuntimeInfo', {
    connectionState: host.connection,
    powerState: isResponding(host) ? 'poweredOn' : 'unknown',
    standbyMode: 'none',
    inMaintenanceMode: host.inMaintenance,
    inQuarantineMode: false,
    bootTime: isTold ? host.lastBoot.at : host.lastFullBootAt,
    tpmPcrValues: [],
    cryptoState: encrypts ? 'safe' : 'incapable',
    partialMaintenanceMode: [],
    stateEncryption: {
      protectionMode: host.tpm ? 'tpm' : 'none',
      requireSecureBoot: host.tpm && host.secureBoot,
      requireExecInstalledOnly: false,
    },
  });
}

/** vCenter's own TPM attestation, which is not that of Trust Authority. */
function tpmAttestation({ tpm, secureBoot, lastBoot, name }: LabHost): Record<string, unknown> | undefined {
  if (!tpm) return undefined;
  const time = lastBoot.at + TPM_ATTESTED_AFTER * 1000;
  if (secureBoot) return { time, status: 'accepted' };
  const message = {
    key: 'com.vmware.vim.vc.attestation.secureBoot',
    message: `Secure Boot is off on ${name}.`,
  };
  return { time, status: 'notAccepted', message };
}

/** `HostListSummary`. The product is what vCenter knows last, so it outlives the connection. */
export function hostSummary(host: LabHost, context: Context): Record<string, unknown> {
  const { site } = context;
  return {
    host: site.hostRef(host),
    hardware: hardwareSummary(host),
    runtime: hostRuntime(host, context),
    config: {
      name: host.name,
      port: host.endpoint?.port ?? 443,
      ...(host.endpoint ? { sslThumbprint: host.endpoint.thumbprintSha1 } : {}),
      product: hostProduct(host),
      vmotionEnabled: true,
      faultToleranceEnabled: false,
    },
    quickStats: isResponding(host)
      ? {
          // Counted when it is read only: it looks at every VM.
          get overallMemoryUsage() {
            return HYPERVISOR_MIB + memoryOfVms(host, site);
          },
          uptime: Math.floor((site.world.clock.now() - host.lastBoot.at) / 1000),
        }
      : {},
    overallStatus: isResponding(host) ? 'green' : 'red',
    rebootRequired: false,
    maxEVCModeKey: host.cpu,
    ...(host.cluster.evc ? { currentEVCModeKey: host.cluster.evc } : {}),
    ...(site.kind === 'VirtualCenter'
      ? {
          tpmAttestation: tpmAttestation(host),
          trustAuthorityAttestationInfos: attestationInfos(host, site),
        }
      : {}),
  };
}
