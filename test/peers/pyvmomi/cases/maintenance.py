"""Maintenance mode, and tasks that are waited for with filters."""

from pyVmomi import vim, vmodl

import expect
from collector import wait_for_task
from lab import busiest, named
from registry import case


def leave(content, host):
    expect.equal(wait_for_task(content, host.ExitMaintenanceMode_Task(timeout=0)).state, 'success', 'exit')


@case('vCenter', 'ESXi')
def a_host_enters_and_leaves_with_progress_in_between(lab, server):
    with lab.of_kind('vCenter').session() as content:
        name = busiest(content).name
    with (server if server.kind == 'vCenter' else lab.servers[name]).session() as content:
        host = named(content, vim.HostSystem, name)
        seen = []
        with lab.paused() as step:
            task = host.EnterMaintenanceMode_Task(
                timeout=0,
                evacuatePoweredOffVms=True,
                maintenanceSpec=vim.host.MaintenanceSpec(purpose='hostUpgrade'),
            )
            expect.equal(host.runtime.inMaintenanceMode, False, 'in maintenance mode while it still enters')
            info = wait_for_task(content, task, tick=lambda: step(1), seen=seen)
        expect.equal((info.state, info.error), ('success', None), 'outcome')
        steps = [progress for state, progress in seen if state == 'running' and progress is not None]
        expect.true(len(set(steps)) > 1 and steps == sorted(steps), f'progress {steps}')
        expect.equal(info.descriptionId, 'HostSystem.enterMaintenanceMode', 'descriptionId')
        expect.equal((info.entity, info.entityName), (host, host.name), 'entity')
        expect.true(info.queueTime <= info.startTime < info.completeTime, f'odd times {info}')
        expect.equal(info.reason.userName, server.accounts['service'][0], 'user of the task')
        expect.equal((host.runtime.inMaintenanceMode, list(host.vm)), (True, []), 'host')
        expect.true('EnterMaintenanceMode_Task' in host.disabledMethod, f'disabled: {host.disabledMethod}')
        with expect.fault(vim.fault.InvalidState):
            host.EnterMaintenanceMode_Task(timeout=0)
        leave(content, host)
        expect.equal(host.runtime.inMaintenanceMode, False, 'maintenance mode')
        with expect.fault(vim.fault.InvalidState):
            host.ExitMaintenanceMode_Task(timeout=0)


@case
def a_busy_host_names_the_task_that_is_in_the_way(lab, server):
    with server.session() as content:
        host = busiest(content)
        with lab.paused():
            task = host.EnterMaintenanceMode_Task(timeout=0)
            with expect.fault(vim.fault.TaskInProgress) as caught:
                host.EnterMaintenanceMode_Task(timeout=0)
            expect.equal(caught.fault.task, task, 'task of the fault')
            task.CancelTask()


@case
def a_host_that_cannot_be_emptied_fails_with_its_fault(lab, server):
    with server.session() as content:
        host = busiest(content)
        with lab.broken(kind='evacuation-blocked', target=host.name):
            info = wait_for_task(content, host.EnterMaintenanceMode_Task(timeout=0))
        expect.equal((info.state, type(info.error)), ('error', vim.fault.GenericDrsFault), 'outcome')
        expect.true(info.error.msg, 'a fault without a message')
        expect.equal(host.runtime.inMaintenanceMode, False, 'maintenance mode')


@case
def a_timeout_ends_the_task_with_timedout(lab, server):
    with server.session() as content:
        host = busiest(content)
        with lab.broken(kind='evacuation-blocked', target=host.name):
            info = wait_for_task(content, host.EnterMaintenanceMode_Task(timeout=30))
        expect.equal((info.state, type(info.error)), ('error', vim.fault.Timedout), 'outcome')


@case
def a_cancelled_task_ends_with_request_canceled(lab, server):
    with server.session() as content:
        host = busiest(content)
        with lab.paused(), lab.broken(kind='evacuation-blocked', target=host.name):
            task = host.EnterMaintenanceMode_Task(timeout=0)
            expect.equal(task.info.cancelable, True, 'cancelable')
            expect.equal(task.CancelTask(), None, 'answer')
            info = wait_for_task(content, task)
        expect.equal((info.state, type(info.error)), ('error', vmodl.fault.RequestCanceled), 'outcome')
        expect.equal(info.cancelled, True, 'cancelled')
        expect.equal(host.runtime.inMaintenanceMode, False, 'maintenance mode')
        with expect.fault(vim.fault.InvalidState):
            task.CancelTask()


@case
def a_task_that_the_server_fails_has_a_system_error(lab, server):
    with server.session() as content:
        host = named(content, vim.HostSystem, 'prod-a-esx2')
        with lab.broken(kind='fail-task', operation='HostSystem.EnterMaintenanceMode_Task'):
            info = wait_for_task(content, host.EnterMaintenanceMode_Task(timeout=0))
        expect.equal((info.state, type(info.error)), ('error', vmodl.fault.SystemError), 'outcome')
        expect.true(info.error.reason, 'no reason')


@case
def a_task_that_cannot_be_cancelled_says_so(lab, server):
    with server.session('administrator') as content:
        host = named(content, vim.HostSystem, 'prod-a-esx2')
        with lab.paused():
            task = host.DisconnectHost_Task()
            with expect.fault(vmodl.fault.NotSupported):
                task.CancelTask()
        wait_for_task(content, task)
        wait_for_task(content, host.ReconnectHost_Task())


@case
def maintenance_mode_needs_its_privilege(lab, server):
    with server.session('reader') as content:
        host = named(content, vim.HostSystem, 'prod-a-esx2')
        with expect.fault(vim.fault.NoPermission) as caught:
            host.EnterMaintenanceMode_Task(timeout=0)
        expect.equal((caught.fault.object, caught.fault.privilegeId), (host, 'Host.Config.Maintenance'), 'fault')
