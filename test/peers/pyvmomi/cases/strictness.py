"""Answers that are wrong in one way each, and the strict reader, which must see it. Nothing goes over the wire."""

from pyVmomi import SoapAdapter, VmomiSupport, vim

import expect
import strict
from registry import case

ENVELOPE = (
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">'
    '<soapenv:Body><AnswerResponse xmlns="urn:vim25">{}</AnswerResponse></soapenv:Body></soapenv:Envelope>'
)


def violations(type_, body, version='8.0.2.0'):
    """What the strict reader says of an answer of this type."""
    stub = SoapAdapter.SoapStubAdapter(host='127.0.0.1', version=VmomiSupport.versionMap[f'vim25/{version}'])
    strict.violations.clear()
    SoapAdapter.SoapResponseDeserializer(stub).Deserialize(
        ENVELOPE.format(f'<returnval>{body}</returnval>').encode(), strict.wsdl_type(type_)
    )
    found = list(strict.violations)
    strict.violations.clear()
    return found


INFO = '<attestationStatus>attested</attestationStatus><serviceId>s</serviceId>'


@case()
def a_right_answer_passes(lab, server):
    expect.equal(violations('HostTrustAuthorityAttestationInfo', INFO), [], 'violations')


@case()
def fields_out_of_order_are_seen(lab, server):
    body = '<serviceId>s</serviceId><attestationStatus>attested</attestationStatus>'
    expect.equal(
        violations('HostTrustAuthorityAttestationInfo', body),
        ['HostTrustAuthorityAttestationInfo.attestationStatus comes after serviceId'], 'violations',
    )


@case()
def a_field_that_occurs_twice_is_seen(lab, server):
    expect.equal(
        violations('HostTrustAuthorityAttestationInfo', INFO + '<serviceId>t</serviceId>'),
        ['HostTrustAuthorityAttestationInfo.serviceId occurs twice'], 'violations',
    )


@case()
def a_missing_required_field_is_seen(lab, server):
    expect.equal(
        violations('HostTrustAuthorityAttestationInfo', '<serviceId>s</serviceId>'),
        ['HostTrustAuthorityAttestationInfo lacks the required attestationStatus'], 'violations',
    )


@case()
def a_field_that_is_newer_than_the_client_is_seen(lab, server):
    body = '<vendor>a</vendor><model>b</model><uuid>c</uuid><vvolHostId>d</vvolHostId>'
    expect.equal(violations('HostSystemInfo', body), [], 'violations at 8.0.2.0')
    [found] = violations('HostSystemInfo', body, '7.0.3.0')
    expect.true(found.startswith('HostSystemInfo.vvolHostId is newer than the client'), found)


@case()
def a_type_that_is_newer_than_the_client_is_seen(lab, server):
    body = (
        '<name>x</name><val xsi:type="HostRuntimeInfoStateEncryptionInfo"><protectionMode>none</protectionMode>'
        '<requireSecureBoot>true</requireSecureBoot><requireExecInstalledOnly>true</requireExecInstalledOnly></val>'
    )
    expect.equal(violations('DynamicProperty', body), [], 'violations at 8.0.2.0')
    found = violations_or_error('DynamicProperty', body, '7.0.0.0')
    expect.true(any('newer than the client' in each for each in found), f'found {found}')


def violations_or_error(*arguments):
    """pyVmomi itself may give up after the violation was seen."""
    try:
        return violations(*arguments)
    except (AttributeError, TypeError):
        found = list(strict.violations)
        strict.violations.clear()
        return found


@case()
def a_type_that_is_not_the_declared_one_is_seen(lab, server):
    body = (
        '<host xsi:type="ManagedObjectReference" type="HostSystem">host-1</host>'
        '<product xsi:type="HostService"><key>a</key><label>b</label><required>true</required>'
        '<uninstallable>true</uninstallable><running>true</running><policy>on</policy></product>'
    )
    found = violations_or_error('HostConfigInfo', body)
    expect.true('<product> is of type HostService, which is not a vim.AboutInfo' in found, f'found {found}')


@case()
def a_text_outside_of_its_enumeration_is_seen(lab, server):
    body = '<attestationStatus>fine</attestationStatus>'
    expect.equal(
        violations('HostTrustAuthorityAttestationInfo', body),
        ["HostTrustAuthorityAttestationInfo.attestationStatus is 'fine', "
         'which is no HostTrustAuthorityAttestationInfoAttestationStatus'], 'violations',
    )


@case()
def a_fault_that_a_method_does_not_declare_is_seen(lab, server):
    [logout] = [info for info in vim.SessionManager._GetMethodList() if info.wsdlName == 'Logout']
    strict.check_fault(vim.fault.InvalidState(), logout)
    found = list(strict.violations)
    strict.violations.clear()
    expect.equal(found, ['Logout raises InvalidState, which it does not declare'], 'violations')
    strict.check_fault(vim.fault.NotAuthenticated(), logout)
    expect.equal(strict.violations, [], 'violations of a fault that any method may raise')
