"""Hosts that leave the inventory and come back."""

from pyVmomi import vim, vmodl

import expect
from collector import wait_for_task
from lab import named
from registry import case


@case
def a_host_leaves_the_inventory_and_comes_back(lab, server):
    name = 'prod-b-esx3'
    user, password = lab.servers[name].accounts['service']
    with server.session('administrator') as content:
        host = named(content, vim.HostSystem, name)
        cluster = host.parent
        with expect.fault(vim.fault.InvalidState):
            host.Destroy_Task()
        expect.equal(wait_for_task(content, host.EnterMaintenanceMode_Task(timeout=0)).state, 'success', 'enter')
        expect.equal(wait_for_task(content, host.Destroy_Task()).state, 'success', 'removal')
        with expect.fault(vmodl.fault.ManagedObjectNotFound):
            host.name
        expect.true(name not in [known.name for known in cluster.host], 'a removed host is in its cluster')

        def add(**fields):
            spec = vim.host.ConnectSpec(hostName=name, userName=user, password=password, force=False)
            for field, value in fields.items():
                setattr(spec, field, value)
            return wait_for_task(content, cluster.AddHost_Task(spec=spec, asConnected=True))

        refused = add()
        expect.equal((refused.state, type(refused.error)), ('error', vim.fault.SSLVerifyFault), 'without a thumbprint')
        shown = refused.error.thumbprint
        refused = add(sslThumbprint=shown, password='wrong')
        expect.equal((refused.state, type(refused.error)), ('error', vim.fault.InvalidLogin), 'with a wrong password')
        added = add(sslThumbprint=shown)
        expect.equal((added.state, added.descriptionId), ('success', 'ClusterComputeResource.addHost'), 'addition')
        again = named(content, vim.HostSystem, name)
        expect.true(again._moId != host._moId, 'a host that was added again has its old identifier')
        expect.equal((again.parent, again.runtime.connectionState), (cluster, 'connected'), 'host')
        expect.equal(wait_for_task(content, again.ExitMaintenanceMode_Task(timeout=0)).state, 'success', 'exit')
