"""Events, asked for at once or through a collector."""

from datetime import timedelta

from pyVmomi import vim, vmodl

import expect
from collector import wait_for_task
from lab import named
from registry import case

Spec = vim.event.EventFilterSpec
Recursion = Spec.RecursionOption


def pass_through_maintenance(content, name):
    host = named(content, vim.HostSystem, name)
    service = vim.ServiceInstance('ServiceInstance', host._stub)
    begin = service.CurrentTime()
    for task in (host.EnterMaintenanceMode_Task, host.ExitMaintenanceMode_Task):
        expect.equal(wait_for_task(content, task(timeout=0)).state, 'success', 'task')
    return host, Spec.ByTime(beginTime=begin)


def kinds(events):
    return [type(each) for each in events]


MAINTENANCE = [
    vim.event.EnteringMaintenanceModeEvent,
    vim.event.EnteredMaintenanceModeEvent,
    vim.event.ExitMaintenanceModeEvent,
]


@case('vCenter', 'ESXi')
def events_of_an_entity_since_a_time_have_their_own_classes(lab, server):
    with server.session() as content:
        name = server.name if server.kind == 'ESXi' else 'prod-a-esx3'
        host, time = pass_through_maintenance(content, name)
        by_host = Spec.ByEntity(entity=host, recursion=Recursion.self)
        events = content.eventManager.QueryEvents(Spec(entity=by_host, time=time))
        expect.equal(kinds(events), MAINTENANCE, 'events')
        for event in events:
            expect.equal((event.host.host, event.host.name), (host, host.name), 'host of the event')
            expect.true(host.name in event.fullFormattedMessage, event.fullFormattedMessage)
            expect.true(event.datacenter.name and event.computeResource.name, f'places of {event}')
        expect.equal(events[0].userName, server.accounts['service'][0], 'user of the event')
        keys = [event.key for event in events]
        expect.equal(keys, sorted(keys), 'order')


@case
def events_are_found_by_type_count_and_end_of_time(lab, server):
    with server.session() as content:
        host, time = pass_through_maintenance(content, 'prod-a-esx3')
        manager = content.eventManager
        by_host = Spec.ByEntity(entity=host, recursion=Recursion.self)
        entered = manager.QueryEvents(Spec(entity=by_host, time=time, eventTypeId=['EnteredMaintenanceModeEvent']))
        expect.equal(kinds(entered), MAINTENANCE[1:2], 'by eventTypeId')
        qualified = manager.QueryEvents(
            Spec(entity=by_host, time=time, eventTypeId=['vim.event.EnteredMaintenanceModeEvent'])
        )
        expect.equal([each.key for each in qualified], [each.key for each in entered], 'by qualified eventTypeId')
        by_class = manager.QueryEvents(Spec(entity=by_host, time=time, type=[vim.event.EnteredMaintenanceModeEvent]))
        expect.equal([each.key for each in by_class], [each.key for each in entered], 'by type')
        newest = manager.QueryEvents(Spec(entity=by_host, time=time, maxCount=1))
        expect.equal(kinds(newest), MAINTENANCE[2:], 'newest one')
        before = Spec.ByTime(beginTime=time.beginTime, endTime=entered[0].createdTime - timedelta(milliseconds=1))
        expect.equal(kinds(manager.QueryEvents(Spec(entity=by_host, time=before))), MAINTENANCE[:1], 'by end of time')
        nobody = Spec.ByUsername(systemUser=False, userList=['nobody'])
        expect.equal(list(manager.QueryEvents(Spec(entity=by_host, time=time, userName=nobody))), [], 'of nobody')


