import type { LabHost } from '../../world/model.js';
import { knownFields } from './known-fields.js';

const words = (text: string): string[] => text.trim().split(/\s+/);

const supported = words(`
  recursiveResourcePoolsSupported cpuMemoryResourceConfigurationSupported rebootSupported shutdownSupported
  vmotionSupported sanSupported nfsSupported iscsiSupported vlanTaggingSupported nicTeamingSupported
  highGuestMemSupported maintenanceModeSupported suspendedRelocateSupported
  restrictedSnapshotRelocateSupported perVmSwapFiles localSwapDatastoreSupported
  unsharedSwapVMotionSupported preAssignedPCIUnitNumbersSupported screenshotSupported
  scaledScreenshotSupported storageVMotionSupported vmotionWithStorageVMotionSupported
  hbrNicSelectionSupported vrNfcNicSelectionSupported cloneFromSnapshotSupported deltaDiskBackingsSupported
  perVMNetworkTrafficShapingSupported virtualExecUsageSupported storageIORMSupported vStorageCapable
  snapshotRelayoutSupported vmfsDatastoreMountCapable eightPlusHostVmfsSharedAccessSupported
  nestedHVSupported vPMCSupported featureCapabilitiesSupported latencySensitivitySupported
  accel3dSupported provisioningNicSelectionSupported cryptoSupported encryptedVMotionSupported
  hostAccessManagerSupported vsanSupported
`);

const unsupported = words(`
  datastorePrincipalSupported backgroundSnapshotsSupported recordReplaySupported ftSupported smpFtSupported
  interVMCommunicationThroughVMCISupported
`);

/** `HostCapability`: all that the schema asks for, and of the rest what a client of the lab reads. */
export const hostCapability = (host: LabHost): Record<string, unknown> =>
  knownFields(host, 'HostCapability', {
    ...Object.fromEntries(supported.map((name) => [name, true])),
    ...Object.fromEntries(unsupported.map((name) => [name, false])),
    standbySupported: host.cluster.dpm,
    txtEnabled: host.txt,
    uefiSecureBoot: host.secureBoot,
    tpmSupported: host.tpm,
    ...(host.tpm ? { tpmVersion: '2.0' } : {}),
    quickBootSupported: host.quickBootSupported,
    suspendToMemorySupported: host.quickBootSupported,
  });
