/** vim25 faults that the lab raises, in the order of the schema of 8.0 U3. Notation: `parse.ts`. */
export const faultsTypes = `
LocalizedMethodFault
  fault MethodFault, localizedMessage string
MethodFault
  faultCause LocalizedMethodFault, faultMessage LocalizableMessage[]
RuntimeFault < MethodFault
VimFault < MethodFault
SecurityError < RuntimeFault
NoPermission < SecurityError
  object &, privilegeId string, missingPrivileges NoPermissionEntityPrivileges[]@7.0.3.2
NotAuthenticated < NoPermission
InvalidLogin < VimFault
InvalidArgument < RuntimeFault
  invalidProperty string
InvalidProperty < MethodFault
  name string
InvalidRequest < RuntimeFault
InvalidType < InvalidRequest
  argument string
MethodNotFound < InvalidRequest
  receiver &, method string
ManagedObjectNotFound < RuntimeFault
  obj &
NotSupported < RuntimeFault
NotImplemented < RuntimeFault
RequestCanceled < RuntimeFault
SystemError < RuntimeFault
  reason string
InvalidState < VimFault
Timedout < VimFault
TaskInProgress < VimFault
  task &
NotFound < VimFault
AlreadyExists < VimFault
  name string
ResourceInUse < VimFault
  type string, name string
HostCommunication < RuntimeFault
HostNotConnected < HostCommunication
HostConnectFault < VimFault
NoHost < HostConnectFault
  name string
AlreadyConnected < HostConnectFault
  name string
SSLVerifyFault < HostConnectFault
  selfSigned boolean, thumbprint string
GenericDrsFault < VimFault
  hostFaults LocalizedMethodFault[]
InvalidCollectorVersion < MethodFault
InvalidName < VimFault
  name string, entity &
`;
