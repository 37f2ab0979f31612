/** vim25 types about the service itself: content, sessions, licences, options, in the order of the schema of 8.0 U3. Notation: `parse.ts`. */
export const serviceTypes = `
ServiceContent
  rootFolder &, propertyCollector &, viewManager &, about AboutInfo, setting &, userDirectory &,
  sessionManager &, authorizationManager &, serviceManager &, perfManager &, scheduledTaskManager &,
  alarmManager &, eventManager &, taskManager &, extensionManager &, customizationSpecManager &,
  guestCustomizationManager &@6.8.7, customFieldsManager &, accountManager &, diagnosticManager &,
  licenseManager &, searchIndex &, fileManager &, datastoreNamespaceManager &, virtualDiskManager &,
  virtualizationManager &, snmpSystem &, vmProvisioningChecker &, vmCompatibilityChecker &, ovfManager &,
  ipPoolManager &, dvSwitchManager &, hostProfileManager &, clusterProfileManager &, complianceManager &,
  localizationManager &, storageResourceManager &, guestOperationsManager &, overheadMemoryManager &,
  certificateManager &, ioFilterManager &, vStorageObjectManager &@6.5, hostSpecManager &@6.5,
  cryptoManager &@6.5, healthUpdateManager &@6.5, failoverClusterConfigurator &@6.5,
  failoverClusterManager &@6.5, tenantManager &@6.9.1, siteInfoManager &@7.0.0.0,
  storageQueryManager &@6.7.2
AboutInfo
  name string, fullName string, vendor string, version string, patchLevel string@7.0.2.0, build string,
  localeVersion string, localeBuild string, osType string, productLineId string, apiType string,
  apiVersion string, instanceUuid string, licenseProductName string, licenseProductVersion string
UserSession
  key string, userName string, fullName string, loginTime dateTime, lastActiveTime dateTime, locale string,
  messageLocale string, extensionSession boolean, ipAddress string, userAgent string, callCount long
SessionManagerGenericServiceTicket
  id string, hostName string, sslThumbprint string,
  certThumbprintList VirtualMachineCertThumbprint[]@7.0.3.1, ticketType string@7.0.2.0
Capability
  provisioningSupported boolean, multiHostSupported boolean, userShellAccessSupported boolean,
  supportedEVCMode EVCMode[], supportedEVCGraphicsMode FeatureEVCMode[]@7.0.1.0,
  networkBackupAndRestoreSupported boolean, ftDrsWithoutEvcSupported boolean@6.7,
  hciWorkflowSupported boolean@6.7.1, computePolicyVersion int@6.8.7,
  clusterPlacementSupported boolean@7.0.0.0, lifecycleManagementSupported boolean@7.0.0.0,
  hostSeedingSupported boolean@7.0.2.0, scalableSharesSupported boolean@7.0.0.0,
  hadcsSupported boolean@7.0.1.1, configMgmtSupported boolean@7.0.3.1
DatacenterConfigInfo
  defaultHardwareVersionKey string, maximumHardwareVersionKey string@7.0.2.0
LicenseSource
LocalLicenseSource < LicenseSource
  licenseKeys string
LicenseManagerEvaluationInfo
  properties KeyAnyValue[]
LicenseManagerLicenseInfo
  licenseKey string, editionKey string, name string, total int, used int, costUnit string,
  properties KeyAnyValue[], labels KeyValue[]
KeyAnyValue
  key string, value any
KeyValue
  key string, value string
OptionValue
  key string, value any?
EntityPrivilege
  entity &, privAvailability PrivilegeAvailability[]
PrivilegeAvailability
  privId string, isGranted boolean
UserSearchResult
  principal string, fullName string, group boolean
LocalizableMessage
  key string, arg KeyAnyValue[], message string
`;
