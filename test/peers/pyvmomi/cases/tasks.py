"""Recent tasks and the history of tasks."""

from datetime import timedelta

from pyVmomi import vim, vmodl

import expect
from collector import wait_for_task
from lab import first, named
from registry import case

Recursion = vim.TaskFilterSpec.RecursionOption


def some_tasks(content, host, count=1, tick=None):
    """Done tasks of a host, oldest first."""
    done = []
    for _ in range(count):
        for task in (host.DisconnectHost_Task, host.ReconnectHost_Task):
            done.append(wait_for_task(content, task(), tick=tick))
    return done


@case
def a_task_is_among_the_recent_ones_of_server_and_host(lab, server):
    with server.session() as content:
        host = named(content, vim.HostSystem, 'prod-b-esx3')
        other = named(content, vim.HostSystem, 'prod-a-esx4')
        with lab.paused() as step:
            last = some_tasks(content, host, tick=lambda: step(5))[-1]
            expect.true(last.task in content.taskManager.recentTask, 'the task manager does not know the task')
            expect.equal(host.recentTask[-1], last.task, 'last task of the host')
            expect.true(last.task not in other.recentTask, 'another host shows the task')
            step(11 * 60)
        expect.true(last.task not in content.taskManager.recentTask, 'the task is recent for ever')
        expect.equal(last.task.info.state, 'success', 'state of a task that is recent no more')


@case
def a_collector_reads_tasks_forwards_and_backwards(lab, server):
    with server.session() as content:
        host = named(content, vim.HostSystem, 'prod-b-esx3')
        done = [info.key for info in some_tasks(content, host, 2)]
        by_host = vim.TaskFilterSpec.ByEntity(entity=host, recursion=Recursion.self)
        collector = content.taskManager.CreateCollectorForTasks(vim.TaskFilterSpec(entity=by_host, state=['success']))
        found = []
        while page := collector.ReadNextTasks(3):
            expect.true(len(page) <= 3, f'a page of {len(page)}')
            found += [info.key for info in page]
        expect.equal(found[-4:], done, 'tasks read forwards')
        back = [info.key for info in collector.ReadPreviousTasks(4)]
        expect.equal(back, found[-1:-5:-1], 'tasks read backwards')
        collector.RewindCollector()
        expect.equal(collector.ReadNextTasks(1)[0].key, found[0], 'first task after rewinding')
        collector.ResetCollector()
        expect.equal(list(collector.ReadNextTasks(1)), [], 'tasks after the newest')
        collector.SetCollectorPageSize(2)
        expect.equal([info.key for info in collector.latestPage], [found[-1], found[-2]], 'latest page')
        expect.equal(collector.filter.entity.entity, host, 'filter of the collector')
        collector.DestroyCollector()
        with expect.fault(vmodl.fault.ManagedObjectNotFound):
            collector.ReadNextTasks(1)


@case
def tasks_are_found_by_time_state_and_chain(lab, server):
    with server.session() as content:
        host = named(content, vim.HostSystem, 'prod-b-esx3')
        old, new = some_tasks(content, host)

        def matching(**fields):
            collector = content.taskManager.CreateCollectorForTasks(vim.TaskFilterSpec(**fields))
            found = [info.key for info in collector.ReadNextTasks(1_000)]
            collector.DestroyCollector()
            return found

        queued = vim.TaskFilterSpec.TimeOption.queuedTime
        since = vim.TaskFilterSpec.ByTime(timeType=queued, beginTime=new.queueTime)
        until = vim.TaskFilterSpec.ByTime(timeType=queued, endTime=new.queueTime - timedelta(milliseconds=1))
        expect.true(new.key in matching(time=since) and old.key not in matching(time=since), 'begin of the time')
        expect.true(old.key in matching(time=until) and new.key not in matching(time=until), 'end of the time')
        expect.equal(matching(eventChainId=[new.eventChainId]), [new.key], 'by event chain')
        expect.equal(matching(state=['queued']), [], 'by state')


@case
def a_task_is_unknown_to_the_other_vcenter(lab, server):
    with server.session() as content, lab.servers['ta-vc'].session() as other:
        task = some_tasks(content, named(content, vim.HostSystem, 'prod-b-esx3'))[-1].task
        with expect.fault(vmodl.fault.ManagedObjectNotFound):
            vim.Task(task._moId, other.taskManager._stub).info


@case('ESXi')
def a_host_shows_its_own_tasks(lab, server):
    with server.session() as content:
        host = first(content, vim.HostSystem)
        task = host.EnterMaintenanceMode_Task(timeout=0)
        with lab.paused() as step:
            wait_for_task(content, task, tick=lambda: step(5))
            recent = content.taskManager.recentTask
        expect.true(task in recent, 'the task manager does not know the task')
        expect.equal(task.info.entity, host, 'entity')
        wait_for_task(content, host.ExitMaintenanceMode_Task(timeout=0))
