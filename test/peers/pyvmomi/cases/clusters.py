"""Configuration and summary of clusters."""

from pyVmomi import vim

import expect
from lab import named
from registry import case


@case
def drs_ha_and_dpm_are_as_configured(lab, server):
    with server.session() as content:
        config = named(content, vim.ClusterComputeResource, 'Prod-A').configurationEx
        expect.equal((config.drsConfig.enabled, config.drsConfig.defaultVmBehavior), (True, 'fullyAutomated'), 'DRS')
        expect.equal((config.dasConfig.enabled, config.dasConfig.admissionControlEnabled), (True, True), 'HA')
        expect.equal(config.dpmConfigInfo.enabled, False, 'DPM')
        expect.equal(config.vsanConfigInfo.enabled, False, 'vSAN')


@case
def everything_of_a_cluster_stands_on_datastores_and_networks_of_its_hosts(lab, server):
    with server.session() as content:
        cluster = named(content, vim.ClusterComputeResource, 'Prod-A')
        for host in cluster.host:
            names = [datastore.name for datastore in host.datastore]
            expect.equal([datastore.summary.name for datastore in host.datastore], names, 'names')
            for machine in host.vm:
                expect.equal(set(machine.datastore) <= set(host.datastore), True, 'datastores')
                expect.equal(set(machine.network) <= set(host.network), True, 'networks')
                disks = [one for one in machine.config.hardware.device if isinstance(one, vim.vm.device.VirtualDisk)]
                expect.equal([disk.backing.datastore for disk in disks], list(machine.datastore), 'disks')


@case
def the_old_configuration_says_the_same(lab, server):
    with server.session() as content:
        cluster = named(content, vim.ClusterComputeResource, 'Prod-A')
        expect.equal(cluster.configuration.drsConfig.defaultVmBehavior,
                     cluster.configurationEx.drsConfig.defaultVmBehavior, 'DRS')


@case
def the_summary_counts_the_hosts(lab, server):
    with server.session() as content:
        cluster = named(content, vim.ClusterComputeResource, 'Prod-A')
        expect.equal((cluster.summary.numHosts, len(cluster.host)), (4, 4), 'hosts')
        expect.equal(cluster.summary.numEffectiveHosts, 4, 'effective hosts')
        expect.equal(cluster.summary.totalMemory,
                     sum(host.hardware.memorySize for host in cluster.host), 'memory')
        expect.equal(cluster.lifecycleManaged, True, 'managed by an image')


@case('ESXi')
def the_compute_resource_of_a_host_is_that_host(lab, server):
    with server.session() as content:
        resource = content.rootFolder.childEntity[0].hostFolder.childEntity[0]
        expect.equal(type(resource), vim.ComputeResource, 'type')
        expect.equal([host._moId for host in resource.host], ['ha-host'], 'hosts')
        expect.equal(resource.summary.numHosts, 1, 'hosts of the summary')
