"""The search index."""

from pyVmomi import vim

import expect
from lab import first, named
from registry import case


@case('vCenter', 'ESXi')
def a_host_is_found_by_its_uuid_and_name(lab, server):
    with server.session() as content:
        host = first(content, vim.HostSystem)
        index = content.searchIndex
        uuid = host.hardware.systemInfo.uuid
        expect.equal(index.FindByUuid(uuid=uuid, vmSearch=False), host, 'by UUID')
        expect.equal(index.FindByUuid(uuid=uuid.upper(), vmSearch=False), host, 'by UUID in capitals')
        expect.equal(index.FindByDnsName(dnsName=host.name, vmSearch=False), host, 'by name')


@case
def a_virtual_machine_is_found_by_its_uuids(lab, server):
    with server.session() as content:
        machine = named(content, vim.VirtualMachine, 'db-1')
        find = content.searchIndex.FindByUuid
        bios, instance = machine.config.uuid, machine.config.instanceUuid
        expect.equal(find(uuid=bios, vmSearch=True), machine, 'by UUID')
        expect.equal(find(uuid=instance, vmSearch=True, instanceUuid=True), machine, 'by instance UUID')
        expect.equal(find(uuid=bios, vmSearch=True, instanceUuid=True), None, 'by the other UUID')


@case('vCenter', 'ESXi')
def what_does_not_exist_is_not_found(lab, server):
    with server.session() as content:
        index = content.searchIndex
        expect.equal(index.FindByUuid(uuid='00000000-0000-0000-0000-000000000000', vmSearch=False), None, 'by UUID')
        expect.equal(index.FindByDnsName(dnsName='nobody.example.com', vmSearch=False), None, 'by name')
        expect.equal(index.FindByInventoryPath('No/Such/Path'), None, 'by path')


@case
def an_inventory_path_leads_to_its_object(lab, server):
    with server.session() as content:
        index = content.searchIndex
        host = named(content, vim.HostSystem, 'prod-a-esx1')
        expect.equal(index.FindByInventoryPath('DC-Workload/host/Prod-A/prod-a-esx1'), host, 'host')
        expect.equal(index.FindByInventoryPath('/DC-Workload/vm/db-1').name, 'db-1', 'virtual machine')
        expect.equal(index.FindByInventoryPath('DC-Workload').name, 'DC-Workload', 'datacenter')
