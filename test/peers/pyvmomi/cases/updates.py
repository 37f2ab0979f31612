"""Filters and waiting for changes."""

import threading

from pyVmomi import vim, vmodl

import expect
from collector import Collector, inventory, spec, step, wait_for_task
from lab import first, named
from registry import case

WAIT = Collector.WaitOptions


def changes(update):
    return [
        (each.kind, each.obj, {change.name: change.val for change in each.changeSet})
        for filter_ in update.filterSet for each in filter_.objectSet
    ]


@case('vCenter', 'ESXi')
def the_first_answer_is_the_whole_state(lab, server):
    with server.session() as content:
        host = first(content, vim.HostSystem)
        collector = content.propertyCollector
        filter_ = collector.CreateFilter(spec(vim.HostSystem, ['name', 'runtime.inMaintenanceMode'], [host]), False)
        update = collector.WaitForUpdatesEx('', WAIT(maxWaitSeconds=5))
        wanted = {'name': host.name, 'runtime.inMaintenanceMode': False}
        expect.equal(changes(update), [('enter', host, wanted)], 'update')
        expect.equal((update.truncated, update.filterSet[0].filter), (False, filter_), 'update set')
        expect.true(filter_ in collector.filter, 'the collector does not know its filter')
        expect.equal(filter_.spec.objectSet[0].obj, host, 'spec of the filter')
        expect.equal(filter_.partialUpdates, False, 'partial updates')


@case('vCenter', 'ESXi')
def nothing_new_is_no_result_when_the_time_is_up(lab, server):
    with server.session() as content:
        host = first(content, vim.HostSystem)
        collector = content.propertyCollector
        collector.CreateFilter(spec(vim.HostSystem, ['name'], [host]), False)
        version = collector.WaitForUpdatesEx('', WAIT(maxWaitSeconds=5)).version
        expect.equal(collector.WaitForUpdatesEx(version, WAIT(maxWaitSeconds=1)), None, 'update')
        expect.equal(collector.CheckForUpdates(version), None, 'check')


@case
def a_change_ends_the_wait(lab, server):
    with server.session() as content, server.session() as other:
        host = named(content, vim.HostSystem, 'prod-b-esx3')
        collector = content.propertyCollector
        collector.CreateFilter(spec(vim.HostSystem, ['runtime.connectionState'], [host]), False)
        version = collector.WaitForUpdates('').version
        same = vim.HostSystem(host._moId, other.viewManager._stub)
        task = same.DisconnectHost_Task()
        update = collector.WaitForUpdates(version)
        expect.equal(changes(update), [('modify', host, {'runtime.connectionState': 'disconnected'})], 'update')
        wait_for_task(other, task)
        wait_for_task(other, same.ReconnectHost_Task())
        back = collector.CheckForUpdates(update.version)
        expect.equal(changes(back), [('modify', host, {'runtime.connectionState': 'connected'})], 'second update')


@case
def a_property_that_becomes_unset_is_assigned_nothing(lab, server):
    with server.session() as content:
        host = named(content, vim.HostSystem, 'prod-b-esx3')
        collector = content.propertyCollector
        collector.CreateFilter(spec(vim.HostSystem, ['config.product.build'], [host]), False)
        version = collector.WaitForUpdatesEx('', WAIT(maxWaitSeconds=5)).version
        wait_for_task(content, host.DisconnectHost_Task())
        update = collector.WaitForUpdatesEx(version, WAIT(maxWaitSeconds=5))
        expect.equal(changes(update), [('modify', host, {'config.product.build': None})], 'update')
        wait_for_task(content, host.ReconnectHost_Task())


@case
def a_long_answer_comes_in_parts(lab, server):
    with server.session() as content:
        collector = content.propertyCollector.CreatePropertyCollector()
        view = content.viewManager.CreateContainerView(content.rootFolder, [vim.HostSystem], True)
        through = step('view', vim.view.ContainerView, 'view')
        collector.CreateFilter(spec(vim.HostSystem, ['name'], [view], [through], skip=True), False)
        version, found, truncated = '', [], True
        while truncated:
            update = collector.WaitForUpdatesEx(version, WAIT(maxWaitSeconds=5, maxObjectUpdates=3))
            part = changes(update)
            expect.true(len(part) <= 3, f'{len(part)} objects')
            found += [values['name'] for _, _, values in part]
            version, truncated = update.version, update.truncated
        expect.equal(sorted(found), sorted(server.hosts), 'names')
        collector.DestroyPropertyCollector()
        with expect.fault(vmodl.fault.ManagedObjectNotFound):
            collector.WaitForUpdatesEx('', WAIT(maxWaitSeconds=1))


