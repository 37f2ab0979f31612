/** vim25 types about virtual machines, in the order of the schema of 8.0 U3. Notation: `parse.ts`. */
export const virtualMachineTypes = `
VirtualMachineRuntimeInfo
  device VirtualMachineDeviceRuntimeInfo[], host &, connectionState VirtualMachineConnectionState,
  powerState VirtualMachinePowerState, vmFailoverInProgress boolean@7.0.2.0,
  faultToleranceState VirtualMachineFaultToleranceState,
  dasVmProtection VirtualMachineRuntimeInfoDasProtectionState, toolsInstallerMounted boolean,
  suspendTime dateTime, bootTime dateTime, suspendInterval long, question VirtualMachineQuestionInfo,
  memoryOverhead long, maxCpuUsage int, maxMemoryUsage int, numMksConnections int,
  recordReplayState VirtualMachineRecordReplayState, cleanPowerOff boolean, needSecondaryReason string,
  onlineStandby boolean, minRequiredEVCModeKey string, consolidationNeeded boolean,
  offlineFeatureRequirement VirtualMachineFeatureRequirement[],
  featureRequirement VirtualMachineFeatureRequirement[], featureMask HostFeatureMask[],
  vFlashCacheAllocation long, paused boolean, snapshotInBackground boolean, quiescedForkParent boolean,
  instantCloneFrozen boolean@6.7, cryptoState string@6.7, suspendedToMemory boolean@7.0.2.0,
  opNotificationTimeout long@8.0.0.1, iommuActive boolean@8.0.1.0
VirtualMachineConfigInfo
  changeVersion string, modified dateTime, name string, guestFullName string, version string, uuid string,
  createDate dateTime@6.7, instanceUuid string, npivNodeWorldWideName long[], npivPortWorldWideName long[],
  npivWorldWideNameType string, npivDesiredNodeWwns short, npivDesiredPortWwns short,
  npivTemporaryDisabled boolean, npivOnNonRdmDisks boolean, locationId string, template boolean,
  guestId string, alternateGuestName string, annotation string, files VirtualMachineFileInfo,
  tools ToolsConfigInfo, flags VirtualMachineFlagInfo, consolePreferences VirtualMachineConsolePreferences,
  defaultPowerOps VirtualMachineDefaultPowerOpInfo, rebootPowerOff boolean@8.0.0.1,
  hardware VirtualHardware, vcpuConfig VirtualMachineVcpuConfig[]@7.0.0.0,
  cpuAllocation ResourceAllocationInfo, memoryAllocation ResourceAllocationInfo,
  latencySensitivity LatencySensitivity, memoryHotAddEnabled boolean, cpuHotAddEnabled boolean,
  cpuHotRemoveEnabled boolean, hotPlugMemoryLimit long, hotPlugMemoryIncrementSize long,
  cpuAffinity VirtualMachineAffinityInfo, memoryAffinity VirtualMachineAffinityInfo,
  networkShaper VirtualMachineNetworkShaperInfo, extraConfig OptionValue[], cpuFeatureMask HostCpuIdInfo[],
  datastoreUrl VirtualMachineConfigInfoDatastoreUrlPair[], swapPlacement string,
  bootOptions VirtualMachineBootOptions, ftInfo FaultToleranceConfigInfo, repConfig ReplicationConfigSpec,
  vAppConfig VmConfigInfo, vAssertsEnabled boolean, changeTrackingEnabled boolean, firmware string,
  maxMksConnections int, guestAutoLockEnabled boolean, managedBy ManagedByInfo,
  memoryReservationLockedToMax boolean, initialOverhead VirtualMachineConfigInfoOverheadInfo,
  nestedHVEnabled boolean, vPMCEnabled boolean, scheduledHardwareUpgradeInfo ScheduledHardwareUpgradeInfo,
  forkConfigInfo VirtualMachineForkConfigInfo, vFlashCacheReservation long, vmxConfigChecksum base64Binary,
  messageBusTunnelEnabled boolean, vmStorageObjectId string, swapStorageObjectId string,
  keyId CryptoKeyId@6.5, guestIntegrityInfo VirtualMachineGuestIntegrityInfo@6.5,
  migrateEncryption string@6.5, sgxInfo VirtualMachineSgxInfo@7.0.0.0,
  contentLibItemInfo VirtualMachineContentLibraryItemInfo@7.0.0.0, ftEncryptionMode string@7.0.2.0,
  guestMonitoringModeInfo VirtualMachineGuestMonitoringModeInfo@7.0.0.0, sevEnabled boolean@7.0.1.0,
  numaInfo VirtualMachineVirtualNumaInfo@8.0.0.1, pmemFailoverEnabled boolean@7.0.2.0,
  vmxStatsCollectionEnabled boolean@7.0.3.1, vmOpNotificationToAppEnabled boolean@7.0.3.0,
  vmOpNotificationTimeout long@8.0.0.1, deviceSwap VirtualMachineVirtualDeviceSwap@8.0.0.1,
  pmem VirtualMachineVirtualPMem@7.0.3.0, deviceGroups VirtualMachineVirtualDeviceGroups@8.0.0.1,
  fixedPassthruHotPlugEnabled boolean@8.0.1.0, metroFtEnabled boolean@8.0.3.0,
  metroFtHostGroup string@8.0.3.0
VirtualMachineBootOptions
  bootDelay long, enterBIOSSetup boolean, efiSecureBootEnabled boolean@6.5, bootRetryEnabled boolean,
  bootRetryDelay long, bootOrder VirtualMachineBootOptionsBootableDevice[], networkBootProtocol string
VirtualMachineFileInfo
  vmPathName string, snapshotDirectory string, suspendDirectory string, logDirectory string,
  ftMetadataDirectory string
VirtualMachineFlagInfo
  disableAcceleration boolean, enableLogging boolean, useToe boolean, runWithDebugInfo boolean,
  monitorType string, htSharing string, snapshotDisabled boolean, snapshotLocked boolean,
  diskUuidEnabled boolean, virtualMmuUsage string, virtualExecUsage string, snapshotPowerOffBehavior string,
  recordReplayEnabled boolean, faultToleranceType string, cbrcCacheEnabled boolean@6.5,
  vvtdEnabled boolean@6.7, vbsEnabled boolean@6.7
VirtualMachineDefaultPowerOpInfo
  powerOffType string, suspendType string, resetType string, defaultPowerOffType string,
  defaultSuspendType string, defaultResetType string, standbyAction string
VirtualMachineCapability
  snapshotOperationsSupported boolean, multipleSnapshotsSupported boolean, snapshotConfigSupported boolean,
  poweredOffSnapshotsSupported boolean, memorySnapshotsSupported boolean, revertToSnapshotSupported boolean,
  quiescedSnapshotsSupported boolean, disableSnapshotsSupported boolean, lockSnapshotsSupported boolean,
  consolePreferencesSupported boolean, cpuFeatureMaskSupported boolean, s1AcpiManagementSupported boolean,
  settingScreenResolutionSupported boolean, toolsAutoUpdateSupported boolean, vmNpivWwnSupported boolean,
  npivWwnOnNonRdmVmSupported boolean, vmNpivWwnDisableSupported boolean, vmNpivWwnUpdateSupported boolean,
  swapPlacementSupported boolean, toolsSyncTimeSupported boolean, virtualMmuUsageSupported boolean,
  diskSharesSupported boolean, bootOptionsSupported boolean, bootRetryOptionsSupported boolean,
  settingVideoRamSizeSupported boolean, settingDisplayTopologySupported boolean,
  recordReplaySupported boolean, changeTrackingSupported boolean, multipleCoresPerSocketSupported boolean,
  hostBasedReplicationSupported boolean, guestAutoLockSupported boolean,
  memoryReservationLockSupported boolean, featureRequirementSupported boolean,
  poweredOnMonitorTypeChangeSupported boolean, seSparseDiskSupported boolean, nestedHVSupported boolean,
  vPMCSupported boolean, secureBootSupported boolean@6.5, perVmEvcSupported boolean@6.7,
  virtualMmuUsageIgnored boolean@6.7, virtualExecUsageIgnored boolean@6.7,
  diskOnlySnapshotOnSuspendedVMSupported boolean@6.7, suspendToMemorySupported boolean@7.0.2.0,
  toolsSyncTimeAllowSupported boolean@7.0.1.0, sevSupported boolean@7.0.1.0,
  pmemFailoverSupported boolean@7.0.2.0, requireSgxAttestationSupported boolean@8.0.0.1,
  changeModeDisksSupported boolean@8.0.0.1, vendorDeviceGroupSupported boolean@8.0.1.0
VirtualMachineSummary
  vm &, runtime VirtualMachineRuntimeInfo, guest VirtualMachineGuestSummary,
  config VirtualMachineConfigSummary, storage VirtualMachineStorageSummary,
  quickStats VirtualMachineQuickStats, overallStatus ManagedEntityStatus, customValue CustomFieldValue[]
VirtualMachineConfigSummary
  name string, template boolean, vmPathName string, memorySizeMB int, cpuReservation int,
  memoryReservation int, numCpu int, numEthernetCards int, numVirtualDisks int, uuid string,
  instanceUuid string, guestId string, guestFullName string, annotation string, product VAppProductInfo,
  installBootRequired boolean, ftInfo FaultToleranceConfigInfo, managedBy ManagedByInfo,
  tpmPresent boolean@6.7, numVmiopBackings int@6.7, hwVersion string@6.9.1
VirtualMachineQuickStats
  overallCpuUsage int, overallCpuDemand int, overallCpuReadiness int@7.0.0.0, guestMemoryUsage int,
  hostMemoryUsage int, guestHeartbeatStatus ManagedEntityStatus, distributedCpuEntitlement int,
  distributedMemoryEntitlement int, staticCpuEntitlement int, staticMemoryEntitlement int,
  grantedMemory int@7.0.0.0, privateMemory int, sharedMemory int, swappedMemory int, balloonedMemory int,
  consumedOverheadMemory int, ftLogBandwidth int, ftSecondaryLatency int,
  ftLatencyStatus ManagedEntityStatus, compressedMemory long, uptimeSeconds int, ssdSwappedMemory long,
  activeMemory int@7.0.3.0, memoryTierStats VirtualMachineQuickStatsMemoryTierStats[]@7.0.3.0
VirtualHardware
  numCPU int, numCoresPerSocket int, autoCoresPerSocket boolean@8.0.0.1, memoryMB int,
  virtualICH7MPresent boolean, virtualSMCPresent boolean, device VirtualDevice[],
  motherboardLayout string@8.0.0.1, simultaneousThreads int@8.0.0.1
`;
