"""What depends on the release of a server.

Not part of the run against the sample estate: `test/peers/pyvmomi-releases.test.ts` makes a lab of each release, with a
host that vLCM has remediated by Quick Boot.
"""

from pyVmomi import VmomiSupport, vim, vmodl

import expect
from collector import read, spec, values
from lab import first, named
from registry import case
from strict import wsdl_name

BOOT_SECONDS = 1_500
ATTESTATION = 'summary.trustAuthorityAttestationInfos'
OF_EVERY_OBJECT = ['dynamicType', 'dynamicProperty']
BROUGHT = {ATTESTATION: '7.0.1.0', 'runtime.stateEncryption': '7.0.3.0', 'runtime.partialMaintenanceMode': '8.0.3.0'}


def subject(lab, content):
    """The host that was remediated, as vCenter or as the host itself shows it."""
    try:
        return named(content, vim.HostSystem, lab.of_kind('ESXi').name)
    except StopIteration:
        return first(content, vim.HostSystem)


def declared_paths(lab, type_):
    """(path, version) of every property, and of every field of those that are data objects which the lab has."""
    known = {each['name'] for each in lab.schema['types']}
    for info in type_._GetPropertyList():
        yield info.name, info.version
        if issubclass(info.type, VmomiSupport.DataObject) and wsdl_name(info.type) in known:
            for field in info.type._GetPropertyList():
                if field.name not in OF_EVERY_OBJECT:
                    later = VmomiSupport.IsChildVersion(field.version, info.version)
                    yield f'{info.name}.{field.name}', field.version if later else info.version


@case('vCenter', 'ESXi')
def a_server_has_exactly_the_properties_of_its_release(lab, server):
    with lab.paused(), server.session('administrator') as content:
        view = content.viewManager.CreateContainerView(content.rootFolder, [], True)
        newer_ones = 0
        for type_, each in {type(each): each for each in view.view}.items():
            older, newer = [], []
            for path, version in declared_paths(lab, type_):
                known = VmomiSupport.IsChildVersion(content.rootFolder._stub.version, version)
                (older if known else newer).append(path)
            read(content, spec(type_, older, [each]))
            for path in newer:
                with expect.fault(vmodl.query.InvalidProperty) as caught:
                    read(content, spec(type_, [path], [each]))
                expect.equal(caught.fault.name, path, 'name of the property')
            newer_ones += len(newer)
        # What would be newer than 8.0 U3 this pyVmomi does not know.
        expect.equal(newer_ones > 0, not server.knows('8.0.3.0'), f'{newer_ones} newer properties')


@case('vCenter', 'ESXi')
def a_host_has_what_its_release_has_and_nothing_newer(lab, server):
    with server.session() as content:
        host = subject(lab, content)
        for path, since in BROUGHT.items():
            if not server.knows(since):
                with expect.fault(vmodl.query.InvalidProperty):
                    values(content, host, path)
            else:
                # Trust Authority attests a host to its vCenter, not to itself.
                is_there = path != ATTESTATION or server.kind == 'vCenter'
                expect.equal(path in values(content, host, path), is_there, path)


def restart(lab, server):
    """As an operator does it, through this server; a host forgets its sessions then."""
    service = server.login()
    with lab.paused() as step:
        subject(lab, service.content).RebootHost_Task(force=True)
        step(BOOT_SECONDS)
    service._stub.DropConnections()


def reasons(events, host):
    found = {each.eventTypeId for each in events
             if type(each) is vim.event.EventEx and each.host and each.host.host == host}
    return sorted(each.removeprefix('esx.audit.host.') for each in found if '.reason.' in each)


@case('vCenter', 'ESXi')
def restarts_are_told_with_the_reasons_of_the_release(lab, server):
    """Before 7.0 U2 with none, before 8.0 without that of an operator."""
    wanted = ['quickboot.reason.management', 'reboot.reason.management'] if server.knows('7.0.2.0') else []
    if server.knows('8.0.0.1'):
        wanted.append('reboot.reason.user')
    restart(lab, server)
    with server.session() as content:
        events = content.eventManager.QueryEvents(vim.event.EventFilterSpec())
        expect.equal(reasons(events, subject(lab, content)), wanted, 'reasons')


@case
def attestation_is_an_event_from_7_0_u2_on(lab, server):
    passed = vim.event.EventFilterSpec(eventTypeId=['com.vmware.vc.TaHostAttestPassEvent'])
    restart(lab, server)
    with server.session() as content:
        events = content.eventManager.QueryEvents(passed)
        expect.equal(len(events) > 0, server.knows('7.0.2.0'), f'{len(events)} events, found')


@case('ESXi')
def a_host_tells_nothing_that_only_its_vcenter_knows(lab, server):
    with server.session() as content:
        events = content.eventManager.QueryEvents(vim.event.EventFilterSpec())
        kinds = {each.eventTypeId if type(each) is vim.event.EventEx else type(each).__name__ for each in events}
        expect.true('esx.audit.host.boot' in kinds, f'no boot among {kinds}')
        of_vcenter = [each for each in kinds if each.startswith('com.vmware.vc.') or 'Connect' in each]
        expect.equal(of_vcenter, [], 'events of vCenter')