@case('vCenter', 'ESXi')
def an_unknown_version_is_refused(lab, server):
    with server.session() as content:
        collector = content.propertyCollector
        collector.CreateFilter(spec(vim.Folder, ['name'], [content.rootFolder]), False)
        with expect.fault(vmodl.query.InvalidCollectorVersion):
            collector.WaitForUpdatesEx('4711', WAIT(maxWaitSeconds=1))


@case
def a_destroyed_filter_tells_no_more(lab, server):
    with server.session() as content:
        collector = content.propertyCollector
        filter_ = collector.CreateFilter(spec(vim.Folder, ['name'], [content.rootFolder]), False)
        filter_.DestroyPropertyFilter()
        expect.equal(list(collector.filter), [], 'filters')
        with expect.fault(vmodl.fault.ManagedObjectNotFound):
            filter_.partialUpdates


@case
def a_view_that_is_destroyed_takes_its_objects_along(lab, server):
    with server.session() as content:
        view = content.viewManager.CreateContainerView(content.rootFolder, [vim.Datacenter], True)
        through = step('view', vim.view.ContainerView, 'view')
        collector = content.propertyCollector
        collector.CreateFilter(spec(vim.Datacenter, ['name'], [view], [through], skip=True), False)
        version = collector.WaitForUpdatesEx('', WAIT(maxWaitSeconds=5)).version
        [datacenter] = view.view
        view.DestroyView()
        update = collector.WaitForUpdatesEx(version, WAIT(maxWaitSeconds=5))
        expect.equal([(kind, each) for kind, each, _ in changes(update)], [('leave', datacenter)], 'update')


@case
def a_wait_is_cancelled_from_another_connection(lab, server):
    with server.session() as content:
        collector = content.propertyCollector
        collector.CreateFilter(spec(vim.Folder, ['name'], [content.rootFolder]), False)
        version = collector.WaitForUpdatesEx('', WAIT(maxWaitSeconds=5)).version
        ended = []

        def wait():
            try:
                ended.append(collector.WaitForUpdatesEx(version, WAIT(maxWaitSeconds=20)))
            except vmodl.MethodFault as fault:
                ended.append(type(fault))

        waiting = threading.Thread(target=wait)
        waiting.start()
        while not ended:
            collector.CancelWaitForUpdates()
            waiting.join(0.05)
        expect.equal(ended, [vmodl.fault.RequestCanceled], 'end of the wait')


@case
def logout_ends_a_wait(lab, server):
    service = server.login()
    content = service.RetrieveContent()
    collector = content.propertyCollector
    collector.CreateFilter(spec(vim.Folder, ['name'], [content.rootFolder]), False)
    version = collector.WaitForUpdatesEx('', WAIT(maxWaitSeconds=5)).version
    key = content.sessionManager.currentSession.key
    ended = []

    def wait():
        try:
            ended.append(collector.WaitForUpdatesEx(version, WAIT(maxWaitSeconds=20)))
        except vmodl.MethodFault as fault:
            ended.append(type(fault))

    waiting = threading.Thread(target=wait)
    waiting.start()
    with server.session('administrator') as other:
        other.sessionManager.TerminateSession([key])
        waiting.join(20)
    # Whether the call had arrived when the session ended is not ours to say; both are the end of it.
    expect.true(ended and ended[0] in (vmodl.fault.RequestCanceled, vim.fault.NotAuthenticated), f'ended with {ended}')


@case('vCenter', 'ESXi')
def a_filter_over_the_whole_inventory_sees_every_entity(lab, server):
    with server.session() as content:
        collector = content.propertyCollector
        collector.CreateFilter(spec(vim.ManagedEntity, ['name'], [content.rootFolder], inventory()), False)
        found = changes(collector.WaitForUpdatesEx('', WAIT(maxWaitSeconds=5)))
        hosts = [values['name'] for _, each, values in found if type(each) is vim.HostSystem]
        expect.equal(sorted(hosts), sorted(server.hosts) or [server.name], 'hosts')
