const words = (text: string): string[] => text.trim().split(/\s+/);

const supported = words(`
  snapshotOperationsSupported multipleSnapshotsSupported snapshotConfigSupported poweredOffSnapshotsSupported
  memorySnapshotsSupported revertToSnapshotSupported quiescedSnapshotsSupported lockSnapshotsSupported
  cpuFeatureMaskSupported toolsAutoUpdateSupported vmNpivWwnSupported vmNpivWwnUpdateSupported
  swapPlacementSupported toolsSyncTimeSupported virtualMmuUsageSupported diskSharesSupported
  bootOptionsSupported bootRetryOptionsSupported settingVideoRamSizeSupported changeTrackingSupported
  multipleCoresPerSocketSupported hostBasedReplicationSupported guestAutoLockSupported
  memoryReservationLockSupported featureRequirementSupported seSparseDiskSupported nestedHVSupported
  vPMCSupported secureBootSupported
`);

const unsupported = words(`
  disableSnapshotsSupported consolePreferencesSupported s1AcpiManagementSupported
  settingScreenResolutionSupported npivWwnOnNonRdmVmSupported vmNpivWwnDisableSupported
  settingDisplayTopologySupported recordReplaySupported poweredOnMonitorTypeChangeSupported
`);

/** `VirtualMachineCapability`; all machines of the lab are the same. */
export const vmCapability = (): Record<string, unknown> => ({
  ...Object.fromEntries(supported.map((name) => [name, true])),
  ...Object.fromEntries(unsupported.map((name) => [name, false])),
});
