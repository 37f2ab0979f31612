/** vim25 types about capability and configuration of a host, in the order of the schema of 8.0 U3. Notation: `parse.ts`. */
export const hostConfigTypes = `
HostCapability
  recursiveResourcePoolsSupported boolean, cpuMemoryResourceConfigurationSupported boolean,
  rebootSupported boolean, shutdownSupported boolean, vmotionSupported boolean, standbySupported boolean,
  ipmiSupported boolean, maxSupportedVMs int, maxRunningVMs int, maxSupportedVcpus int,
  maxRegisteredVMs int, datastorePrincipalSupported boolean, sanSupported boolean, nfsSupported boolean,
  iscsiSupported boolean, vlanTaggingSupported boolean, nicTeamingSupported boolean,
  highGuestMemSupported boolean, maintenanceModeSupported boolean, suspendedRelocateSupported boolean,
  restrictedSnapshotRelocateSupported boolean, perVmSwapFiles boolean, localSwapDatastoreSupported boolean,
  unsharedSwapVMotionSupported boolean, backgroundSnapshotsSupported boolean,
  preAssignedPCIUnitNumbersSupported boolean, screenshotSupported boolean,
  scaledScreenshotSupported boolean, storageVMotionSupported boolean,
  vmotionWithStorageVMotionSupported boolean, vmotionAcrossNetworkSupported boolean,
  maxNumDisksSVMotion int, maxVirtualDiskDescVersionSupported int@8.0.1.0, hbrNicSelectionSupported boolean,
  vrNfcNicSelectionSupported boolean, recordReplaySupported boolean, ftSupported boolean,
  replayUnsupportedReason string, replayCompatibilityIssues string[], smpFtSupported boolean,
  ftCompatibilityIssues string[], smpFtCompatibilityIssues string[], maxVcpusPerFtVm int,
  loginBySSLThumbprintSupported boolean, cloneFromSnapshotSupported boolean,
  deltaDiskBackingsSupported boolean, perVMNetworkTrafficShapingSupported boolean, tpmSupported boolean,
  tpmVersion string@6.7, txtEnabled boolean@6.7, supportedCpuFeature HostCpuIdInfo[],
  virtualExecUsageSupported boolean, storageIORMSupported boolean, vmDirectPathGen2Supported boolean,
  vmDirectPathGen2UnsupportedReason string[], vmDirectPathGen2UnsupportedReasonExtended string,
  supportedVmfsMajorVersion int[], vStorageCapable boolean, snapshotRelayoutSupported boolean,
  firewallIpRulesSupported boolean, servicePackageInfoSupported boolean, maxHostRunningVms int,
  maxHostSupportedVcpus int, vmfsDatastoreMountCapable boolean,
  eightPlusHostVmfsSharedAccessSupported boolean, nestedHVSupported boolean, vPMCSupported boolean,
  interVMCommunicationThroughVMCISupported boolean, scheduledHardwareUpgradeSupported boolean,
  featureCapabilitiesSupported boolean, latencySensitivitySupported boolean, storagePolicySupported boolean,
  accel3dSupported boolean, reliableMemoryAware boolean, multipleNetworkStackInstanceSupported boolean,
  messageBusProxySupported boolean, vsanSupported boolean, vFlashSupported boolean,
  hostAccessManagerSupported boolean, provisioningNicSelectionSupported boolean, nfs41Supported boolean,
  nfs41Krb5iSupported boolean@6.5, turnDiskLocatorLedSupported boolean,
  virtualVolumeDatastoreSupported boolean, markAsSsdSupported boolean, markAsLocalSupported boolean,
  smartCardAuthenticationSupported boolean, pMemSupported boolean@6.7, pMemSnapshotSupported boolean@6.7,
  cryptoSupported boolean@6.5, oneKVolumeAPIsSupported boolean@6.5, gatewayOnNicSupported boolean@6.5,
  upitSupported boolean@6.5, cpuHwMmuSupported boolean@6.5, encryptedVMotionSupported boolean@6.5,
  encryptionChangeOnAddRemoveSupported boolean@6.5, encryptionHotOperationSupported boolean@6.5,
  encryptionWithSnapshotsSupported boolean@6.5, encryptionFaultToleranceSupported boolean@6.5,
  encryptionMemorySaveSupported boolean@6.5, encryptionRDMSupported boolean@6.5,
  encryptionVFlashSupported boolean@6.5, encryptionCBRCSupported boolean@6.5,
  encryptionHBRSupported boolean@6.5, ftEfiSupported boolean@6.7, unmapMethodSupported string@6.7,
  maxMemMBPerFtVm int@6.7, virtualMmuUsageIgnored boolean@6.7, virtualExecUsageIgnored boolean@6.7,
  vmCreateDateSupported boolean@6.7, vmfs3EOLSupported boolean@6.7, ftVmcpSupported boolean@6.7,
  quickBootSupported boolean@6.7.1, encryptedFtSupported boolean@7.0.2.0,
  assignableHardwareSupported boolean@7.0.0.0, suspendToMemorySupported boolean@7.0.2.0,
  useFeatureReqsForOldHWv boolean@6.8.7, markPerenniallyReservedSupported boolean@6.7.2,
  hppPspSupported boolean@7.0.0.0, deviceRebindWithoutRebootSupported boolean@7.0.0.0,
  storagePolicyChangeSupported boolean@7.0.0.0, precisionTimeProtocolSupported boolean@7.0.0.0,
  remoteDeviceVMotionSupported boolean@7.0.0.0, maxSupportedVmMemory int@7.0.0.0,
  ahDeviceHintsSupported boolean@7.0.2.0, nvmeOverTcpSupported boolean@7.0.3.0,
  nvmeStorageFabricServicesSupported boolean@7.0.3.0, assignHwPciConfigSupported boolean@7.0.2.0,
  timeConfigSupported boolean@7.0.3.0, nvmeBatchOperationsSupported boolean@7.0.3.0,
  pMemFailoverSupported boolean@7.0.2.0, hostConfigEncryptionSupported boolean@7.0.2.0,
  maxSupportedSimultaneousThreads int@8.0.0.1, ptpConfigSupported boolean@7.0.3.0,
  maxSupportedPtpPorts int@7.0.3.0, sgxRegistrationSupported boolean@8.0.0.1,
  pMemIndependentSnapshotSupported boolean@7.0.3.0, iommuSLDirtyCapable boolean@8.0.0.1,
  vmknicBindingSupported boolean@8.0.1.0, ultralowFixedUnmapSupported boolean@8.0.0.1,
  nvmeVvolSupported boolean@8.0.0.0, fptHotplugSupported boolean@8.0.1.0, mconnectSupported boolean@8.0.1.0,
  vsanNicMgmtSupported boolean@8.0.2.0, vvolNQNSupported boolean@8.0.2.0,
  stretchedSCSupported boolean@8.0.3.0, vmknicBindingOnNFSv41 boolean@8.0.3.0,
  vpStatusCheckSupported boolean@8.0.3.0, nConnectSupported boolean@8.0.3.0,
  userKeySupported boolean@8.0.3.0, ndcmSupported boolean@8.0.3.0, uefiSecureBoot boolean@8.0.3.0
HostConfigInfo
  host &, product AboutInfo, deploymentInfo HostDeploymentInfo@6.5, hyperThread HostHyperThreadScheduleInfo,
  cpuScheduler HostCpuSchedulerInfo@8.0.3.0, consoleReservation ServiceConsoleReservationInfo,
  virtualMachineReservation VirtualMachineMemoryReservationInfo, storageDevice HostStorageDeviceInfo,
  multipathState HostMultipathStateInfo, fileSystemVolume HostFileSystemVolumeInfo, systemFile string[],
  network HostNetworkInfo, vmotion HostVMotionInfo, virtualNicManagerInfo HostVirtualNicManagerInfo,
  capabilities HostNetCapabilities, datastoreCapabilities HostDatastoreSystemCapabilities,
  offloadCapabilities HostNetOffloadCapabilities, service HostServiceInfo, firewall HostFirewallInfo,
  autoStart HostAutoStartManagerConfig, activeDiagnosticPartition HostDiagnosticPartition,
  option OptionValue[], optionDef OptionDef[], datastorePrincipal string, localSwapDatastore &,
  systemSwapConfiguration HostSystemSwapConfiguration, systemResources HostSystemResourceInfo,
  dateTimeInfo HostDateTimeInfo, flags HostFlagInfo, adminDisabled boolean, lockdownMode HostLockdownMode,
  ipmi HostIpmiInfo, sslThumbprintInfo HostSslThumbprintInfo, sslThumbprintData HostSslThumbprintInfo[],
  certificate byte[], pciPassthruInfo HostPciPassthruInfo[],
  authenticationManagerInfo HostAuthenticationManagerInfo, featureVersion HostFeatureVersionInfo[],
  powerSystemCapability PowerSystemCapability, powerSystemInfo PowerSystemInfo,
  cacheConfigurationInfo HostCacheConfigurationInfo[], wakeOnLanCapable boolean,
  featureCapability HostFeatureCapability[], maskedFeatureCapability HostFeatureCapability[],
  vFlashConfigInfo HostVFlashManagerVFlashConfigInfo, vsanHostConfig VsanHostConfigInfo,
  domainList string[], scriptCheckSum base64Binary, hostConfigCheckSum base64Binary,
  descriptionTreeCheckSum base64Binary@7.0.0.0, graphicsInfo HostGraphicsInfo[],
  sharedPassthruGpuTypes string[], graphicsConfig HostGraphicsConfig@6.5,
  sharedGpuCapabilities HostSharedGpuCapabilities[]@6.7, ioFilterInfo HostIoFilterInfo[],
  sriovDevicePool HostSriovDevicePoolInfo[]@6.5,
  assignableHardwareBinding HostAssignableHardwareBinding[]@7.0.0.0,
  assignableHardwareConfig HostAssignableHardwareConfig@7.0.0.0
HostConfigManager
  cpuScheduler &, datastoreSystem &, memoryManager &, storageSystem &, networkSystem &, vmotionSystem &,
  virtualNicManager &, serviceSystem &, firewallSystem &, advancedOption &, diagnosticSystem &,
  autoStartManager &, snmpSystem &, dateTimeSystem &, patchManager &, imageConfigManager &,
  bootDeviceSystem &, firmwareSystem &, healthStatusSystem &, pciPassthruSystem &, licenseManager &,
  kernelModuleSystem &, authenticationManager &, powerSystem &, cacheConfigurationManager &,
  esxAgentHostManager &, iscsiManager &, vFlashManager &, vsanSystem &, messageBusProxy &, userDirectory &,
  accountManager &, hostAccessManager &, graphicsManager &, vsanInternalSystem &, certificateManager &,
  cryptoManager &@6.5, nvdimmSystem &@6.7, assignableHardwareManager &@7.0.0.0
HostDateTimeInfo
  timeZone HostDateTimeSystemTimeZone, systemClockProtocol string@7.0.0.0, ntpConfig HostNtpConfig,
  ptpConfig HostPtpConfig@7.0.3.0, enabled boolean@7.0.3.0, disableEvents boolean@7.0.3.0,
  disableFallback boolean@7.0.3.0, inFallbackState boolean@7.0.3.0, serviceSync boolean@7.0.3.0,
  lastSyncTime dateTime@7.0.3.0, remoteNtpServer string@7.0.3.0, ntpRunTime long@7.0.3.0,
  ptpRunTime long@7.0.3.0, ntpDuration string@7.0.3.0, ptpDuration string@7.0.3.0
HostDateTimeSystemTimeZone
  key string, name string, description string, gmtOffset int
VsanHostConfigInfo
  enabled boolean, hostSystem &, clusterInfo VsanHostConfigInfoClusterInfo,
  storageInfo VsanHostConfigInfoStorageInfo, networkInfo VsanHostConfigInfoNetworkInfo,
  faultDomainInfo VsanHostFaultDomainInfo, vsanEsaEnabled boolean@8.0.0.1
VsanHostClusterStatus
  uuid string, nodeUuid string, health string, nodeState VsanHostClusterStatusState, memberUuid string[]
VsanHostClusterStatusState
  state string, completion VsanHostClusterStatusStateCompletionEstimate
HostNtpConfig
  server string[], configFile string[]
HostHyperThreadScheduleInfo
  available boolean, active boolean, config boolean
`;
