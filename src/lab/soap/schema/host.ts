/** vim25 types about the state of a host, in the order of the schema of 8.0 U3. Notation: `parse.ts`. */
export const hostTypes = `
HostListSummary
  host &, hardware HostHardwareSummary, runtime HostRuntimeInfo, config HostConfigSummary,
  quickStats HostListSummaryQuickStats, overallStatus ManagedEntityStatus, rebootRequired boolean,
  customValue CustomFieldValue[], managementServerIp string, maxEVCModeKey string, currentEVCModeKey string,
  currentEVCGraphicsModeKey string@7.0.1.0, gateway HostListSummaryGatewaySummary,
  tpmAttestation HostTpmAttestationInfo@6.7,
  trustAuthorityAttestationInfos HostTrustAuthorityAttestationInfo[]@7.0.1.0
HostConfigSummary
  name string, port int, sslThumbprint string, product AboutInfo, vmotionEnabled boolean,
  faultToleranceEnabled boolean, featureVersion HostFeatureVersionInfo[], agentVmDatastore &,
  agentVmNetwork &
HostRuntimeInfo
  connectionState HostSystemConnectionState, powerState HostSystemPowerState, standbyMode string,
  inMaintenanceMode boolean, inQuarantineMode boolean@6.5, bootTime dateTime,
  healthSystemRuntime HealthSystemRuntime, dasHostState ClusterDasFdmHostState,
  tpmPcrValues HostTpmDigestInfo[], vsanRuntimeInfo VsanHostRuntimeInfo,
  networkRuntimeInfo HostRuntimeInfoNetworkRuntimeInfo,
  vFlashResourceRuntimeInfo HostVFlashManagerVFlashResourceRunTimeInfo, hostMaxVirtualDiskCapacity long,
  cryptoState string@6.5, cryptoKeyId CryptoKeyId@6.5, statelessNvdsMigrationReady string@7.0.2.0,
  partialMaintenanceMode HostPartialMaintenanceModeRuntimeInfo[]@8.0.3.0,
  stateEncryption HostRuntimeInfoStateEncryptionInfo@7.0.3.0
HostListSummaryQuickStats
  overallCpuUsage int, overallMemoryUsage int, distributedCpuFairness int, distributedMemoryFairness int,
  availablePMemCapacity int@6.7, uptime int
HostHardwareSummary
  vendor string, model string, uuid string, otherIdentifyingInfo HostSystemIdentificationInfo[],
  memorySize long, cpuModel string, cpuMhz int, numCpuPkgs short, numCpuCores short, numCpuThreads short,
  numNics int, numHBAs int
HostTpmAttestationInfo
  time dateTime, status HostTpmAttestationInfoAcceptanceStatus, message LocalizableMessage
HostTrustAuthorityAttestationInfo
  attestationStatus string, serviceId string, attestedAt dateTime, attestedUntil dateTime,
  messages LocalizableMessage[]
HostServiceInfo
  service HostService[]
HostService
  key string, label string, required boolean, uninstallable boolean, running boolean, ruleset string[],
  policy string, sourcePackage HostServiceSourcePackage
HostServiceSourcePackage
  sourcePackageName string, description string
HostHardwareInfo
  systemInfo HostSystemInfo, cpuPowerManagementInfo HostCpuPowerManagementInfo, cpuInfo HostCpuInfo,
  cpuPkg HostCpuPackage[], memorySize long, numaInfo HostNumaInfo, smcPresent boolean,
  pciDevice HostPciDevice[], dvxClasses HostDvxClass[]@8.0.0.1, cpuFeature HostCpuIdInfo[],
  biosInfo HostBIOSInfo, reliableMemoryInfo HostReliableMemoryInfo,
  persistentMemoryInfo HostPersistentMemoryInfo@6.7, sgxInfo HostSgxInfo@7.0.0.0,
  sevInfo HostSevInfo@7.0.1.0, memoryTieringType string@7.0.3.0,
  memoryTierInfo HostMemoryTierInfo[]@7.0.3.0
HostCpuInfo
  numCpuPackages short, numCpuCores short, numCpuThreads short, hz long
HostCpuPackage
  index short, vendor string, hz long, busHz long, description string, threadId short[],
  cpuFeature HostCpuIdInfo[], family short@8.0.3.0, model short@8.0.3.0, stepping short@8.0.3.0
HostLicensableResourceInfo
  resource KeyAnyValue[]
HostSystemInfo
  vendor string, model string, uuid string, otherIdentifyingInfo HostSystemIdentificationInfo[],
  serialNumber string@6.7, qualifiedName HostQualifiedName[]@7.0.3.0, vvolHostNQN HostQualifiedName@8.0.0.0,
  vvolHostId string@8.0.0.0, bootCommandLine string@8.0.3.0
HostBIOSInfo
  biosVersion string, releaseDate dateTime, vendor string@6.5, majorRelease int@6.5, minorRelease int@6.5,
  firmwareMajorRelease int@6.5, firmwareMinorRelease int@6.5, firmwareType string@8.0.2.0
HostTpmAttestationReport
  tpmPcrValues HostTpmDigestInfo[], tpmEvents HostTpmEventLogEntry[], tpmLogReliable boolean
HostDigestInfo
  digestMethod string, digestValue byte[], objectName string
HostTpmDigestInfo < HostDigestInfo
  pcrNumber int
HostTpmEventLogEntry
  pcrIndex int, eventDetails HostTpmEventDetails
HostTpmEventDetails
  dataHash byte[], dataHashMethod string@6.7
HostTpmSoftwareComponentEventDetails < HostTpmEventDetails
  componentName string, vibName string, vibVersion string, vibVendor string
HostRuntimeInfoStateEncryptionInfo
  protectionMode string, requireSecureBoot boolean, requireExecInstalledOnly boolean
CryptoKeyId
  keyId string, providerId KeyProviderId
KeyProviderId
  id string
`;
