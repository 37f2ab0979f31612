"""`HostServiceSystem`: the services of a host."""

from pyVmomi import vim, vmodl

import expect
from lab import named
from registry import case


# A service takes its time to come up.
START_SECONDS = 60


def system_of(content, name):
    return named(content, vim.HostSystem, name).configManager.serviceSystem


def running(system, key):
    system.RefreshServices()
    return {each.key: each.running for each in system.serviceInfo.service}[key]


@case
def trust_authority_hosts_have_their_two_services(lab, server):
    with lab.servers['ta-vc'].session() as content:
        services = {each.key: each for each in system_of(content, 'ta-esx1').serviceInfo.service}
        for key in ('attestd', 'kmxd'):
            expect.equal((services[key].running, services[key].policy), (True, 'on'), key)
            expect.true(services[key].label, f'{key} has no label')


@case
def a_service_is_stopped_and_started(lab, server):
    with lab.servers['ta-vc'].session() as content:
        system = system_of(content, 'ta-esx3')
        expect.equal(system.StopService('kmxd'), None, 'answer to stop')
        expect.equal(running(system, 'kmxd'), False, 'running after stop')
        system.StartService('kmxd')
        lab.skip(START_SECONDS)
        expect.equal(running(system, 'kmxd'), True, 'running after start')
        system.RestartService('kmxd')
        lab.skip(START_SECONDS)
        expect.equal(running(system, 'kmxd'), True, 'running after restart')


@case
def the_same_is_seen_in_the_config_of_the_host(lab, server):
    with lab.servers['ta-vc'].session() as content:
        host = named(content, vim.HostSystem, 'ta-esx3')
        of_system = {each.key: each.running for each in host.configManager.serviceSystem.serviceInfo.service}
        expect.equal({each.key: each.running for each in host.config.service.service}, of_system, 'services')


@case('vCenter', 'ESXi')
def an_unknown_service_is_not_found(lab, server):
    with server.session() as content:
        system = system_of(content, server.name if server.kind == 'ESXi' else 'prod-a-esx1')
        for act in (system.StartService, system.StopService, system.RestartService):
            with expect.fault(vim.fault.NotFound):
                act('no-such-service')
        with expect.fault(vim.fault.NotFound):
            system.UpdateServicePolicy('no-such-service', 'on')


@case('vCenter', 'ESXi')
def the_start_policy_is_kept(lab, server):
    with server.session() as content:
        system = system_of(content, server.name if server.kind == 'ESXi' else 'prod-a-esx1')
        key = system.serviceInfo.service[0].key
        before = system.serviceInfo.service[0].policy
        system.UpdateServicePolicy(key, 'automatic')
        expect.equal(system.serviceInfo.service[0].policy, 'automatic', 'policy')
        with expect.fault(vmodl.fault.InvalidArgument):
            system.UpdateServicePolicy(key, 'sometimes')
        system.UpdateServicePolicy(key, before)


@case('ESXi')
def a_service_is_restarted_by_the_host_itself(lab, server):
    with server.session() as content:
        system = system_of(content, server.name)
        key = system.serviceInfo.service[0].key
        system.RestartService(key)
        lab.skip(START_SECONDS)
        expect.equal(running(system, key), True, 'running')
