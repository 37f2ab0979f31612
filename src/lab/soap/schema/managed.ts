/** Managed object types of vim25 and their properties, in the order of the schema of 8.0 U3. Notation: `parse.ts`. */
export const managedTypes = `
ServiceInstance
  serverClock dateTime, capability Capability, content ServiceContent
SessionManager
  sessionList UserSession[], currentSession UserSession, message string, messageLocaleList string[],
  supportedLocaleList string[], defaultLocale string
PropertyCollector
  filter &[]
PropertyFilter
  spec PropertyFilterSpec, partialUpdates boolean
ViewManager
  viewList &[]
View
ManagedObjectView < View
  view &[]
ContainerView < ManagedObjectView
  container &, type string[], recursive boolean
ListView < ManagedObjectView
ExtensibleManagedObject
  value CustomFieldValue[], availableField CustomFieldDef[]
ManagedEntity < ExtensibleManagedObject
  parent &, customValue CustomFieldValue[], overallStatus ManagedEntityStatus,
  configStatus ManagedEntityStatus, configIssue Event[], effectiveRole int[], permission Permission[],
  name string, disabledMethod string[], recentTask &[], declaredAlarmState AlarmState[],
  triggeredAlarmState AlarmState[], alarmActionsEnabled boolean, tag Tag[]
Folder < ManagedEntity
  childType string[], childEntity &[], namespace string@7.0.0.0
Datacenter < ManagedEntity
  vmFolder &, hostFolder &, datastoreFolder &, networkFolder &, datastore &[], network &[],
  configuration DatacenterConfigInfo
ComputeResource < ManagedEntity
  resourcePool &, host &[], datastore &[], network &[], summary ComputeResourceSummary,
  environmentBrowser &, configurationEx ComputeResourceConfigInfo, lifecycleManaged boolean@6.9.1,
  configManagerEnabled boolean@8.0.0.0
ClusterComputeResource < ComputeResource
  configuration ClusterConfigInfo, recommendation ClusterRecommendation[],
  drsRecommendation ClusterDrsRecommendation[], summaryEx ClusterComputeResourceSummary@7.0.1.1,
  hciConfig ClusterComputeResourceHCIConfigInfo@6.7.1, migrationHistory ClusterDrsMigration[],
  actionHistory ClusterActionHistory[], drsFault ClusterDrsFaults[]
HostSystem < ManagedEntity
  runtime HostRuntimeInfo, summary HostListSummary, hardware HostHardwareInfo, capability HostCapability,
  licensableResource HostLicensableResourceInfo, remediationState HostSystemRemediationState@6.7,
  precheckRemediationResult ApplyHostProfileConfigurationSpec@6.7,
  remediationResult ApplyHostProfileConfigurationResult@6.7,
  complianceCheckState HostSystemComplianceCheckState@6.7, complianceCheckResult ComplianceResult@6.7,
  configManager HostConfigManager, config HostConfigInfo, vm &[], datastore &[], network &[],
  datastoreBrowser &, systemResources HostSystemResourceInfo,
  answerFileValidationState AnswerFileStatusResult@6.7,
  answerFileValidationResult AnswerFileStatusResult@6.7
VirtualMachine < ManagedEntity
  capability VirtualMachineCapability, config VirtualMachineConfigInfo, layout VirtualMachineFileLayout,
  layoutEx VirtualMachineFileLayoutEx, storage VirtualMachineStorageInfo, environmentBrowser &,
  resourcePool &, parentVApp &, resourceConfig ResourceConfigSpec, runtime VirtualMachineRuntimeInfo,
  guest GuestInfo, summary VirtualMachineSummary, datastore &[], network &[],
  snapshot VirtualMachineSnapshotInfo, rootSnapshot &[], guestHeartbeatStatus ManagedEntityStatus
Datastore < ManagedEntity
  info DatastoreInfo, summary DatastoreSummary, host DatastoreHostMount[], vm &[], browser &,
  capability DatastoreCapability, iormConfiguration StorageIORMInfo
Network < ManagedEntity
  summary NetworkSummary, host &[], vm &[]
Task < ExtensibleManagedObject
  info TaskInfo
TaskManager
  recentTask &[], description TaskDescription, maxCollector int
EventManager
  description EventDescription, latestEvent Event, maxCollector int
HistoryCollector
  filter any
TaskHistoryCollector < HistoryCollector
  latestPage TaskInfo[]
EventHistoryCollector < HistoryCollector
  latestPage Event[], initialized boolean@8.0.3.0
HostServiceSystem < ExtensibleManagedObject
  serviceInfo HostServiceInfo
HostDateTimeSystem
  dateTimeInfo HostDateTimeInfo
HostVsanSystem
  config VsanHostConfigInfo
HostVsanInternalSystem
OptionManager
  supportedOption OptionDef[], setting OptionValue[]
LicenseManager
  source LicenseSource, sourceAvailable boolean, diagnostics LicenseDiagnostics,
  featureInfo LicenseFeatureInfo[], licensedEdition string, licenses LicenseManagerLicenseInfo[],
  licenseAssignmentManager &, evaluation LicenseManagerEvaluationInfo
SearchIndex
AuthorizationManager
  privilegeList AuthorizationPrivilege[], roleList AuthorizationRole[],
  description AuthorizationDescription
UserDirectory
  domainList string[]
Alarm < ExtensibleManagedObject
  info AlarmInfo
`;
