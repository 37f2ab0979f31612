"""Makes pyVmomi's reader of answers as strict as the schema is.

By itself pyVmomi refuses unknown fields, types and enumeration values, yet takes fields in any order, fields and types
that the client's version does not have, objects without their required fields, and faults that a method cannot raise.
Here each of these is a violation; the runner fails the case in whose answers it occurred.
"""

from pyVmomi import SoapAdapter, VmomiSupport, vmodl
from pyVmomi.VmomiSupport import F_OPTIONAL, DataObject, IsChildVersion, ManagedObject

violations = []

# Texts whose values the reference limits to those of an enumeration.
TEXT_ENUMERATIONS = {
    'ClusterDasConfigInfo.hostMonitoring': 'ClusterDasConfigInfoServiceState',
    'ClusterDasConfigInfo.vmMonitoring': 'ClusterDasConfigInfoVmMonitoringState',
    'ComputeResourceConfigInfo.vmSwapPlacement': 'VirtualMachineConfigInfoSwapPlacementType',
    'EventEx.severity': 'EventEventSeverity',
    'HostRuntimeInfo.cryptoState': 'HostCryptoState',
    'HostRuntimeInfo.standbyMode': 'HostStandbyMode',
    'HostRuntimeInfoStateEncryptionInfo.protectionMode': 'HostRuntimeInfoStateEncryptionInfoProtectionMode',
    'HostService.policy': 'HostServicePolicy',
    'HostTpmEventDetails.dataHashMethod': 'HostDigestInfoDigestMethodType',
    'HostTrustAuthorityAttestationInfo.attestationStatus': 'HostTrustAuthorityAttestationInfoAttestationStatus',
    'VirtualMachineRuntimeInfo.cryptoState': 'VirtualMachineCryptoState',
}


# Faults that the lab raises although the schema does not declare them: how a real server tells that a host is busy is
# not documented, and a client must not take it for a lasting state.
UNDECLARED_FAULTS = {
    ('EnterMaintenanceMode_Task', 'TaskInProgress'),
    ('ExitMaintenanceMode_Task', 'TaskInProgress'),
    ('RebootHost_Task', 'TaskInProgress'),
}


def wsdl_type(name):
    return VmomiSupport.GetWsdlType('urn:vim25', name)


def wsdl_name(type_):
    return VmomiSupport.GetWsdlName(type_)


def declared_in(type_, name):
    """`Type.field`, with the base type that declares the field."""
    while name not in [info.name for info in type_._GetPropertyList(False)]:
        type_ = type_.__bases__[0]
    return f'{wsdl_name(type_)}.{name}'


class StrictDeserializer(SoapAdapter.SoapDeserializer):
    def Deserialize(self, parser, resultType=object, isFault=False, nsMap=None):
        self.open = []
        super().Deserialize(parser, resultType, isFault, nsMap)

    def StartElementHandler(self, tag, attr):
        name = self.SplitTag(tag)[1]
        parent = self.open[-1] if self.open else None
        declared = self.check_field(parent, name) if parent and isinstance(parent['object'], DataObject) else None
        if SoapAdapter.XSI_TYPE in attr:
            self.check_type(name, attr[SoapAdapter.XSI_TYPE], declared)
        super().StartElementHandler(tag, attr)
        self.open.append({'object': self.stack[-1], 'index': -1, 'seen': set(), 'name': name})

    def EndElementHandler(self, tag):
        if self.open:
            closed = self.open.pop()
            if isinstance(closed['object'], DataObject):
                self.check_complete(closed)
            elif self.open and isinstance(self.open[-1]['object'], DataObject):
                self.check_text(type(self.open[-1]['object']), closed['name'], self.data)
        super().EndElementHandler(tag)

    def check_field(self, parent, name):
        """Order, count and version of a field; answers the type that it is declared with."""
        type_ = type(parent['object'])
        names = [info.name for info in type_._GetPropertyList()]
        if name not in names:
            return None  # pyVmomi itself refuses it
        info = type_._GetPropertyInfo(name)
        label = declared_in(type_, name)
        index = names.index(name)
        if index < parent['index']:
            violations.append(f'{label} comes after {names[parent["index"]]}')
        if index == parent['index'] and not issubclass(info.type, list):
            violations.append(f'{label} occurs twice')
        parent['index'] = max(index, parent['index'])
        parent['seen'].add(name)
        if not IsChildVersion(self.version, info.version):
            violations.append(f'{label} is newer than the client, which speaks {self.version}')
        return info.type

    def check_type(self, name, sent, declared):
        """A type that is named must be known to the client, and be the declared one or derived from it."""
        found = self.LookupWsdlType(*self.GetNSAndWsdlname(sent), allowManagedObjectReference=True)
        if hasattr(found, '_version') and not IsChildVersion(self.version, found._version):
            violations.append(f'<{name}> is of type {sent}, newer than the client, which speaks {self.version}')
        if declared is not None and issubclass(declared, list) and not issubclass(found, list):
            declared = declared.Item
        if declared is None or declared is object or issubclass(declared, ManagedObject):
            return
        if issubclass(declared, Exception) or isinstance(declared, type) and issubclass(found, declared):
            return
        violations.append(f'<{name}> is of type {sent}, which is not a {declared.__name__}')

    def check_text(self, type_, name, text):
        enumeration = TEXT_ENUMERATIONS.get(declared_in(type_, name))
        if enumeration and text not in wsdl_type(enumeration).values:
            violations.append(f'{wsdl_name(type_)}.{name} is {text!r}, which is no {enumeration}')

    def check_complete(self, closed):
        type_ = type(closed['object'])
        for info in type_._GetPropertyList():
            needed = not info.flags & F_OPTIONAL and IsChildVersion(self.version, info.version)
            if needed and info.name not in closed['seen']:
                violations.append(f'{wsdl_name(type_)} lacks the required {info.name}')


def check_fault(fault, info):
    """A fault is one that any method may raise, or one that this method declares."""
    if isinstance(fault, vmodl.RuntimeFault) or (info.wsdlName, wsdl_name(type(fault))) in UNDECLARED_FAULTS:
        return
    if not any(isinstance(fault, VmomiSupport.GetVmodlType(each)) for each in getattr(info, 'faults', [])):
        violations.append(f'{info.wsdlName} raises {wsdl_name(type(fault))}, which it does not declare')


def install():
    SoapAdapter.SoapDeserializer = StrictDeserializer
    invoke = SoapAdapter.SoapStubAdapter.InvokeMethod

    def checked(self, mo, info, *arguments, **named):
        try:
            return invoke(self, mo, info, *arguments, **named)
        except vmodl.MethodFault as fault:
            check_fault(fault, info)
            raise

    SoapAdapter.SoapStubAdapter.InvokeMethod = checked