@case
def recursion_chooses_between_an_entity_and_what_is_below_it(lab, server):
    with server.session() as content:
        host, time = pass_through_maintenance(content, 'prod-a-esx3')
        found = {
            recursion: len(content.eventManager.QueryEvents(
                Spec(entity=Spec.ByEntity(entity=host.parent, recursion=recursion), time=time,
                     type=[vim.event.EnteredMaintenanceModeEvent])))
            for recursion in (Recursion.self, Recursion.children, Recursion.all)
        }
        expect.equal(found, {Recursion.self: 0, Recursion.children: 1, Recursion.all: 1}, 'events of the cluster')
        elsewhere = named(content, vim.ClusterComputeResource, 'Prod-B')
        other = Spec.ByEntity(entity=elsewhere, recursion=Recursion.all)
        expect.equal(list(content.eventManager.QueryEvents(Spec(entity=other, time=time))), [], 'of another cluster')


@case('vCenter', 'ESXi')
def a_collector_reads_events_page_by_page(lab, server):
    with server.session() as content:
        host, time = pass_through_maintenance(content, server.name if server.kind == 'ESXi' else 'prod-a-esx3')
        by_host = Spec.ByEntity(entity=host, recursion=Recursion.self)
        collector = content.eventManager.CreateCollectorForEvents(Spec(entity=by_host, time=time))
        expect.equal(kinds(collector.ReadNextEvents(2)), MAINTENANCE[:2], 'first page')
        expect.equal(kinds(collector.ReadNextEvents(2)), MAINTENANCE[2:], 'second page')
        expect.equal(list(collector.ReadNextEvents(2)), [], 'third page')
        expect.equal(kinds(collector.ReadPreviousEvents(3)), MAINTENANCE[::-1], 'backwards')
        collector.ResetCollector()
        collector.RewindCollector()
        expect.equal(kinds(collector.ReadNextEvents(1)), MAINTENANCE[:1], 'after rewinding')
        collector.SetCollectorPageSize(1)
        expect.equal(kinds(collector.latestPage), MAINTENANCE[2:], 'latest page')
        with expect.fault(vmodl.fault.InvalidArgument):
            collector.ReadNextEvents(0)
        collector.DestroyCollector()
        with expect.fault(vmodl.fault.ManagedObjectNotFound):
            collector.ReadNextEvents(1)


@case
def an_event_without_a_class_carries_its_id(lab, server):
    with server.session('administrator') as content:
        host = named(content, vim.HostSystem, 'prod-b-esx2')
        since = Spec.ByTime(beginTime=vim.ServiceInstance('ServiceInstance', host._stub).CurrentTime())
        with lab.paused() as step:
            host.RebootHost_Task(force=True)
            step(1_500)
            content.sessionManager.currentSession  # keeps the session
        wanted = ['esx.audit.host.boot', 'com.vmware.vc.TaHostAttestPassEvent']
        for identifier in wanted:
            events = content.eventManager.QueryEvents(Spec(time=since, eventTypeId=[identifier]))
            expect.true(events, f'no event {identifier}')
            for event in events:
                expect.equal((type(event), event.eventTypeId), (vim.event.EventEx, identifier), 'class and ID')
                expect.equal((event.objectId, event.objectType), (host._moId, vim.HostSystem), 'object')


@case
def the_latest_event_is_the_last_of_all(lab, server):
    with server.session() as content:
        pass_through_maintenance(content, 'prod-a-esx3')
        newest = content.eventManager.QueryEvents(Spec(maxCount=1))
        expect.true(content.eventManager.latestEvent.key >= newest[0].key, 'the latest event is not the newest')


@case
def an_unknown_entity_or_recursion_is_refused(lab, server):
    with server.session() as content:
        gone = vim.HostSystem('host-99999', content.eventManager._stub)
        with expect.fault(vmodl.fault.ManagedObjectNotFound):
            content.eventManager.QueryEvents(Spec(entity=Spec.ByEntity(entity=gone, recursion=Recursion.self)))


@case('vCenter', 'ESXi')
def the_description_knows_the_classes_that_occur(lab, server):
    with server.session() as content:
        pass_through_maintenance(content, server.name if server.kind == 'ESXi' else 'prod-a-esx3')
        known = {each.key for each in content.eventManager.description.eventInfo}
        occurred = {type(each) for each in content.eventManager.QueryEvents(Spec())}
        expect.equal(occurred - known - {vim.event.EventEx}, set(), 'event classes without a description')
