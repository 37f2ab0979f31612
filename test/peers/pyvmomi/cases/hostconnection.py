"""Disconnecting, reconnecting and rebooting hosts."""

from pyVmomi import vim, vmodl

import expect
from collector import wait_for_task
from lab import first, named
from registry import case


@case
def a_host_is_disconnected_and_reconnected(lab, server):
    with server.session() as content:
        host = named(content, vim.HostSystem, 'prod-b-esx3')
        with expect.fault(vim.fault.InvalidState):
            host.ReconnectHost_Task()
        expect.equal(wait_for_task(content, host.DisconnectHost_Task()).state, 'success', 'disconnect')
        expect.equal((host.runtime.connectionState, host.config), ('disconnected', None), 'host')
        expect.equal(host.summary.config.product.build, '22380479', 'build that vCenter remembers')
        with expect.fault(vmodl.fault.HostNotConnected):
            host.EnterMaintenanceMode_Task(timeout=0)
        again = host.ReconnectHost_Task(reconnectSpec=vim.HostSystem.ReconnectSpec(syncState=True))
        expect.equal(wait_for_task(content, again).state, 'success', 'reconnect')
        expect.equal(host.runtime.connectionState, 'connected', 'connection')


@case('ESXi')
def a_host_itself_cannot_be_disconnected(lab, server):
    with server.session() as content:
        host = first(content, vim.HostSystem)
        for act in (host.DisconnectHost_Task, host.ReconnectHost_Task, host.QueryTpmAttestationReport):
            with expect.fault(vmodl.fault.NotSupported):
                act()


@case
def a_reboot_outside_of_maintenance_mode_must_be_forced(lab, server):
    with server.session() as content:
        with expect.fault(vim.fault.InvalidState):
            named(content, vim.HostSystem, 'prod-b-esx3').RebootHost_Task(force=False)


@case
def a_reboot_changes_the_boot_time(lab, server):
    with server.session() as content:
        host = named(content, vim.HostSystem, 'prod-b-esx3')
        expect.equal(wait_for_task(content, host.EnterMaintenanceMode_Task(timeout=0)).state, 'success', 'enter')
        before = host.runtime.bootTime
        with lab.paused() as step:
            info = wait_for_task(content, host.RebootHost_Task(force=False), tick=lambda: step(5))
            expect.equal((info.state, info.descriptionId), ('success', 'HostSystem.reboot'), 'task')
            step(120)
            expect.equal(host.runtime.connectionState, 'notResponding', 'connection while it boots')
            step(1_300)
        expect.equal(host.runtime.connectionState, 'connected', 'connection after the boot')
        expect.true(host.runtime.bootTime > before, f'boot time {host.runtime.bootTime}, before {before}')
        expect.equal(host.runtime.inMaintenanceMode, True, 'maintenance mode after the boot')
        wait_for_task(content, host.ExitMaintenanceMode_Task(timeout=0))


@case('ESXi')
def a_host_that_reboots_forgets_its_sessions(lab, server):
    service = server.login()
    host = first(service.content, vim.HostSystem)
    before = host.runtime.bootTime
    host.RebootHost_Task(force=True)
    lab.skip(1_500)
    service._stub.DropConnections()
    with expect.fault(vim.fault.NotAuthenticated):
        service.CurrentTime()
    with server.session() as content:
        expect.true(first(content, vim.HostSystem).runtime.bootTime > before, 'the boot time is the old one')
