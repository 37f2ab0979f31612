"""Every property that pyVmomi declares, of one object of every managed type that the lab has.

pyVmomi reads each by itself, without an exception of its own; a property that the schema does not call optional is set.
"""

from pyVmomi import VmomiSupport, vim, vmodl

import expect
from collector import spec, step as through, wait_for_task
from lab import busiest, first
from registry import case

# Required references to managers that the lab does not simulate: one that leads nowhere would be worse than none.
WITHOUT_AN_OBJECT = {
    'Datastore.browser': 'no files',
    'HostSystem.datastoreBrowser': 'no files',
    'VirtualMachine.environmentBrowser': 'nothing is placed or configured',
}


def singletons(content):
    stub = content.rootFolder._stub
    return [
        vim.ServiceInstance('ServiceInstance', stub), content.sessionManager, content.viewManager, content.searchIndex,
        content.taskManager, content.eventManager, content.licenseManager, content.propertyCollector,
        *([content.setting] if content.setting else []),
    ]


def entities(content):
    view = content.viewManager.CreateContainerView(content.rootFolder, [], True)
    return [content.rootFolder, *view.view]


def of_session(content):
    host = first(content, vim.HostSystem)
    filter_ = content.propertyCollector.CreateFilter(
        spec(vim.HostSystem, ['name'], [content.rootFolder], [through('down', vim.Folder, 'childEntity')]), False
    )
    return [
        content.viewManager.CreateContainerView(content.rootFolder, [], True),
        content.viewManager.CreateListView([content.rootFolder]),
        filter_,
        content.taskManager.CreateCollectorForTasks(vim.TaskFilterSpec(state=['success'])),
        content.eventManager.CreateCollectorForEvents(vim.event.EventFilterSpec(maxCount=5)),
        host.configManager.serviceSystem,
        host.configManager.advancedOption,
        host.configManager.dateTimeSystem,
        host.configManager.vsanSystem,
        *content.taskManager.recentTask,
    ]


def known_properties(each):
    """Those that the version which client and server speak has."""
    version = each._stub.version
    return [info for info in type(each)._GetPropertyList() if VmomiSupport.IsChildVersion(version, info.version)]


def read_all(objects):
    for each in objects:
        for info in known_properties(each):
            value = getattr(each, info.name)
            name = f'{type(each)._wsdlName}.{info.name}'
            needed = not info.flags & VmomiSupport.F_OPTIONAL and name not in WITHOUT_AN_OBJECT
            expect.true(value is not None or not needed, f'{name} of {each._moId} is required and unset')


@case('vCenter', 'ESXi')
def singletons_are_read_whole(lab, server):
    with server.session('administrator') as content:
        read_all(singletons(content))


@case('vCenter', 'ESXi')
def entities_are_read_whole(lab, server):
    with lab.paused(), lab.of_kind('vCenter').session() as content:
        if server.kind == 'ESXi':
            server = lab.servers[busiest(content).name]
        read_entities(server)


def read_entities(server):
    with server.session('administrator') as content:
        by_type = {type(each): each for each in entities(content)}
        wanted = {vim.Folder, vim.Datacenter, vim.HostSystem, vim.VirtualMachine, vim.Datastore, vim.Network,
                  vim.ClusterComputeResource if server.kind == 'vCenter' else vim.ComputeResource}
        expect.equal(set(by_type), wanted, 'types of entities')
        read_all(by_type.values())


@case('vCenter', 'ESXi')
def objects_of_a_session_tasks_and_host_managers_are_read_whole(lab, server):
    with server.session('administrator') as content:
        host = first(content, vim.HostSystem)
        with lab.paused() as step:
            for task in (host.EnterMaintenanceMode_Task, host.ExitMaintenanceMode_Task):
                wait_for_task(content, task(timeout=0), tick=lambda: step(5))
            objects = of_session(content)
        expect.true(any(type(each) is vim.Task for each in objects), 'no task')
        read_all(objects)


@case
def the_trust_authority_side_is_read_whole(lab, server):
    with lab.servers['ta-vc'].session('administrator') as content:
        read_all(entities(content))


@case('vCenter', 'ESXi')
def every_reference_leads_to_an_object(lab, server):
    """A property of whatever any property of any entity refers to can be read."""
    with lab.paused(), server.session('administrator') as content:
        seen = {}
        for each in [*singletons(content), *entities(content)]:
            for info in known_properties(each):
                for target in references(getattr(each, info.name)):
                    seen.setdefault(target, f'{type(each)._wsdlName}.{info.name}')
        for target, origin in seen.items():
            try:
                for info in known_properties(target)[:1]:
                    getattr(target, info.name)
            except vmodl.fault.ManagedObjectNotFound as gone:
                raise AssertionError(f'{origin} refers to {target}, which does not exist') from gone
        expect.true(len(seen) > 10, f'only {len(seen)} references')


def references(value):
    if isinstance(value, VmomiSupport.ManagedObject):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from references(each)
    elif isinstance(value, VmomiSupport.DataObject):
        for info in value._GetPropertyList():
            yield from references(getattr(value, info.name))
