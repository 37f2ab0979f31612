/** Methods of vim25 that the lab has, parameters in the order of the schema of 8.0 U3. Notation: `parse.ts`. */
export const methods = `
ServiceInstance.RetrieveServiceContent ServiceContent
ServiceInstance.CurrentTime dateTime
SessionManager.Login UserSession
  userName string, password string, locale string?
SessionManager.Logout void
SessionManager.SessionIsActive boolean
  sessionID string, userName string
SessionManager.TerminateSession void
  sessionId string[]
SessionManager.AcquireGenericServiceTicket SessionManagerGenericServiceTicket
  spec SessionManagerServiceRequestSpec
PropertyCollector.RetrieveProperties ObjectContent[]
  specSet PropertyFilterSpec[]
PropertyCollector.RetrievePropertiesEx RetrieveResult
  specSet PropertyFilterSpec[], options RetrieveOptions
PropertyCollector.ContinueRetrievePropertiesEx RetrieveResult
  token string
PropertyCollector.CancelRetrievePropertiesEx void
  token string
PropertyCollector.CreateFilter &
  spec PropertyFilterSpec, partialUpdates boolean
PropertyCollector.CreatePropertyCollector &
PropertyCollector.DestroyPropertyCollector void
PropertyCollector.CheckForUpdates UpdateSet
  version string?
PropertyCollector.WaitForUpdates UpdateSet
  version string?
PropertyCollector.WaitForUpdatesEx UpdateSet
  version string?, options WaitOptions?
PropertyCollector.CancelWaitForUpdates void
PropertyFilter.DestroyPropertyFilter void
ViewManager.CreateContainerView &
  container &, type string[]?, recursive boolean
ViewManager.CreateListView &
  obj &[]?
View.DestroyView void
SearchIndex.FindByUuid &
  datacenter &?, uuid string, vmSearch boolean, instanceUuid boolean?
SearchIndex.FindByDnsName &
  datacenter &?, dnsName string, vmSearch boolean
SearchIndex.FindByInventoryPath &
  inventoryPath string
HostSystem.EnterMaintenanceMode_Task &
  timeout int, evacuatePoweredOffVms boolean?, maintenanceSpec HostMaintenanceSpec?
HostSystem.ExitMaintenanceMode_Task &
  timeout int
HostSystem.RebootHost_Task &
  force boolean
HostSystem.DisconnectHost_Task &
HostSystem.ReconnectHost_Task &
  cnxSpec HostConnectSpec?, reconnectSpec HostSystemReconnectSpec?
HostSystem.QueryTpmAttestationReport HostTpmAttestationReport
ManagedEntity.Destroy_Task &
ClusterComputeResource.AddHost_Task &
  spec HostConnectSpec, asConnected boolean, resourcePool &?, license string?
HostServiceSystem.RefreshServices void
HostServiceSystem.StartService void
  id string
HostServiceSystem.StopService void
  id string
HostServiceSystem.RestartService void
  id string
HostServiceSystem.UpdateServicePolicy void
  id string, policy string
HostDateTimeSystem.QueryDateTime dateTime
HostVsanSystem.QueryHostStatus VsanHostClusterStatus
HostVsanInternalSystem.QuerySyncingVsanObjects string
  uuids string[]?
OptionManager.QueryOptions OptionValue[]
  name string?
OptionManager.UpdateOptions void
  changedValue OptionValue[]
AuthorizationManager.HasUserPrivilegeOnEntities EntityPrivilege[]
  entities &[]@6.5, userName string@6.5, privId string[]?@6.5
UserDirectory.RetrieveUserGroups UserSearchResult[]
  domain string?, searchStr string, belongsToGroup string?, belongsToUser string?, exactMatch boolean,
  findUsers boolean, findGroups boolean
Task.CancelTask void
TaskManager.CreateCollectorForTasks &
  filter TaskFilterSpec
EventManager.QueryEvents Event[]
  filter EventFilterSpec
EventManager.CreateCollectorForEvents &
  filter EventFilterSpec
HistoryCollector.RewindCollector void
HistoryCollector.ResetCollector void
HistoryCollector.SetCollectorPageSize void
  maxCount int
HistoryCollector.DestroyCollector void
TaskHistoryCollector.ReadNextTasks TaskInfo[]
  maxCount int
TaskHistoryCollector.ReadPreviousTasks TaskInfo[]
  maxCount int
EventHistoryCollector.ReadNextEvents Event[]
  maxCount int
EventHistoryCollector.ReadPreviousEvents Event[]
  maxCount int
`;

/** Enumerations in what clients send, for the values that a server must refuse. */
export const requestEnumerations: Readonly<Record<string, readonly string[]>> = {
  EventFilterSpecRecursionOption: ['self', 'children', 'all'],
  TaskFilterSpecRecursionOption: ['self', 'children', 'all'],
  TaskFilterSpecTimeOption: ['queuedTime', 'startedTime', 'completedTime'],
  TaskInfoState: ['queued', 'running', 'success', 'error'],
};
