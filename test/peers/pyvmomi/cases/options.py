"""Option managers of vCenter and of hosts."""

from pyVmomi import vim

import expect
from lab import first
from registry import case


def options_of(content, server):
    if server.kind == 'vCenter':
        return content.setting
    return first(content, vim.HostSystem).configManager.advancedOption


@case('vCenter', 'ESXi')
def an_option_is_changed_and_read_back_with_its_type(lab, server):
    with server.session('administrator') as content:
        manager = options_of(content, server)
        option = next(each for each in manager.setting if isinstance(each.value, int) and type(each.value) is not bool)
        changed = vim.option.OptionValue(key=option.key, value=type(option.value)(option.value + 1))
        expect.equal(manager.UpdateOptions([changed]), None, 'answer')
        [found] = manager.QueryOptions(option.key)
        expect.equal((found.value, type(found.value)), (option.value + 1, type(option.value)), 'value')
        manager.UpdateOptions([option])


@case
def options_below_a_name_are_asked_for_together(lab, server):
    with server.session('administrator') as content:
        everything = [each.key for each in content.setting.QueryOptions()]
        below = [each.key for each in content.setting.QueryOptions('VirtualCenter.')]
        expect.equal(below, [key for key in everything if key.startswith('VirtualCenter.')], 'keys')
        expect.true(below and len(below) < len(everything), f'{len(below)} of {len(everything)}')


@case('vCenter', 'ESXi')
def an_unknown_option_is_an_invalid_name(lab, server):
    with server.session('administrator') as content:
        with expect.fault(vim.fault.InvalidName) as caught:
            options_of(content, server).QueryOptions('No.Such.Option')
        expect.equal(caught.fault.name, 'No.Such.Option', 'name')


@case
def options_of_a_host_are_those_of_its_config(lab, server):
    with server.session('administrator') as content:
        host = first(content, vim.HostSystem)
        of_manager = {each.key: each.value for each in host.configManager.advancedOption.setting}
        expect.equal({each.key: each.value for each in host.config.option}, of_manager, 'options')
