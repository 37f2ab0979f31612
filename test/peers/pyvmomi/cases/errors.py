"""What is asked for and is not there."""

import re

from pyVmomi import vim, vmodl

import expect
from collector import Collector, read, spec
from lab import first
from registry import case


@case('vCenter', 'ESXi')
def an_object_that_does_not_exist_is_managed_object_not_found(lab, server):
    with server.session() as content:
        gone = vim.HostSystem('host-99999', content.viewManager._stub)
        with expect.fault(vmodl.fault.ManagedObjectNotFound) as caught:
            read(content, spec(vim.HostSystem, ['name'], [gone]))
        expect.equal(caught.fault.obj, gone, 'object of the fault')
        with expect.fault(vmodl.fault.ManagedObjectNotFound):
            gone.name
        with expect.fault(vmodl.fault.ManagedObjectNotFound):
            gone.RebootHost_Task(force=True)
        with expect.fault(vmodl.fault.ManagedObjectNotFound):
            content.propertyCollector.CreateFilter(spec(vim.HostSystem, ['name'], [gone]), False)
        with expect.fault(vmodl.fault.ManagedObjectNotFound):
            content.viewManager.CreateContainerView(gone, [], True)


@case
def the_right_id_under_the_wrong_type_does_not_exist(lab, server):
    with server.session() as content:
        host = first(content, vim.HostSystem)
        with expect.fault(vmodl.fault.ManagedObjectNotFound):
            vim.VirtualMachine(host._moId, host._stub).name


@case
def a_filter_reports_missing_objects_when_it_is_asked_to(lab, server):
    with server.session() as content:
        gone = vim.HostSystem('host-99999', content.viewManager._stub)
        collector = content.propertyCollector
        collector.CreateFilter(spec(vim.HostSystem, ['name'], [gone], report=True), False)
        update = collector.WaitForUpdatesEx('', Collector.WaitOptions(maxWaitSeconds=5))
        [missing] = update.filterSet[0].missingSet
        expect.equal((missing.obj, type(missing.fault)), (gone, vmodl.fault.ManagedObjectNotFound), 'missing object')
        host = first(content, vim.HostSystem)
        [[found]] = read(content, spec(vim.HostSystem, ['name'], [host, gone], report=True))
        expect.equal(found.obj, host, 'object that exists')


@case('vCenter', 'ESXi')
def a_property_that_does_not_exist_is_invalid_property(lab, server):
    with server.session() as content:
        host = first(content, vim.HostSystem)
        nonsense = ['nonsense', 'runtime.nonsense', 'name.nonsense', 'config.service.service.key', 'runtime..bootTime']
        for path in nonsense:
            with expect.fault(vmodl.query.InvalidProperty) as caught:
                read(content, spec(vim.HostSystem, [path], [host]))
            expect.equal(caught.fault.name, path, 'name of the property')


@case('vCenter', 'ESXi')
def a_method_that_the_server_does_not_have_is_method_not_found(lab, server):
    with server.session() as content:
        host = first(content, vim.HostSystem)
        with expect.fault(vmodl.fault.MethodNotFound) as caught:
            host.ShutdownHost_Task(force=True)
        expect.equal((caught.fault.receiver, caught.fault.method), (host, 'ShutdownHost_Task'), 'fault')


@case('vCenter', 'ESXi')
def a_property_without_permission_is_in_the_missing_set(lab, server):
    account = 'reader' if server.kind == 'vCenter' else 'service'
    with server.session(account) as content:
        manager = content.licenseManager
        [[found]] = read(content, spec(vim.LicenseManager, ['licenses', 'licensedEdition'], [manager]))
        values = [each.name for each in found.propSet]
        if server.kind == 'vCenter':
            [missing] = found.missingSet
            expect.equal((missing.path, type(missing.fault)), ('licenses', vim.fault.NoPermission), 'missing property')
            expect.equal(missing.fault.privilegeId, 'Global.Licenses', 'privilege')
            expect.equal(values, ['licensedEdition'], 'properties')
        else:
            expect.equal((sorted(values), list(found.missingSet)), (['licensedEdition', 'licenses'], []), 'properties')


def edited(pattern, replacement):
    """Rewrites requests on the wire, to send what pyVmomi itself refuses to."""

    def modify(request):
        expect.true(re.search(pattern, request), f'{pattern!r} is not in {request!r}')
        return re.sub(pattern, replacement, request)

    return modify


def host_view(content):
    return content.viewManager.CreateContainerView(content.rootFolder, [vim.HostSystem], True)


def refused(content, pattern, replacement, words):
    with content.viewManager._stub.requestModifier(edited(pattern, replacement)):
        with expect.fault(vmodl.fault.InvalidRequest) as caught:
            host_view(content)
    expect.true(words in caught.fault.msg, caught.fault.msg)


@case('vCenter', 'ESXi')
def parameters_out_of_order_are_an_invalid_request(lab, server):
    with server.session() as content:
        refused(content, rb'(<type>.*</type>)(<recursive.*</recursive>)', rb'\2\1', 'Unexpected element tag "type"')


@case
def an_unknown_parameter_is_an_invalid_request(lab, server):
    with server.session() as content:
        refused(content, rb'<recursive', rb'<depth>1</depth><recursive', 'Unexpected element tag "depth"')


@case
def a_missing_parameter_is_an_invalid_request(lab, server):
    with server.session() as content:
        refused(content, rb'<recursive.*</recursive>', b'', 'Required parameter recursive is missing')


@case
def a_field_that_is_missing_deep_inside_is_an_invalid_request(lab, server):
    with server.session() as content:
        host = first(content, vim.HostSystem)
        with host._stub.requestModifier(edited(rb'<type>HostSystem</type>', b'')):
            with expect.fault(vmodl.fault.InvalidRequest) as caught:
                read(content, spec(vim.HostSystem, ['name'], [host]))
        expect.true('Required property type is missing from data object of type PropertySpec' in caught.fault.msg,
                    caught.fault.msg)


@case
def a_value_that_an_enumeration_does_not_have_is_an_invalid_request(lab, server):
    with server.session() as content:
        by_root = vim.event.EventFilterSpec.ByEntity(entity=content.rootFolder, recursion='self')
        with content.eventManager._stub.requestModifier(edited(rb'>self<', b'>sideways<')):
            with expect.fault(vmodl.fault.InvalidRequest):
                content.eventManager.QueryEvents(vim.event.EventFilterSpec(entity=by_root))


@case('vCenter', 'ESXi')
def what_is_not_xml_is_an_invalid_request(lab, server):
    with server.session() as content:
        refused(content, rb'</soapenv:Envelope>', b'', 'Could not parse the request')


@case
def a_container_that_is_no_entity_is_an_invalid_argument(lab, server):
    with server.session() as content:
        other = rb'type="SessionManager">SessionManager</container>'
        with content.viewManager._stub.requestModifier(edited(rb'type="Folder">group-d1</container>', other)):
            with expect.fault(vmodl.fault.InvalidArgument) as caught:
                host_view(content)
        expect.equal(caught.fault.invalidProperty, 'container', 'name of the argument')
