/** vim25 types that clients send, in the order of the schema of 8.0 U3. Notation: `parse.ts`. */
export const requestTypes = `
PropertyFilterSpec
  propSet PropertySpec[], objectSet ObjectSpec[], reportMissingObjectsInResults boolean?
PropertySpec
  type string, all boolean?, pathSet string[]?
ObjectSpec
  obj &, skip boolean?, selectSet SelectionSpec[]?
SelectionSpec
  name string?
TraversalSpec < SelectionSpec
  type string, path string, skip boolean?, selectSet SelectionSpec[]?
RetrieveOptions
  maxObjects int?
WaitOptions
  maxWaitSeconds int?, maxObjectUpdates int?
EventFilterSpec
  entity EventFilterSpecByEntity?, time EventFilterSpecByTime?, userName EventFilterSpecByUsername?,
  eventChainId int?, alarm &?, scheduledTask &?, disableFullMessage boolean?, category string[]?,
  type string[]?, tag string[]?, eventTypeId string[]?, maxCount int?@6.5, delayedInit boolean?@8.0.3.0
EventFilterSpecByEntity
  entity &, recursion EventFilterSpecRecursionOption
EventFilterSpecByTime
  beginTime dateTime?, endTime dateTime?
EventFilterSpecByUsername
  systemUser boolean, userList string[]?
TaskFilterSpec
  entity TaskFilterSpecByEntity?, time TaskFilterSpecByTime?, userName TaskFilterSpecByUsername?,
  activationId string[]?, state TaskInfoState[]?, alarm &?, scheduledTask &?, eventChainId int[]?,
  tag string[]?, parentTaskKey string[]?, rootTaskKey string[]?
TaskFilterSpecByEntity
  entity &, recursion TaskFilterSpecRecursionOption
TaskFilterSpecByTime
  timeType TaskFilterSpecTimeOption, beginTime dateTime?, endTime dateTime?
TaskFilterSpecByUsername
  systemUser boolean, userList string[]?
HostMaintenanceSpec
  vsanMode VsanHostDecommissionMode?, purpose string?@7.0.0.0
VsanHostDecommissionMode
  objectAction string
HostConnectSpec
  hostName string?, port int?, sslThumbprint string?, userName string?, password string?, vmFolder &?,
  force boolean, vimAccountName string?, vimAccountPassword string?, managementIp string?,
  lockdownMode HostLockdownMode?, hostGateway HostGatewaySpec?
HostSystemReconnectSpec
  syncState boolean?
SessionManagerServiceRequestSpec
SessionManagerHttpServiceRequestSpec < SessionManagerServiceRequestSpec
  method string?, url string
`;
