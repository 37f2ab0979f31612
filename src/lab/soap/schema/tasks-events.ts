/** vim25 types about tasks and events, in the order of the schema of 8.0 U3. Notation: `parse.ts`. */
export const tasksEventsTypes = `
TaskInfo
  key string, task &, description LocalizableMessage, name string, descriptionId string, entity &,
  entityName string, locked &[], state TaskInfoState, cancelled boolean, cancelable boolean,
  error LocalizedMethodFault, result any, progress int, progressDetails KeyAnyValue[]@8.0.1.0,
  reason TaskReason, queueTime dateTime, startTime dateTime, completeTime dateTime, eventChainId int,
  changeTag string, parentTaskKey string, rootTaskKey string, activationId string
TaskReason
TaskReasonUser < TaskReason
  userName string
Description
  label string, summary string
ElementDescription < Description
  key string
EVCMode < ElementDescription
  guaranteedCPUFeatures HostCpuIdInfo[], featureCapability HostFeatureCapability[], featureMask HostFeatureMask[],
  featureRequirement VirtualMachineFeatureRequirement[], vendor string, track string[], vendorTier int
TypeDescription < Description
  key string
EventDescription
  category ElementDescription[], eventInfo EventDescriptionEventDetail[], enumeratedTypes EnumDescription[]
EventDescriptionEventDetail
  key string, description string, category string, formatOnDatacenter string, formatOnComputeResource string,
  formatOnHost string, formatOnVm string, fullFormat string, longDescription string
TaskDescription
  methodInfo ElementDescription[], state ElementDescription[], reason TypeDescription[]
Event
  key int, chainId int, createdTime dateTime, userName string, datacenter DatacenterEventArgument,
  computeResource ComputeResourceEventArgument, host HostEventArgument, vm VmEventArgument,
  ds DatastoreEventArgument, net NetworkEventArgument, dvs DvsEventArgument, fullFormattedMessage string,
  changeTag string
EventEx < Event
  eventTypeId string, severity string, message string, arguments KeyAnyValue[], objectId string,
  objectType string, objectName string, fault LocalizedMethodFault
HostEvent < Event
EnteringMaintenanceModeEvent < HostEvent
EnteredMaintenanceModeEvent < HostEvent
ExitMaintenanceModeEvent < HostEvent
HostConnectionLostEvent < HostEvent
HostConnectedEvent < HostEvent
HostDisconnectedEvent < HostEvent
  reason string
HostReconnectionFailedEvent < HostEvent
AlarmState
  key string, entity &, alarm &, overallStatus ManagedEntityStatus, time dateTime, acknowledged boolean,
  acknowledgedByUser string, acknowledgedTime dateTime, eventKey int, disabled boolean@6.9.1
AlarmExpression
OrAlarmExpression < AlarmExpression
  expression AlarmExpression[]
AlarmSpec
  name string, systemName string, description string, enabled boolean, expression AlarmExpression,
  action AlarmAction, actionFrequency int, setting AlarmSetting
AlarmInfo < AlarmSpec
  key string, alarm &, entity &, lastModifiedTime dateTime, lastModifiedUser string, creationEventId int
EventArgument
EntityEventArgument < EventArgument
  name string
HostEventArgument < EntityEventArgument
  host &
DatacenterEventArgument < EntityEventArgument
  datacenter &
ComputeResourceEventArgument < EntityEventArgument
  computeResource &
`;
